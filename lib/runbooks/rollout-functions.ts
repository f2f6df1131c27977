import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Delivery, Environment, Platform } from '../config/delivery';
import * as names from '../shared/names';
import { type Audience, askedFor } from '../workload/audiences';

/** Why a role may call what {@link rolloutFunctionsArn} stands for. */
export const ANY_ROLLOUT_FUNCTION = 'All services of the environment on EKS, one of which a person chooses.';

/** The services of a delivery on a platform. */
export function servicesOn({ services }: Delivery, platform: Platform) {
  return services.filter((service) => service.platform === platform);
}

/** The functions that work inside the cluster for an environment's services, by one ARN with a wildcard, for one audience. */
export function rolloutFunctionsArn(
  scope: Construct,
  { delivery, environment }: { readonly delivery: Delivery; readonly environment: Environment },
  audience: Audience,
): string {
  const arn = Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: names.rolloutFunctionName(delivery.name, environment.name, '*'),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return askedFor(arn, audience);
}
