import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import * as names from '../shared/names';
import type { PipelineSource } from '../source/pipeline-source';
import { ROLLBACK_VARIABLES } from './constants';
import { rollbackDocument } from './rollback-document';

export interface RollbackRunbookProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly source: Pick<PipelineSource, 'revision'>;
}

/**
 * The way back that a person starts with one command or click: an SSM Automation document for a pipeline. Who starts it
 * needs `ssm:StartAutomationExecution` on the document and `iam:PassRole` on its role, and nothing in CodePipeline.
 */
export class RollbackRunbook extends Construct {
  constructor(scope: Construct, id: string, props: RollbackRunbookProps) {
    super(scope, id);
    const { delivery, service, releaseLine } = props;
    const stack = Stack.of(this);
    const pipelineName = names.pipelineName(delivery.name, service.name, releaseLine.name);
    const pipeline = stack.formatArn({ service: 'codepipeline', resource: pipelineName });
    const environments = releaseLine.environments.map(({ name }) => name);
    const { actionName, revisionType } = props.source.revision('');

    const finder = new BundledFunction(this, 'Function', {
      entry: 'release/rollback.lambda.ts',
      description: `Rolls ${service.name} back to its last good release`,
      statements: [
        allow(['codepipeline:ListActionExecutions', 'codepipeline:ListPipelineExecutions'], [pipeline]),
        allow(
          ['codepipeline:RollbackStage'],
          environments.map((stage) => `${pipeline}/${stage}`),
        ),
      ],
      variables: {
        [ROLLBACK_VARIABLES.pipelineName]: pipelineName,
        [ROLLBACK_VARIABLES.sourceAction]: actionName,
        [ROLLBACK_VARIABLES.revisionType]: revisionType,
      },
      retention: toolchainRetentionOf(delivery),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    });
    const role = new iam.Role(this, 'Role', {
      description: `SSM rolls ${service.name} back with it`,
      assumedBy: new iam.ServicePrincipal('ssm.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['lambda:InvokeFunction'], [finder.function.functionArn]),
        allow(['codepipeline:GetPipelineExecution'], [pipeline]),
      ],
    });
    const document = new ssm.CfnDocument(this, 'Document', {
      name: names.rollbackDocumentName(delivery.name, service.name, releaseLine.name),
      documentType: 'Automation',
      // A new version, which becomes the default; a replacement would clash with its own name.
      updateMethod: 'NewVersion',
      content: rollbackDocument({
        pipelineName,
        environments,
        functionArn: finder.function.functionArn,
        roleArn: role.roleArn,
      }),
    });
    document.node.addDependency(policy);
    new CfnOutput(this, 'Command', {
      description: `Roll ${service.name} back to its last good release`,
      value:
        `aws ssm start-automation-execution --document-name ${document.name} ` +
        `--parameters Environment=${environments.at(-1)}`,
    });
  }
}
