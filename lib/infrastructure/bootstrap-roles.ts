import { DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';
import { located } from '../artifacts/artifact-access';
import type { Account } from '../config/delivery';

/** The roles that `cdk bootstrap` makes in every account and region, by what they are for. */
export type BootstrapRole = 'deploy' | 'file-publishing' | 'lookup';

/** A role of bootstrap's in an account and region; `cdk bootstrap --trust` opens it to the tools account. */
export function bootstrapRoleArn(stack: Stack, role: BootstrapRole, place: Account): string {
  const { account, region } = located(place);
  const qualifier = stack.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
  return `arn:${stack.partition}:iam::${account}:role/cdk-${qualifier}-${role}-role-${account}-${region}`;
}
