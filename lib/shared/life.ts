import { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The part of an environment that says how long its data live. */
interface Life {
  readonly production: boolean;
  readonly logRetentionDays: number;
}

/** A delivery, as far as it matters here. */
interface Lives {
  readonly environments: readonly Life[];
}

/** What happens to an environment's data when its stack goes: production keeps it, everything else leaves nothing. */
export function removalPolicyOf(environment: Life): RemovalPolicy {
  return environment.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}

/** Repositories, images and artifacts outlive the toolchain's stacks where they feed a production environment. */
export function toolchainRemovalPolicyOf(delivery: Lives): RemovalPolicy {
  return delivery.environments.some((environment) => environment.production)
    ? RemovalPolicy.RETAIN
    : RemovalPolicy.DESTROY;
}

/** CloudWatch's retention periods are numbers of days in the SDK and in CDK alike. */
export function retentionOf(environment: Life): RetentionDays {
  return environment.logRetentionDays as RetentionDays;
}

/** The toolchain keeps its build logs as long as the most demanding environment keeps its own. */
export function toolchainRetentionOf(delivery: Lives): RetentionDays {
  return Math.max(...delivery.environments.map((environment) => environment.logRetentionDays)) as RetentionDays;
}
