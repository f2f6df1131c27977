import type { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Delivery, Environment, Service } from '../config/delivery';
import { NOTHING_DEPLOYED } from '../deployment/deployed-record';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface DeployedParametersProps {
  readonly delivery: Delivery;
  readonly service: Service;
  /** Of one release line. */
  readonly environments: readonly Environment[];
}

/** Remembers what a service runs in the environments of a pipeline: an SSM parameter for each, beside the pipeline. */
export class DeployedParameters extends Construct {
  constructor(scope: Construct, id: string, props: DeployedParametersProps) {
    super(scope, id);
    const { delivery, service } = props;
    for (const environment of props.environments) {
      new ssm.StringParameter(this, environment.name, {
        parameterName: names.deployedParameterName(delivery.name, environment.name, service.name),
        description: `What ${service.name} runs in ${environment.name}; each deployment overwrites it`,
        // A constant: CloudFormation writes a parameter only when the template's text changes.
        stringValue: NOTHING_DEPLOYED,
      });
    }
  }
}

/** Reads what is deployed in some environments, from any stack in the tools account. */
export function readDeployed(
  stack: Stack,
  { delivery, service, environments }: DeployedParametersProps,
): PolicyStatement {
  return allow(['ssm:GetParameter'], arns(stack, delivery, service, environments));
}

/** Writes down what was deployed. */
export function writeDeployed(
  stack: Stack,
  { delivery, service, environments }: DeployedParametersProps,
): PolicyStatement {
  return allow(['ssm:PutParameter'], arns(stack, delivery, service, environments));
}

function arns(stack: Stack, delivery: Delivery, service: Service, environments: readonly Environment[]): string[] {
  return environments.map((environment) => {
    const name = names.deployedParameterName(delivery.name, environment.name, service.name);
    return stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) });
  });
}
