import { Stack } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ArtifactAccess } from '../artifacts/artifact-access';
import type { Delivery } from '../config/delivery';
import { NotificationsAccess } from '../release/notifications-topic';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface InfrastructureRoleProps {
  readonly delivery: Delivery;
  readonly sourceStatements: readonly iam.PolicyStatement[];
  readonly projects: readonly IProject[];
}

/** What CodePipeline itself does for the application's own pipeline: hand over the source and start builds. */
export class InfrastructureRole extends Construct {
  readonly role: iam.Role;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, { delivery, sourceStatements, projects }: InfrastructureRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new iam.Role(this, 'Resource', {
      roleName: names.infrastructureRoleName(delivery.name),
      description: `Pipeline of the infrastructure of ${delivery.name}`,
      assumedBy: new iam.ServicePrincipal('codepipeline.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const artifacts = new ArtifactAccess(stack, delivery, [names.infrastructurePipelineName(delivery.name)]);
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        ...sourceStatements,
        allow(
          ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
          projects.map((project) => project.projectArn),
        ),
        ...artifacts.readWrite(),
        // Approvals are asked for under this role.
        ...new NotificationsAccess(stack, delivery).publish(),
      ],
    });
    artifacts.acknowledgeOn(this.policy);
  }
}
