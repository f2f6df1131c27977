import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Delivery, Environment, Service } from '../config/delivery';
import * as names from '../shared/names';

/** One service in one environment, as a pipeline sees it from the tools account. */
export interface Place {
  /** Delivery, environment and service, which names are made of. */
  readonly path: [delivery: string, environment: string, service: string];
  readonly account: string;
  readonly region: string;
  /** The role in the environment's account that its stack makes. */
  readonly deployRoleArn: string;
}

/** @param scope anything in the pipeline's stack */
export function placeOf(scope: Construct, delivery: Delivery, environment: Environment, service: Service): Place {
  const stack = Stack.of(scope);
  const { account = stack.account, region = stack.region } = environment;
  const path: Place['path'] = [delivery.name, environment.name, service.name];
  return {
    path,
    account,
    region,
    deployRoleArn: `arn:${stack.partition}:iam::${account}:role/${names.deployRoleName(...path)}`,
  };
}
