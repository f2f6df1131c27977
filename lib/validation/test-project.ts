import type { Stack } from 'aws-cdk-lib';
import type { BuildContext } from '../build/build-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { Environment, ReleaseLine, Service } from '../config/delivery';
import * as names from '../shared/names';
import { LOAD_TEST_VARIABLES } from './programs/constants';

/** A build that sends requests to a service in the environments of a release line. */
export interface TestProjectProps extends BuildContext {
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly programs: ProgramsAsset;
}

/** The role in the environment's account, which its stack makes under this name. */
export function probeRoleArn(stack: Stack, { delivery, service }: TestProjectProps, environment: Environment): string {
  const name = names.probeRoleName(delivery.name, environment.name, service.name);
  return `arn:${stack.partition}:iam::${environment.account ?? stack.account}:role/${name}`;
}

/** The variables with which an action of the pipeline says which environment it is about. */
export function environmentVariables(
  stack: Stack,
  props: TestProjectProps,
  environment: Environment,
): Record<string, string> {
  const { delivery, service } = props;
  const { probeRoleArn: role, region, probe, loadBalancer, executionId } = LOAD_TEST_VARIABLES;
  return {
    [role]: probeRoleArn(stack, props, environment),
    [region]: environment.region ?? stack.region,
    [probe]: names.probeFunctionName(delivery.name, environment.name, service.name),
    ...(service.exposure === 'public' && {
      [loadBalancer]: names.loadBalancerName(delivery.name, environment.name, 'public'),
    }),
    [executionId]: '#{codepipeline.PipelineExecutionId}',
  };
}
