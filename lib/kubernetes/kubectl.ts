import { type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { USE_CDK_MANAGED_LAMBDA_LOGGROUP } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import type { Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { networkInterfaces } from '../shared/bundled-function';
import { nameLayer } from '../shared/kubectl-layer';
import { retentionOf } from '../shared/life';

export interface KubectlProps {
  readonly environment: Environment;
  readonly description: string;
  readonly clusterName: string;
  /** What CDK's marker is called after which the cluster takes manifests: a parameter. */
  readonly readyName: string;
}

/**
 * What CDK's functions have that hand manifests and charts to the cluster for CloudFormation: rights that are written out, and a log
 * that does not outlive them.
 */
export class Kubectl extends Construct {
  /** For CDK's construct, which would add policies of AWS's that reach every log group and every registry: it cannot. */
  readonly role: iam.IRole;
  private readonly policy: iam.Policy;
  private readonly logGroup: logs.LogGroup;
  private readonly readyName: string;

  constructor(scope: Construct, id: string, { environment, description, clusterName, readyName }: KubectlProps) {
    super(scope, id);
    this.readyName = readyName;
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      retention: retentionOf(environment),
      // What it says is about the stack, and goes along with it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', {
      description,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    const cluster = Stack.of(this).formatArn({ service: 'eks', resource: 'cluster', resourceName: clusterName });
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]),
        allow(['eks:DescribeCluster'], [cluster]),
        networkInterfaces(),
      ],
    });
    acknowledge(this.policy, 'IAM5[Resource::*]', 'Lambda makes network interfaces that have no name beforehand.');
    this.role = role.withoutPolicyUpdates();
  }

  /**
   * Before the cluster is made: CDK would give each function a log group that nothing waits for, so that the first call could come
   * before it, and Lambda would make the group first.
   *
   * @param scope what the cluster will be in, and as yet nothing is
   */
  static prepare(scope: Construct): void {
    scope.node.setContext(USE_CDK_MANAGED_LAMBDA_LOGGROUP, false);
  }

  /** When the cluster is made. */
  equip(cluster: eks.Cluster): void {
    const provider = cluster.node.findChild('KubectlProvider');
    const handler = provider.node.findChild('Handler') as lambda.Function;
    const framework = provider.node.findChild('Provider').node.findChild('framework-onEvent') as lambda.Function;
    for (const one of [handler, framework]) {
      const resource = one.node.defaultChild as lambda.CfnFunction;
      resource.addPropertyOverride('LoggingConfig', { LogGroup: this.logGroup.logGroupName });
    }
    // Whoever deploys may make what has the delivery's name.
    nameLayer(provider.node.findChild('AwsCliLayer') as lambda.LayerVersion, 'aws-cli');
    (cluster.node.findChild('KubectlReadyBarrier') as CfnResource).addPropertyOverride('Name', this.readyName);
    // It belonged to one of the policies that the role did not take.
    this.node.tryRemoveChild('HasEcrPublic');
    // Lambda refuses a function in a network whose role may make no interfaces there.
    handler.node.addDependency(this.policy);

    acknowledge(handler, 'L1', "CDK's own function, on the Python that CDK has tried it with.");
    for (const name of ['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole']) {
      acknowledge(
        framework,
        `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${name}]`,
        "CDK's own function, which takes no role of ours.",
      );
    }
    acknowledgeResource(framework, `${handler.functionArn}:*`, "CDK's own function calls whichever version there is.");
  }
}
