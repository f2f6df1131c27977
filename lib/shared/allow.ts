import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A statement that allows actions on resources, for policies that are written out in full. */
export function allow(
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Record<string, Record<string, unknown>>,
): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources], conditions });
}
