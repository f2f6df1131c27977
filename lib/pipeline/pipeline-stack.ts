import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ProgramsAsset } from '../build/programs-asset';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import { backMergeDuty } from '../release/back-merge-line';
import { BackMergeProject } from '../release/back-merge-project';
import { RollbackRunbook } from '../release/rollback-runbook';
import { otherRegions } from '../shared/accounts';
import * as names from '../shared/names';
import { SOURCE_ACTION } from '../source/constants';
import { sourceOf } from '../source/source-of';
import { buildSteps } from './build-steps';
import { ConfigurationChange } from './configuration-change';
import { EnvironmentStages } from './environment-stages';
import { PipelineRole } from './pipeline-role';
import { RepositoryPush } from './repository-push';
import type { StepContext } from './step-context';

export interface PipelineStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly key: kms.IKey;
  /** The profile that signs the delivery's images. @default - they are not signed */
  readonly signingProfileArn?: string;
}

/** The way of one service from a commit on a branch to the environments of its release line. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { delivery, service, releaseLine } = props;
    const prefix = names.pipelineName(delivery.name, service.name, releaseLine.name);
    const source = sourceOf(this, props);
    const key = kms.Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const context = {
      ...props,
      prefix,
      architecture: service.architecture,
      key,
      source,
      // By name, not by export: a stack has at most 200 outputs, and a delivery may have more services than that.
      images: ecr.Repository.fromRepositoryName(this, 'Images', names.repositoryName(delivery.name, service.name)),
      programs: new ProgramsAsset(this, 'Programs'),
    };
    const build = buildSteps(this, context);
    const deployment = new EnvironmentStages(this, 'Environments', context);
    const backMerge = this.reportOnBackMerge(context);

    const { role, policy } = new PipelineRole(this, 'Role', {
      delivery,
      pipelineName: prefix,
      description: `Pipeline of ${service.name} from ${releaseLine.branches.join(', ')}`,
      roleName: names.pipelineRoleName(delivery.name, service.name, releaseLine.name),
      otherRegions: otherRegions(releaseLine.environments, delivery.tools),
      statements: [...source.pipelineStatements, ...deployment.statements],
      projects: [...build.projects, ...deployment.projects, ...(backMerge ? [backMerge.project] : [])],
      deployRoleArns: deployment.deployRoleArns,
    });
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName: prefix,
      pipelineType: codepipeline.PipelineType.V2,
      // Of the runs that wait before a stage only the newest goes on. One that waits for an approval holds its stage until a
      // person decides.
      executionMode: codepipeline.ExecutionMode.SUPERSEDED,
      ...this.artifactStores(props, key),
      role: role.withoutPolicyUpdates(),
      usePipelineRoleForActions: true,
    });
    pipeline.node.addDependency(policy);

    const artifacts = {
      source: new codepipeline.Artifact('Source'),
      image: new codepipeline.Artifact('Image'),
      scan: new codepipeline.Artifact('Scan'),
    };
    const sourceAction = source.action(artifacts.source);
    pipeline.addStage({ stageName: 'Source', actions: [sourceAction] });
    for (const trigger of source.triggers(sourceAction)) pipeline.addTrigger(trigger);
    for (const stage of build.stages(artifacts)) pipeline.addStage(stage);
    for (const environment of releaseLine.environments) {
      for (const stage of deployment.stagesFor(environment, artifacts)) pipeline.addStage(stage);
    }
    if (backMerge) {
      pipeline.addStage({ stageName: 'BackMerge', actions: [backMerge.action(artifacts.source)] });
    }

    if (source.repository && service.source.kind === 'codecommit') {
      new RepositoryPush(this, 'Push', {
        delivery,
        repository: source.repository,
        branches: releaseLine.branches,
        part: service.source,
        pipeline,
        pipelineName: prefix,
        sourceActionName: SOURCE_ACTION,
      });
    }
    new ConfigurationChange(this, 'ConfigurationChange', { delivery, service, releaseLine, source });
    new RollbackRunbook(this, 'Rollback', { delivery, service, releaseLine, source });
    for (const [outputId, output] of Object.entries(source.outputs)) new CfnOutput(this, outputId, output);
    new CfnOutput(this, 'Console', {
      value: `https://${Aws.REGION}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${prefix}/view?region=${Aws.REGION}`,
      description: `Watch releases of ${service.name}`,
    });
  }

  /** After production: tells people what is not merged back yet. */
  private reportOnBackMerge(context: StepContext): BackMergeProject | undefined {
    const duty = backMergeDuty(context.delivery, context.releaseLine);
    if (duty?.mode !== 'report' || !context.source.buildsImage) return undefined;
    return new BackMergeProject(this, 'BackMerge', { ...context, duty });
  }

  /**
   * Where actions hand files to each other: one store for each region that has an action. Imported, as CDK would grant
   * each action on a bucket of its own, and name roles there that do not exist yet.
   */
  private artifactStores({ delivery, releaseLine }: PipelineStackProps, key: kms.IKey) {
    const store = (id: string, region: string, encryptionKey: kms.IKey) =>
      s3.Bucket.fromBucketAttributes(this, id, {
        bucketName: names.bucketName(delivery.name, this.account, region),
        region,
        encryptionKey,
      });
    const own = store('Artifacts', this.region, key);
    const regions = otherRegions(releaseLine.environments, delivery.tools);
    if (regions.length === 0) return { artifactBucket: own };
    const others = regions.map((region) => {
      const alias = names.artifactKeyAlias(delivery.name);
      const arn = this.formatArn({ service: 'kms', region, resource: alias });
      return [region, store(`Artifacts-${region}`, region, kms.Key.fromKeyArn(this, `Key-${region}`, arn))];
    });
    return { crossRegionReplicationBuckets: Object.fromEntries([[this.region, own], ...others]) };
  }
}
