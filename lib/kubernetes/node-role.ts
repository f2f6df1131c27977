import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { servicesOnEks } from '../config/on-eks';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

export interface NodeRoleProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly clusterName: string;
}

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * What nodes work under: they pull images, and hand pods the credentials of their own roles. AWS's policies for it
 * (AmazonEKSWorkerNodeMinimalPolicy, AmazonEC2ContainerRegistryPullOnly) open every repository of the account.
 */
export class NodeRole extends Construct {
  readonly role: iam.Role;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, { delivery, environment, clusterName }: NodeRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new iam.Role(this, 'Resource', {
      roleName: names.kubernetesRoleName(delivery.name, environment.name, 'nodes'),
      description: `Nodes of EKS in ${delivery.name} ${environment.name}`,
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    const cluster = stack.formatArn({ service: 'eks', resource: 'cluster', resourceName: clusterName });
    const { account = stack.account, region = stack.region } = delivery.tools;
    const images = servicesOnEks(delivery.services).map(({ name }) =>
      stack.formatArn({
        service: 'ecr',
        account,
        region,
        resource: 'repository',
        resourceName: names.repositoryName(delivery.name, name),
      }),
    );
    const foreign = stack.formatArn({ service: 'ecr', account: '*', resource: 'repository', resourceName: '*' });
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [this.role],
      statements: [
        allow(['eks-auth:AssumeRoleForPodIdentity'], [cluster]),
        allow(['ecr:GetAuthorizationToken'], ['*']),
        allow(PULL, images),
        // Images of EKS's add-ons are in accounts of AWS's, another one in each region.
        allow(PULL, [foreign], { StringNotEquals: { 'aws:ResourceAccount': [...new Set([stack.account, account])] } }),
      ],
    });
    acknowledge(this.policy, 'IAM5[Resource::*]', 'A token for ECR is for no repository in particular.');
    acknowledgeResource(this.policy, foreign, "What other accounts show them, such as EKS's add-ons.");
  }
}
