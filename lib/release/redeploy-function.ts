import { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import type { PipelineSource } from '../source/pipeline-source';
import { REDEPLOY_VARIABLES } from './constants';
import { readDeployed } from './deployed-parameters';

export interface RedeployProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly source: Pick<PipelineSource, 'revision'>;
}

/**
 * Deploys what a line has released once more, for a new configuration of one of its environments. It is the target of the
 * rule on their release parameters.
 */
export class Redeploy extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: RedeployProps) {
    super(scope, id);
    const { delivery, service, releaseLine } = props;
    const { environments } = releaseLine;
    const stack = Stack.of(this);
    const pipelineName = names.pipelineName(delivery.name, service.name, releaseLine.name);
    const { actionName, revisionType } = props.source.revision('');
    // A run goes through all environments of the line: what the first one has is no step back for any.
    const newest = names.deployedParameterName(delivery.name, environments[0]!.name, service.name);
    // With the account, as nobody in one environment's account may speak for another environment.
    const records = environments.map(({ name, account = stack.account }) => [
      `${account}:${names.parameterName(delivery.name, name, service.name)}`,
      newest,
    ]);
    this.function = new BundledFunction(this, 'Function', {
      entry: 'release/redeploy.lambda.ts',
      description: `Deploys ${service.name} again when its configuration has changed`,
      statements: [
        readDeployed(stack, { delivery, service, environments: environments.slice(0, 1) }),
        allow(
          [
            'codepipeline:GetPipelineState',
            'codepipeline:ListPipelineExecutions',
            'codepipeline:StartPipelineExecution',
          ],
          [stack.formatArn({ service: 'codepipeline', resource: pipelineName })],
        ),
      ],
      variables: {
        [REDEPLOY_VARIABLES.pipelineName]: pipelineName,
        [REDEPLOY_VARIABLES.sourceAction]: actionName,
        [REDEPLOY_VARIABLES.stage]: environments[0]!.name,
        [REDEPLOY_VARIABLES.revisionType]: revisionType,
        [REDEPLOY_VARIABLES.records]: JSON.stringify(Object.fromEntries(records)),
      },
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    }).function;
  }
}
