import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Delivery, Service, Source } from '../config/delivery';
import * as names from '../shared/names';
import { ConnectionSource } from '../source/connection-source';
import { buildAction } from './actions';
import { PipelineRole } from './pipeline-role';

export interface CheckPipelineProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly source: Extract<Source, { kind: 'github' | 'gitlab' }>;
  readonly key: IKey;
  /** By the action's name. They are projects of a pipeline, with `checkPipelineName` as their prefix. */
  readonly checks: Readonly<Record<string, Check>>;
}

/** A build of the check. */
export interface Check {
  readonly project: IProject;
  /** The artifact that it leaves. @default - none */
  readonly leaves?: string;
}

/**
 * Verifies what is deployed nowhere, in a repository behind a connection: pushes to the branches that are only verified,
 * and pull requests into those that are released. Nothing leads from here to an environment.
 */
export class CheckPipeline extends Construct {
  constructor(scope: Construct, id: string, props: CheckPipelineProps) {
    super(scope, id);
    const { delivery, service, key } = props;
    const source = new ConnectionSource({
      source: props.source,
      sourceBranch: delivery.branching.defaultBranch,
      pushes: delivery.branching.verified,
      pullRequestsInto: [...new Set(delivery.releaseLines.flatMap(({ branches }) => branches))],
    });
    const stack = Stack.of(this);
    const pipelineName = names.checkPipelineName(delivery.name, service.name);
    const { role, policy } = new PipelineRole(this, 'Role', {
      delivery,
      pipelineName,
      description: `Pipeline that checks ${service.name} and deploys nothing`,
      statements: source.pipelineStatements,
      projects: Object.values(props.checks).map(({ project }) => project),
    });
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName,
      pipelineType: codepipeline.PipelineType.V2,
      // Each branch has a run of its own: a newer push to another branch replaces none.
      executionMode: codepipeline.ExecutionMode.PARALLEL,
      artifactBucket: s3.Bucket.fromBucketAttributes(this, 'Artifacts', {
        bucketName: names.bucketName(delivery.name, stack.account, stack.region),
        encryptionKey: key,
      }),
      role: role.withoutPolicyUpdates(),
      usePipelineRoleForActions: true,
    });
    pipeline.node.addDependency(policy);
    const sources = new codepipeline.Artifact('Source');
    const sourceAction = source.action(sources);
    pipeline.addStage({ stageName: 'Source', actions: [sourceAction] });
    for (const trigger of source.triggers(sourceAction)) pipeline.addTrigger(trigger);
    pipeline.addStage({
      stageName: 'Check',
      actions: Object.entries(props.checks).map(([name, { project, leaves }]) =>
        buildAction(name, project, [sources], leaves === undefined ? undefined : new codepipeline.Artifact(leaves)),
      ),
    });
  }
}
