import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Artifact, ExecutionMode, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ProgramsAsset } from '../build/programs-asset';
import type { Account, Delivery, Infrastructure } from '../config/delivery';
import { NotificationsAccess } from '../release/notifications-topic';
import { otherRegions } from '../shared/accounts';
import * as names from '../shared/names';
import { DeployProject } from './deploy-project';
import { EnvironmentStages } from './environment-stages';
import { GatedDiff } from './gated-diff';
import { InfrastructureRole } from './infrastructure-role';
import { InfrastructureSource } from './infrastructure-source';
import { SynthProject } from './synth-project';

export interface InfrastructurePipelineStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly infrastructure: Infrastructure;
  readonly key: kms.IKey;
  /** What the paths of the toolchain's stacks in the application start with: `shop-toolchain`. */
  readonly toolchainPath: string;
  /** Paths of the toolchain's stacks that environments and pipelines need; the others come last. */
  readonly base: readonly string[];
  /** What the paths of an environment's stacks start with, by its name. */
  readonly environmentPaths: Readonly<Record<string, string>>;
}

/**
 * The way of this very application from a commit to the accounts: verified and synthesized once; then this pipeline itself,
 * the toolchain that others need, the environments in their order, and the services' pipelines. See
 * docs/decisions/0006-infrastructure-pipeline.md.
 */
export class InfrastructurePipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: InfrastructurePipelineStackProps) {
    super(scope, id, props);
    const { delivery, infrastructure, toolchainPath } = props;
    const prefix = names.infrastructurePipelineName(delivery.name);
    const key = kms.Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const build = { delivery, prefix, architecture: 'arm64', key } as const;
    const code = new InfrastructureSource(this, 'Code', props);
    const { source, path } = code;

    const synth = new SynthProject(this, 'Synth', {
      ...build,
      config: infrastructure.config,
      path,
      cloneStatements: source.cloneStatements,
    });
    const assembly = new Artifact('Assembly');
    const places = placesOfToolchain(delivery);
    const look = { ...build, programs: new ProgramsAsset(this, 'Programs'), assembly };
    const diff = new GatedDiff(this, 'Diff', {
      ...look,
      places: [...places, ...delivery.environments],
      topic: Topic.fromTopicArn(this, 'Notifications', new NotificationsAccess(this, delivery).topicArn),
    });
    const toolchain = new DeployProject(this, 'Toolchain', { ...build, part: 'toolchain', places });
    const environments = new EnvironmentStages(this, 'Environments', { ...look, diff, paths: props.environmentPaths });
    const { role, policy } = new InfrastructureRole(this, 'Role', {
      delivery,
      sourceStatements: source.pipelineStatements,
      projects: [synth.project, diff.project, toolchain.project, ...environments.projects],
    });

    const pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: prefix,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.SUPERSEDED,
      // What follows a change of this pipeline runs under the new one.
      restartExecutionOnUpdate: true,
      // Imported: CDK would grant each action on the bucket itself, and name roles there that do not exist yet.
      artifactBucket: s3.Bucket.fromBucketAttributes(this, 'Artifacts', {
        bucketName: names.bucketName(delivery.name, this.account, this.region),
        encryptionKey: key,
      }),
      role: role.withoutPolicyUpdates(),
      usePipelineRoleForActions: true,
    });
    pipeline.node.addDependency(policy);
    const deploy = (stageName: string, stacks: readonly string[]) =>
      pipeline.addStage({ stageName, actions: [toolchain.action(assembly, stacks)] });

    const sources = new Artifact('Source');
    const sourceAction = source.action(sources);
    pipeline.addStage({ stageName: 'Source', actions: [sourceAction] });
    pipeline.addStage({
      stageName: 'Synth',
      actions: [
        new actions.CodeBuildAction({
          actionName: 'Synth',
          project: synth.project,
          input: sources,
          outputs: [assembly],
        }),
      ],
    });
    // All of the toolchain, before any of it: this pipeline could give itself more rights.
    const part = { name: 'toolchain', path: toolchainPath, place: delivery.tools, approval: false };
    for (const stage of diff.stagesFor(part)) pipeline.addStage(stage);
    deploy('Self', [this.node.path]);
    deploy('Toolchain', props.base);
    for (const stage of environments.stages) pipeline.addStage(stage);
    // All the others, among them the services' pipelines, which start when they are new: what they deploy to is there.
    deploy('Pipelines', [`${toolchainPath}/*`]);

    for (const trigger of source.triggers(sourceAction)) pipeline.addTrigger(trigger);
    code.startOnPush(pipeline);
    for (const [name, output] of Object.entries(source.outputs)) new CfnOutput(this, name, output);
    new CfnOutput(this, 'Console', {
      value: `https://${this.region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${prefix}/view?region=${this.region}`,
      description: `Watch the infrastructure of ${delivery.name}`,
    });
  }
}

/** Artifacts are also kept in the regions of the environments, in the tools account. */
function placesOfToolchain({ tools, environments }: Delivery): Account[] {
  return [tools, ...otherRegions(environments, tools).map((region) => ({ account: tools.account, region }))];
}
