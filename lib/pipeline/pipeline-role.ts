import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ArtifactAccess } from '../artifacts/artifact-access';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface PipelineRoleProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly source: IRepository;
  readonly projects: readonly IProject[];
  readonly deployRoleArns: readonly string[];
}

/** What CodePipeline itself does for one pipeline: hand over the source, start builds, enter the environments. */
export class PipelineRole extends Construct {
  readonly role: iam.Role;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { delivery, service, releaseLine } = props;
    this.role = new iam.Role(this, 'Resource', {
      roleName: names.pipelineRoleName(delivery.name, service.name, releaseLine.name),
      description: `Pipeline of ${service.name} from ${releaseLine.branch}`,
      assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const artifacts = new ArtifactAccess(stack, delivery, [
      names.pipelineName(delivery.name, service.name, releaseLine.name),
    ]);
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        allow(
          [
            'codecommit:CancelUploadArchive',
            'codecommit:GetBranch',
            'codecommit:GetCommit',
            // For the full clone's reference, in place of an archive.
            'codecommit:GetRepository',
            'codecommit:GetUploadArchiveStatus',
            'codecommit:UploadArchive',
          ],
          [props.source.repositoryArn],
        ),
        allow(
          ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
          props.projects.map((project) => project.projectArn),
        ),
        allow(['sts:AssumeRole'], props.deployRoleArns),
        ...artifacts.readWrite(),
      ],
    });
    artifacts.acknowledgeOn(this.policy);
  }
}
