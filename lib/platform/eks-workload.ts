import { Stack, Tags } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { COLORS } from '../compute/endpoint';
import type { EksRelease } from '../deployment/release-manifest';
import type { KubernetesCluster } from '../kubernetes/kubernetes-cluster';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { DEPLOYMENT_EXTRA_MINUTES, shiftMinutes } from '../shared/traffic-shift';
import { hookSeconds } from '../validation/constants';
import { chartValues } from '../workload/chart-values';
import { namespaceOf, validationAccount } from '../workload/constants';
import { PodRole, type PodRoleProps } from '../workload/pod-role';
import { RolloutFunction } from '../workload/rollout-function';
import { ServicePodRole } from '../workload/service-pod-role';
import type { Judges, PlatformDeployment, PlatformProps, Workload, WorkloadProps } from './platform';

export interface EksWorkloadProps extends PlatformProps, WorkloadProps {
  readonly kubernetes: KubernetesCluster;
}

/** By this tag AWS's policies for EKS Auto Mode know what the cluster may put pods into. */
const CLUSTER_TAG = 'eks:eks-cluster-name';

/**
 * What a service on EKS has outside its releases: roles for its pods, and a namespace that a function of its own installs
 * releases in. Nothing runs before the first of them.
 */
export class EksWorkload implements Workload {
  readonly role: Role;
  private readonly pods: ServicePodRole;

  constructor(
    private readonly scope: Construct,
    private readonly props: EksWorkloadProps,
  ) {
    const { environment, service, settings, endpoint, kubernetes } = props;
    for (const color of COLORS) Tags.of(endpoint.targetGroups[color]).add(CLUSTER_TAG, kubernetes.clusterName);
    this.pods = new ServicePodRole(scope, 'Pods', {
      ...this.podsUnder(service.name, `What the code of ${this.where} may do`),
      settings,
      transactionSearch: environment.transactionSearch !== undefined,
    });
    this.role = this.pods.role;
  }

  deploymentWith({ hookFunctionArn }: Judges): PlatformDeployment {
    const { delivery, environment, service, vpc, endpoint, access, logGroup, kubernetes } = this.props;
    const validation = new PodRole(
      this.scope,
      'ValidationJob',
      this.podsUnder(validationAccount(service.name), `Asks whether a new version of ${this.where} is good`),
    );
    validation.role.addToPolicy(allow(['lambda:InvokeFunction'], [hookFunctionArn]));
    const rollout = new RolloutFunction(this.scope, 'Rollout', {
      delivery,
      environment,
      service,
      vpc,
      cluster: kubernetes,
    });
    // The namespace and its pods go first of all: while they run, they write their log and hold their places as targets.
    rollout.node.addDependency(this.pods, validation, endpoint, logGroup, access);
    return {
      rights: {
        statements: [allow(['lambda:InvokeFunction'], [rollout.arnFor('deploy')])],
        wildcards: [],
        deployerOn: names.shiftRoleName,
        readsArtifacts: false,
      },
      manifest: this.manifest(rollout.nameFor('deploy')),
      after: [this.pods, validation, endpoint, rollout],
    };
  }

  private manifest(functionName: string): EksRelease {
    const { delivery, environment, service, settings, endpoint, access, loadBalancers } = this.props;
    const { blue, green } = endpoint.targetGroups;
    return {
      platform: 'eks',
      function: functionName,
      minutes: shiftMinutes(settings.strategy) + settings.bakeMinutes + DEPLOYMENT_EXTRA_MINUTES,
      values: chartValues({
        delivery,
        environment,
        service,
        settings,
        region: Stack.of(this.scope).region,
        platformVariables: this.props.variables,
        targetGroups: { live: blue.targetGroupArn, next: green.targetGroupArn },
        loadBalancerFullName: access.loadBalancerFullName,
        liveTargetGroupFullName: blue.targetGroupFullName,
        loadBalancerCidrs: loadBalancers[service.exposure]!.cidrs,
        calledCidrs: loadBalancers.internal?.cidrs ?? [],
        hookFunctionName: names.hookFunctionName(delivery.name, environment.name, service.name),
        hookSeconds: hookSeconds(settings.validation.timeoutSeconds),
      }),
    };
  }

  private podsUnder(serviceAccount: string, description: string): PodRoleProps {
    const { service, kubernetes } = this.props;
    return { clusterName: kubernetes.clusterName, namespace: namespaceOf(service.name), serviceAccount, description };
  }

  private get where(): string {
    const { delivery, environment, service } = this.props;
    return `${service.name} in ${delivery.name} ${environment.name}`;
  }
}
