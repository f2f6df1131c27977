import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { KubernetesCluster } from '../kubernetes/kubernetes-cluster';
import * as names from '../shared/names';
import type { KubernetesPlace } from '../tracing/trace-variables';
import { namespaceOf } from '../workload/constants';
import { EksWorkload } from './eks-workload';
import type { Platform, PlatformProps, Workload, WorkloadProps } from './platform';

/** Pods of an Argo Rollout. They change target groups, and the listeners stay as they are. */
export class EksPlatform implements Platform {
  readonly identity = '-eks';
  readonly logGroupName: string;
  readonly tracedIn: KubernetesPlace;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly targets: Platform['targets'];
  private readonly kubernetes: KubernetesCluster;

  constructor(private readonly props: PlatformProps) {
    const { delivery, environment, service, kubernetes } = props;
    const path = [delivery.name, environment.name, service.name] as const;
    if (!kubernetes) throw new Error(`${service.name} is on EKS, and ${environment.name} has no EKS cluster`);
    this.kubernetes = kubernetes;
    this.logGroupName = names.podLogGroupName(...path);
    this.tracedIn = { clusterName: kubernetes.clusterName, namespace: namespaceOf(service.name) };
    // Nodes are shared, and with Auto Mode all pods have the group of their node.
    this.securityGroup = kubernetes.securityGroup;
    this.targets = {
      targetGroupNames: {
        blue: names.podTargetGroupName(...path, 'live'),
        green: names.podTargetGroupName(...path, 'next'),
      },
      testSide: 'green',
    };
  }

  workloadIn(scope: Construct, props: WorkloadProps): Workload {
    return new EksWorkload(scope, { ...this.props, ...props, kubernetes: this.kubernetes });
  }
}
