import { Duration, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import { Architecture, CfnAlias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Delivery, Environment, Service } from '../config/delivery';
import type { KubernetesCluster } from '../kubernetes/kubernetes-cluster';
import { SubnetGroup } from '../network/constants';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { KubectlLayer } from '../shared/kubectl-layer';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { AUDIENCES, type Audience, askedFor } from './audiences';
import { chartFiles } from './chart-files';
import { CHART_DIRECTORY, HELM_PROGRAM, ROLLOUT_SECONDS, ROLLOUT_VARIABLES } from './constants';
import { ServiceNamespace } from './service-namespace';

export interface RolloutFunctionProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
  readonly vpc: ec2.IVpc;
  readonly cluster: KubernetesCluster;
}

/** Helm renders and compares in it; a whole processor would need 1769 MiB. */
const MEMORY = 1024;

/**
 * Installs the service's releases and looks at their rollouts, for pipelines in the tools account and for runbooks: the
 * cluster's API answers in the environment's network alone. It may work in the service's namespace and nowhere else; of AWS
 * it reads what the service's stack has published, which is all that it installs. Each audience has an alias of its own, and by
 * no other name does the function do anything.
 */
export class RolloutFunction extends Construct {
  private readonly functionName: string;
  private readonly functionArn: string;

  constructor(scope: Construct, id: string, props: RolloutFunctionProps) {
    super(scope, id);
    const { delivery, environment, service, vpc, cluster } = props;
    const releaseParameter = names.parameterName(delivery.name, environment.name, service.name);
    this.functionName = names.rolloutFunctionName(delivery.name, environment.name, service.name);
    const { function: installer } = new BundledFunction(this, 'Function', {
      entry: 'workload/rollout.lambda.ts',
      functionName: this.functionName,
      description: `Installs releases of ${service.name} in ${environment.name}`,
      // By name: the parameter is written after all of this.
      statements: [allow(['ssm:GetParameter'], [parameterArn(Stack.of(this), releaseParameter)])],
      variables: {
        [ROLLOUT_VARIABLES.endpoint]: cluster.endpoint,
        [ROLLOUT_VARIABLES.certificateAuthority]: cluster.certificateAuthority,
        [ROLLOUT_VARIABLES.cluster]: cluster.clusterName,
        [ROLLOUT_VARIABLES.service]: service.name,
        [ROLLOUT_VARIABLES.repository]: imageRepositoryUri(Stack.of(this), delivery, service),
        [ROLLOUT_VARIABLES.releaseParameter]: releaseParameter,
        [ROLLOUT_VARIABLES.helm]: HELM_PROGRAM,
        [ROLLOUT_VARIABLES.chart]: CHART_DIRECTORY,
      },
      files: chartFiles('chart'),
      // Of its own: a newer layer is a new version, and CloudFormation changes no value that another stack imports.
      layers: [new KubectlLayer(this, 'Kubectl')],
      // The layer's programs are made for no other.
      architecture: Architecture.X86_64,
      timeout: Duration.seconds(ROLLOUT_SECONDS),
      memory: MEMORY,
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
      network: {
        vpc,
        subnets: { subnetGroupName: SubnetGroup.TASKS },
        securityGroup: cluster.deployerSecurityGroup,
      },
    });
    this.functionArn = installer.functionArn;
    for (const name of Object.keys(AUDIENCES)) {
      // Of whatever code is newest: an alias here says who asks, and not for which version.
      new CfnAlias(this, `For-${name}`, { functionName: installer.functionName, functionVersion: '$LATEST', name });
    }

    const deployers = `slipway:${service.name}`;
    // Without an access policy, all of which are for whole namespaces at least: the group has what the Role says.
    const entry = new eks.CfnAccessEntry(this, 'AccessEntry', {
      clusterName: cluster.clusterName,
      principalArn: installer.role!.roleArn,
      kubernetesGroups: [deployers],
      type: 'STANDARD',
    });
    const namespace = new ServiceNamespace(this, 'Namespace', {
      cluster: cluster.cluster,
      serviceName: service.name,
      deployers,
    });
    entry.node.addDependency(namespace);
  }

  /** What an audience calls it by. */
  nameFor(audience: Audience): string {
    return askedFor(this.functionName, audience);
  }

  /** What an audience may call. */
  arnFor(audience: Audience): string {
    return askedFor(this.functionArn, audience);
  }
}

function imageRepositoryUri(stack: Stack, delivery: Delivery, service: Service): string {
  const { account = stack.account, region = stack.region } = delivery.tools;
  return `${account}.dkr.ecr.${region}.${stack.urlSuffix}/${names.repositoryName(delivery.name, service.name)}`;
}

/** @param name begins with a slash */
function parameterArn(stack: Stack, name: string): string {
  return stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) });
}
