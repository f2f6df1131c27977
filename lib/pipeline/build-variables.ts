import type { BuildEnvironmentVariable } from 'aws-cdk-lib/aws-codebuild';

/** Plain variables as an action gives them to its build. */
export function buildVariables(values: Readonly<Record<string, string>>): Record<string, BuildEnvironmentVariable> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}
