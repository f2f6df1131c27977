import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ImageProject } from '../build/image-project';
import { ProgramsAsset } from '../build/programs-asset';
import { VerifyProject } from '../build/verify-project';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import * as names from '../shared/names';
import { imageAction, SOURCE_ACTION, sourceAction, verifyAction } from './actions';
import { ConfigurationChange } from './configuration-change';
import { DeploymentSteps } from './deployment-steps';
import { PipelineRole } from './pipeline-role';
import { RepositoryPush } from './repository-push';

export interface PipelineStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly key: kms.IKey;
}

/** The way of one service from a commit on a branch to the environments of its release line. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { delivery, service, releaseLine } = props;
    const prefix = names.pipelineName(delivery.name, service.name, releaseLine.name);
    // By name, not by export: a stack has at most 200 outputs, and a delivery may have more services than that.
    const repositoryName = names.repositoryName(delivery.name, service.name);
    const source = codecommit.Repository.fromRepositoryName(this, 'Source', repositoryName);
    const images = ecr.Repository.fromRepositoryName(this, 'Images', repositoryName);
    const key = kms.Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const build = {
      delivery,
      prefix,
      architecture: service.architecture,
      key,
      source,
      images,
      programs: new ProgramsAsset(this, 'Programs'),
    };
    const verify = new VerifyProject(this, 'Verify', { ...build, commands: service.commands });
    const image = new ImageProject(this, 'Image', build);
    const deployment = new DeploymentSteps(this, 'Deployment', { ...props, ...build });

    const sources = new codepipeline.Artifact('Source');
    const imageDetail = new codepipeline.Artifact('Image');
    const { role, policy } = new PipelineRole(this, 'Role', {
      ...props,
      source,
      projects: [verify.project, image.project, ...deployment.projects],
      deployRoleArns: deployment.deployRoleArns,
    });
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName: prefix,
      pipelineType: codepipeline.PipelineType.V2,
      // Of the runs that wait before a stage only the newest goes on. One that waits for an approval holds its stage until a
      // person decides.
      executionMode: codepipeline.ExecutionMode.SUPERSEDED,
      // Imported: CDK would grant each action on the bucket itself, and name roles there that do not exist yet.
      artifactBucket: s3.Bucket.fromBucketAttributes(this, 'Artifacts', {
        bucketName: names.bucketName(delivery.name, this.account, this.region),
        encryptionKey: key,
      }),
      role: role.withoutPolicyUpdates(),
      usePipelineRoleForActions: true,
    });
    pipeline.node.addDependency(policy);
    pipeline.addStage({ stageName: 'Source', actions: [sourceAction(source, releaseLine.branch, sources)] });
    pipeline.addStage({
      stageName: 'Build',
      actions: [verifyAction(verify.project, sources), imageAction(image.project, sources, imageDetail)],
    });
    for (const environment of releaseLine.environments) {
      pipeline.addStage({
        stageName: environment.name,
        actions: deployment.actionsFor(environment, imageDetail),
      });
    }

    new RepositoryPush(this, 'Push', {
      repository: source,
      branch: releaseLine.branch,
      pipeline,
      sourceActionName: SOURCE_ACTION,
    });
    new ConfigurationChange(this, 'ConfigurationChange', { delivery, service, releaseLine, pipeline });
    new CfnOutput(this, 'CloneUrl', {
      value: source.repositoryCloneUrlGrc,
      description: `git clone the source of ${service.name}, with git-remote-codecommit installed`,
    });
    new CfnOutput(this, 'CloneUrlHttps', {
      value: source.repositoryCloneUrlHttp,
      description: "The same over HTTPS, with the AWS CLI's credential helper",
    });
    new CfnOutput(this, 'Console', {
      value: `https://${Aws.REGION}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${prefix}/view?region=${Aws.REGION}`,
      description: `Watch releases of ${service.name}`,
    });
  }
}
