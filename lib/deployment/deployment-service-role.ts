import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';

export interface DeploymentServiceRoleProps {
  /** The cluster's and the service's names as plain strings. */
  readonly clusterName: string;
  readonly serviceName: string;
  readonly endpoint: Endpoint;
  /** Roles of the tasks that a deployment starts. */
  readonly passRoleArns: readonly string[];
  /** The function that CodeDeploy asks whether the new version is good. */
  readonly hookFunctionArn: string;
}

/** What CodeDeploy may do while it moves one service's traffic: AWSCodeDeployRoleForECS, narrowed to that service. */
export class DeploymentServiceRole extends Construct {
  readonly role: iam.Role;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: DeploymentServiceRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { serviceName } = props;
    this.role = new iam.Role(this, 'Resource', {
      assumedBy: new iam.ServicePrincipal('codedeploy.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
      description: `CodeDeploy moves the traffic of ${serviceName} in ${props.clusterName}`,
    });
    const taskSets = stack.formatArn({
      service: 'ecs',
      resource: 'task-set',
      resourceName: `${props.clusterName}/${serviceName}/*`,
    });
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        allow(
          ['ecs:CreateTaskSet', 'ecs:DeleteTaskSet', 'ecs:DescribeServices', 'ecs:UpdateServicePrimaryTaskSet'],
          [
            stack.formatArn({
              service: 'ecs',
              resource: 'service',
              resourceName: `${props.clusterName}/${serviceName}`,
            }),
            taskSets,
          ],
        ),
        allow(
          ['elasticloadbalancing:ModifyListener'],
          [props.endpoint.productionListener.listenerArn, props.endpoint.testListener.listenerArn],
        ),
        allow(['lambda:InvokeFunction'], [props.hookFunctionArn]),
        // None of these calls takes a resource; CodeDeploy asks for all alarms of a group in one call.
        allow(
          [
            'cloudwatch:DescribeAlarms',
            'elasticloadbalancing:DescribeListeners',
            'elasticloadbalancing:DescribeRules',
            'elasticloadbalancing:DescribeTargetGroups',
          ],
          ['*'],
        ),
        allow(['iam:PassRole'], props.passRoleArns, {
          StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
        }),
      ],
    });
    acknowledge(this.policy, 'IAM5[Resource::*]', 'Describe calls of load balancing and alarms take no resource.');
    acknowledgeResource(this.policy, taskSets, 'ECS gives each task set its id when CodeDeploy creates it.');
  }
}
