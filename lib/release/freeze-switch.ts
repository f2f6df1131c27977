import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import { FREEZE_VARIABLES, NOT_FROZEN } from './constants';

export interface FreezeSwitchProps {
  readonly delivery: Delivery;
}

/**
 * Stops releases into an environment while its SSM parameter says `on: reason`. Every pipeline of the delivery asks the
 * function here before it enters a stage that deploys (`release-guards.ts`).
 */
export class FreezeSwitch extends Construct {
  constructor(scope: Construct, id: string, { delivery }: FreezeSwitchProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const parameters = delivery.environments.map(
      ({ name }) =>
        new ssm.StringParameter(this, name, {
          parameterName: names.freezeParameterName(delivery.name, name),
          description: `Releases into ${name}: off lets them through, on: reason stops them`,
          // A constant: CloudFormation writes a parameter only when the template's text changes.
          stringValue: NOT_FROZEN,
          allowedPattern: '^(off|on(:.*)?)$',
        }),
    );
    const pipelines = stack.formatArn({ service: 'codepipeline', resource: `${delivery.name}-*` });
    const { policy } = new BundledFunction(this, 'Function', {
      entry: 'release/freeze.lambda.ts',
      description: `Tells pipelines of ${delivery.name} whether releases are frozen`,
      functionName: names.freezeFunctionName(delivery.name),
      statements: [
        allow(
          ['ssm:GetParameter'],
          parameters.map(({ parameterArn }) => parameterArn),
        ),
        allow(['codepipeline:GetPipelineExecution'], [pipelines]),
        // The calls take no resource: a job's id, which is hard to guess, is what they act on.
        allow(['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'], ['*']),
      ],
      variables: {
        [FREEZE_VARIABLES.parameters]: JSON.stringify(
          Object.fromEntries(
            delivery.environments.map(({ name }) => [name, names.freezeParameterName(delivery.name, name)]),
          ),
        ),
      },
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    });
    acknowledge(policy, 'IAM5[Resource::*]', 'The answer to a job of CodePipeline takes no resource.');
    acknowledgeResource(policy, pipelines, 'All pipelines of the delivery ask; it reads whether a run is a rollback.');
  }
}
