import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ArtifactAccess } from '../artifacts/artifact-access';
import type { Delivery } from '../config/delivery';
import { allow } from '../shared/allow';

export interface PipelineRoleProps {
  readonly delivery: Delivery;
  readonly pipelineName: string;
  readonly description: string;
  /** For others that let it in by its name. @default - CloudFormation chooses one */
  readonly roleName?: string;
  /** Where actions work besides the pipeline's own region. @default - nowhere */
  readonly otherRegions?: readonly string[];
  /** What handing over the source takes, and what else the pipeline itself does. */
  readonly statements: readonly iam.PolicyStatement[];
  readonly projects: readonly IProject[];
  /** @default - it enters no environment */
  readonly deployRoleArns?: readonly string[];
}

/** What CodePipeline itself does for one pipeline: hand over the source, start builds, enter the environments. */
export class PipelineRole extends Construct {
  readonly role: iam.Role;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { delivery, deployRoleArns = [] } = props;
    this.role = new iam.Role(this, 'Resource', {
      roleName: props.roleName,
      description: props.description,
      assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const regions = [stack.region, ...(props.otherRegions ?? [])];
    const artifacts = new ArtifactAccess(stack, delivery, [props.pipelineName], regions);
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        ...props.statements,
        allow(
          ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
          props.projects.map((project) => project.projectArn),
        ),
        ...(deployRoleArns.length === 0 ? [] : [allow(['sts:AssumeRole'], deployRoleArns)]),
        ...artifacts.readWrite(),
      ],
    });
    artifacts.acknowledgeOn(this.policy);
  }
}
