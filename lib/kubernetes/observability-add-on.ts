import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { podPrincipal } from '../shared/pod-principal';
import { addOn } from './add-on';
import { OBSERVABILITY } from './constants';
import { podLogs } from './pod-logs';

export interface ObservabilityAddOnProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly cluster: eks.Cluster;
  readonly clusterArn: string;
  /** Of the services on EKS. */
  readonly namespaces: readonly string[];
}

/**
 * The agents on every node that send Container Insights and the pods' logs. Nothing is put into the services' pods: their traces
 * go through the collector beside them, on EKS as on ECS, and Application Signals measures by those.
 */
export class ObservabilityAddOn extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ObservabilityAddOnProps,
  ) {
    super(scope, id);
    const { delivery, environment, cluster, namespaces } = props;
    const path = [delivery.name, environment.name] as const;
    const metrics = this.logGroup('Metrics', names.containerInsightsLogGroupName(...path));
    const others = this.logGroup('OtherPods', names.clusterPodLogGroupName(...path));
    const { role, policy } = this.agentRole([metrics, others]);
    const resource = addOn(this, 'Resource', {
      cluster,
      name: 'amazon-cloudwatch-observability',
      configuration: {
        containerInsights: { enabled: true },
        // Else it would put its own instrumentation into the services, beside that which they have.
        applicationSignals: { enabled: false },
        manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
        otelContainerInsights: { enabled: false },
        containerLogs: {
          enabled: true,
          fluentBit: {
            config: {
              extraFiles: {
                'application-log.conf': podLogs({
                  namespaces,
                  groupPrefix: names.podLogGroupPrefix(...path),
                  otherGroup: names.clusterPodLogGroupName(...path),
                }),
                'dataplane-log.conf': '# EKS Auto Mode looks after the nodes.\n',
                'host-log.conf': '# EKS Auto Mode looks after the nodes.\n',
              },
            },
          },
        },
      },
      podIdentityAssociations: [{ serviceAccount: OBSERVABILITY.serviceAccount, roleArn: role.roleArn }],
    });
    // What the agents find they need not make, and may not.
    resource.node.addDependency(metrics, others, policy);
  }

  /** Made here: by themselves the agents would make groups that keep everything for ever. */
  private logGroup(id: string, logGroupName: string): logs.LogGroup {
    const { environment } = this.props;
    return new logs.LogGroup(this, id, {
      logGroupName,
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
  }

  private agentRole(groups: readonly logs.LogGroup[]): { role: iam.Role; policy: iam.Policy } {
    const { delivery, environment, clusterArn, namespaces } = this.props;
    // Each service's stack makes its own group.
    const services = namespaces.map((service) =>
      Stack.of(this).formatArn({
        service: 'logs',
        resource: 'log-group',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: `${names.podLogGroupName(delivery.name, environment.name, service)}:*`,
      }),
    );
    const role = new iam.Role(this, 'Role', {
      description: `Sends logs and Container Insights of EKS in ${delivery.name} ${environment.name}`,
      assumedBy: podPrincipal({ clusterArn, ...OBSERVABILITY }),
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(
          ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          [...groups.map((group) => group.logGroupArn), ...services],
        ),
        // Volumes and tags of the node that an agent is on.
        allow(['ec2:DescribeTags', 'ec2:DescribeVolumes'], ['*']),
      ],
    });
    acknowledge(policy, 'IAM5[Resource::*]', 'EC2 lists no volumes and no tags by their ARNs.');
    for (const arn of services) acknowledgeResource(policy, arn, 'The log streams of one group.');
    return { role, policy };
  }
}
