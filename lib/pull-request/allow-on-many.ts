import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../shared/allow';
import type { BundledFunction } from '../shared/bundled-function';

/** Of the 6,144 characters of a managed policy an ARN of a repository or of a check project takes 89 at most. */
const ARNS_PER_POLICY = 60;

/**
 * Lets a function act on many resources, each by its name. It takes policies of their own, as a role's inline policies
 * have 10,240 characters together: too few for the repositories of a hundred services.
 */
export function allowOnMany(
  scope: Construct,
  id: string,
  caller: BundledFunction,
  actions: readonly string[],
  arns: readonly string[],
): void {
  for (let start = 0; start < arns.length; start += ARNS_PER_POLICY) {
    const policy = new iam.ManagedPolicy(scope, `${id}-${start / ARNS_PER_POLICY + 1}`, {
      roles: [caller.function.role!],
      statements: [allow(actions, arns.slice(start, start + ARNS_PER_POLICY))],
    });
    caller.function.node.addDependency(policy);
  }
}
