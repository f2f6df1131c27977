import { evaluator } from '../intrinsics';
import { asList, type Properties, resourcesIn } from '../template';
import { type Check, change, type Find } from './check';

const CLUSTER = 'AWS::EKS::Cluster';
const ADD_ON = 'AWS::EKS::Addon';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const CHART = 'Custom::AWSCDK-EKS-HelmChart';

const clusters: Find = ({ stacks }) =>
  resourcesIn(stacks, CLUSTER).flatMap(({ where, properties }) => {
    const { AccessConfig, EncryptionConfig, Logging, ResourcesVpcConfig, Version } = properties;
    const logged = asList<Properties>(Logging?.ClusterLogging?.EnabledTypes).map(({ Type }) => Type);
    const encrypted = asList<Properties>(EncryptionConfig).flatMap(({ Resources }) => Resources);
    return [
      ...(ResourcesVpcConfig?.EndpointPublicAccess === false ? [] : ['its API is open to the world']),
      ...(ResourcesVpcConfig?.EndpointPrivateAccess === true ? [] : ['its API is closed to its own network']),
      ...(AccessConfig?.AuthenticationMode === 'API' ? [] : ['somebody may be let in by a ConfigMap']),
      ...(AccessConfig?.BootstrapClusterCreatorAdminPermissions === false
        ? []
        : ['whoever makes it may do anything in it']),
      ...(encrypted.includes('secrets') ? [] : ['its secrets are not encrypted with a key of ours']),
      ...(logged.includes('audit') ? [] : ['nobody writes down who did what']),
      ...(/^1\.\d+$/.test(Version) ? [] : ['EKS chooses its version']),
    ].map((finding) => `${where}: ${finding}`);
  });

const versions: Find = ({ stacks }) => [
  ...resourcesIn(stacks, ADD_ON)
    .filter(({ properties }) => !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(properties['AddonVersion']))
    .map(({ where, properties }) => `${where}: EKS chooses the version of ${properties['AddonName']}`),
  ...resourcesIn(stacks, CHART)
    .filter(({ properties }) => !/^\d+\.\d+\.\d+$/.test(properties['Version']))
    .map(({ where, properties }) => `${where}: Helm chooses the version of ${properties['Chart']}`),
];

/** What the pods of services on EKS get into, and nothing else, has the tag by which the cluster may work on it. */
const targetGroups: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  return delivery.environments.flatMap((environment) =>
    delivery.services.flatMap(({ name, platform }) => {
      const own = stacks.filter((stack) => stack.name === `${delivery.name}-${environment.name}-${name}`);
      const wanted = platform === 'eks' ? `${delivery.name}-${environment.name}` : undefined;
      return resourcesIn(own, TARGET_GROUP).flatMap(({ where, stack, properties }) => {
        const tags = asList<Properties>(evaluate(stack, properties['Tags']));
        const tagged = tags.find(({ Key }) => Key === 'eks:eks-cluster-name')?.['Value'];
        return tagged === wanted ? [] : [`${where}: is tagged as that of ${tagged ?? 'no cluster'}`];
      });
    }),
  );
};

export const KUBERNETES_CHECKS: readonly Check[] = [
  {
    title: 'a cluster answers in its own network, to nobody who is not named, and keeps its secrets',
    find: clusters,
    planted: [
      {
        defect: 'an open API',
        plant: change(CLUSTER, ({ ResourcesVpcConfig }) =>
          Object.assign(ResourcesVpcConfig, { EndpointPublicAccess: true }),
        ),
        finding: /its API is open to the world/,
      },
      {
        defect: 'an API that nobody speaks of',
        plant: change(CLUSTER, ({ ResourcesVpcConfig }) => delete ResourcesVpcConfig.EndpointPublicAccess),
        finding: /its API is open to the world/,
      },
      {
        defect: 'a powerful creator',
        plant: change(CLUSTER, ({ AccessConfig }) => delete AccessConfig.BootstrapClusterCreatorAdminPermissions),
        finding: /whoever makes it may do anything/,
      },
      {
        defect: 'open secrets',
        plant: change(CLUSTER, (cluster) => delete cluster['EncryptionConfig']),
        finding: /its secrets are not encrypted/,
      },
      {
        defect: 'no log',
        plant: change(CLUSTER, (cluster) => delete cluster['Logging']),
        finding: /nobody writes down who did what/,
      },
      {
        defect: 'any version',
        plant: change(CLUSTER, (cluster) => delete cluster['Version']),
        finding: /EKS chooses its version/,
      },
    ],
  },
  {
    title: 'what is installed in a cluster has a version',
    find: versions,
    planted: [
      {
        defect: 'an add-on without',
        plant: change(ADD_ON, (own) => delete own['AddonVersion']),
        finding: /EKS chooses the version of amazon-cloudwatch-observability/,
      },
      {
        defect: 'a chart with a range',
        plant: change(CHART, (own) => Object.assign(own, { Version: '2.x' })),
        finding: /Helm chooses the version of argo-rollouts/,
      },
    ],
  },
  {
    title: 'target groups of pods have the tag of their cluster, and others have none',
    find: targetGroups,
    planted: [
      {
        defect: 'no tag',
        plant: change(
          TARGET_GROUP,
          (group) => delete group['Tags'],
          ({ Name }) => Name === 'acme-dev-search-next',
        ),
        finding: /acme-dev-search\/\S+ is tagged as that of no cluster/,
      },
      {
        defect: 'a tag where there are tasks',
        plant: change(
          TARGET_GROUP,
          (group) => Object.assign(group, { Tags: [{ Key: 'eks:eks-cluster-name', Value: 'acme-dev' }] }),
          ({ Name }) => Name === 'acme-dev-web-blue',
        ),
        finding: /acme-dev-web\/\S+ is tagged as that of acme-dev/,
      },
    ],
  },
];
