import { type CostLine, type CostQuestion, type CostReport, costOf } from '../../lib/cost/cost';
import { PriceList } from '../../lib/cost/prices';
import type { CostedResource, CostedStack } from '../../lib/cost/stacks';

type Resources = Readonly<Record<string, CostedResource>>;

/** A stack of `dev` with a few resources, as CDK writes them. */
export function planted(
  Resources: Resources,
  name = 'shop-dev-web',
  outputs: CostedStack['template']['Outputs'] = {},
): CostedStack {
  return { name, template: { Resources, Outputs: outputs } };
}

/** A stack of `dev` with one resource. */
export function one(Type: string, Properties: CostedResource['Properties'] = {}): CostedStack {
  return planted({ It: { Type, Properties } });
}

/** What stacks cost at us-east-1's prices. */
export function costed(stacks: readonly CostedStack[], question: Partial<CostQuestion> = {}): CostReport {
  const partOf = (stack: string) => stack.split('-')[1]!;
  return costOf(stacks, { prices: new PriceList(), partOf, region: 'us-east-1', ...question });
}

/** The same under load at each service of `dev`. */
export function loaded(stacks: readonly CostedStack[], requestsPerSecond: number, releases = 0): CostReport {
  return costed(stacks, { load: { requestsPerSecond, parts: ['dev'] }, releases });
}

/** The amounts of one price, a month. */
export function paidFor({ lines }: CostReport, price: CostLine['price'], basis?: CostLine['basis']): number {
  return lines
    .filter((line) => line.price === price && (basis === undefined || line.basis === basis))
    .reduce((all, { usd }) => all + usd, 0);
}

/** What one resource costs a month, all together. */
export function usdOf(type: string, properties?: CostedResource['Properties']): number {
  return costed([one(type, properties)]).lines.reduce((all, { usd }) => all + usd, 0);
}

/** A service on ECS with its task definition and its scaling. */
export function ecsService({
  minimum = 1,
  maximum = 4,
  cpu = 256,
  memory = 512,
  address = 'DISABLED',
} = {}): Resources {
  const container = { HealthCheck: { Command: ['CMD', 'true'] } };
  return {
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: {
        ServiceName: 'web',
        TaskDefinition: 'shop-dev-web_placeholder',
        NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: address } },
      },
    },
    Placeholder: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { Family: 'shop-dev-web_placeholder', Cpu: '4096', Memory: '8192', ContainerDefinitions: [{}] },
    },
    Release: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        Family: 'shop-dev-web',
        Cpu: String(cpu),
        Memory: String(memory),
        RuntimePlatform: { CpuArchitecture: 'ARM64' },
        ContainerDefinitions: [container, container],
      },
    },
    Target: {
      Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
      Properties: { MinCapacity: minimum, MaxCapacity: maximum, ResourceId: 'service/shop-dev/web' },
    },
    ByRequests: {
      Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
      Properties: {
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 3000,
          CustomizedMetricSpecification: {
            Metrics: ['blue', 'green'].map(() => ({ MetricStat: { Metric: { MetricName: 'RequestCountPerTarget' } } })),
          },
        },
      },
    },
  };
}

/** What stands for a service on EKS: the release that its stack publishes, with references in it. */
export function eksRelease({ minimum = 1, maximum = 4, cpu = '250m', architecture = 'arm64' } = {}): Resources {
  const values = {
    architecture,
    app: { cpu, memory: '384Mi', variables: {} },
    sidecars: [],
    collector: { cpu: '31m', memory: '128Mi' },
    scaling: { minimum, maximum, cpuPercent: 60 },
  };
  const [before, after] = JSON.stringify({
    platform: 'eks',
    function: 'shop-dev-web-rollout:deploy',
    values,
    group: 'GROUP',
  }).split('GROUP');
  return {
    Release: {
      Type: 'AWS::SSM::Parameter',
      Properties: {
        Tier: 'Intelligent-Tiering',
        Value: { 'Fn::Join': ['', [before, { 'Fn::ImportValue': 'shop-dev-cluster:Output' }, after]] },
      },
    },
  };
}

/** A cluster of EKS Auto Mode. @param categories of instances that its node pool takes */
export function eksCluster(categories?: readonly string[]): Resources {
  const manifests = [
    {
      kind: 'NodePool',
      spec: {
        template: {
          spec: {
            requirements: [{ key: 'eks.amazonaws.com/instance-category', operator: 'In', values: categories }],
          },
        },
      },
    },
    { kind: 'NodeClass', spec: { role: 'ROLE', ephemeralStorage: { size: '40Gi' } } },
  ];
  return {
    Cluster: {
      Type: 'AWS::EKS::Cluster',
      Properties: {
        ComputeConfig: { Enabled: true },
        Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'audit' }, { Type: 'authenticator' }] } },
        ResourcesVpcConfig: { SubnetIds: ['a', 'b'] },
      },
    },
    ...(categories && {
      Pool: { Type: 'Custom::AWSCDK-EKS-KubernetesResource', Properties: { Manifest: JSON.stringify(manifests) } },
    }),
  };
}
