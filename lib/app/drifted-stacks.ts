import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A stack as the look for drift finds it. */
export interface DriftedStack {
  readonly name: string;
  readonly region: string;
}

/** The stacks that stand right below a construct, so far. */
export function driftedStacks(scope: IConstruct): DriftedStack[] {
  return scope.node.children
    .filter((child) => Stack.isStack(child))
    .map((stack) => ({ name: stack.stackName, region: stack.region }));
}
