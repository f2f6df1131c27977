import { Duration, Stack } from 'aws-cdk-lib';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { podPrincipal } from '../shared/pod-principal';
import { argoRolloutsValues } from './argo-rollouts-values';
import { ARGO_ROLLOUTS_NAME } from './constants';
import { ARGO_ROLLOUTS } from './versions';

export interface ArgoRolloutsProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly cluster: eks.Cluster;
  readonly clusterArn: string;
}

/** Less than what CDK's function has, so that it hears why pods do not come up. */
const PATIENCE = Duration.minutes(10);

/** The controller that replaces the pods of one version by those of another, watches it and takes it back. */
export class ArgoRollouts extends Construct {
  constructor(scope: Construct, id: string, props: ArgoRolloutsProps) {
    super(scope, id);
    const { delivery, environment, cluster, clusterArn } = props;
    const role = new iam.Role(this, 'Role', {
      description: `Argo Rollouts of ${delivery.name} ${environment.name}`,
      assumedBy: podPrincipal({ clusterArn, namespace: ARGO_ROLLOUTS_NAME, serviceAccount: ARGO_ROLLOUTS_NAME }),
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        // For analyses.
        allow(['cloudwatch:GetMetricData'], ['*']),
      ],
    });
    acknowledge(policy, 'IAM5[Resource::*]', 'Metrics cannot be asked for by ARN.');
    const identity = new eks.CfnPodIdentityAssociation(this, 'Identity', {
      clusterName: cluster.clusterName,
      namespace: ARGO_ROLLOUTS_NAME,
      serviceAccount: ARGO_ROLLOUTS_NAME,
      roleArn: role.roleArn,
    });
    const chart = new eks.HelmChart(this, 'Chart', {
      cluster,
      ...ARGO_ROLLOUTS,
      release: ARGO_ROLLOUTS_NAME,
      namespace: ARGO_ROLLOUTS_NAME,
      createNamespace: true,
      wait: true,
      timeout: PATIENCE,
      values: argoRolloutsValues({ region: Stack.of(this).region, production: environment.production }),
    });
    // A pod gets its credentials when it starts.
    chart.node.addDependency(identity, policy);
  }
}
