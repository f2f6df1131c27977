import { type Evaluate, evaluator } from '../intrinsics';
import { asList, type Located, type Properties, resourcesIn, type SynthesizedStack } from '../template';
import { appliedIn, hasCluster, spoilManifest } from './applied';
import { type Check, type CheckedApp, change, type Find } from './check';

const ENTRY = 'AWS::EKS::AccessEntry';
const ADD_ON = 'AWS::EKS::Addon';
const IDENTITY = 'AWS::EKS::PodIdentityAssociation';
const CHART = 'Custom::AWSCDK-EKS-HelmChart';
const ROLE = 'AWS::IAM::Role';

/** The namespace that CloudWatch's add-on makes for itself, as EKS's guide says of its version. */
const ADD_ON_NAMESPACES: Readonly<Record<string, string>> = {
  'amazon-cloudwatch-observability': 'amazon-cloudwatch',
};

/** The roles of an app by their ARNs, with whom their trust policies let in. */
function rolesIn({ stacks }: CheckedApp, evaluate: Evaluate): Map<string, Located> {
  return new Map(
    resourcesIn(stacks, ROLE).map((role) => [evaluate(role.stack, { 'Fn::GetAtt': [role.id, 'Arn'] }), role]),
  );
}

/** EKS takes one entry for a role, and an entry for a role that is not there. */
const entries: Find = (app) => {
  const { stacks } = app;
  const evaluate = evaluator(stacks);
  const roles = rolesIn(app, evaluate);
  const bound = new Set(
    appliedIn(stacks, evaluate).flatMap(({ cluster, objects }) =>
      objects.flatMap(({ subjects }) => asList<Properties>(subjects).map(({ name }) => `${cluster} ${name}`)),
    ),
  );
  const seen = new Set<string>();
  return resourcesIn(stacks, ENTRY).flatMap(({ where, stack, properties }) => {
    const entry = evaluate(stack, properties);
    const cluster: string = entry.ClusterName;
    const key = `${stack.account} ${stack.region} ${cluster} ${entry.PrincipalArn}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    const groups = asList<string>(entry.KubernetesGroups);
    const can = [...groups, ...asList(entry.AccessPolicies)].length > 0;
    return [
      ...(roles.has(entry.PrincipalArn) ? [] : [`no role ${entry.PrincipalArn}`]),
      ...(hasCluster(stacks, evaluate, stack, cluster) ? [] : [`no cluster ${cluster}`]),
      ...(isFirst ? [] : ['the second one of its role']),
      ...(can ? [] : ['lets in and allows nothing']),
      ...groups.filter((group) => !bound.has(`${cluster} ${group}`)).map((group) => `nothing is bound to ${group}`),
    ].map((finding) => `${where}: ${finding}`);
  });
};

interface Association {
  readonly where: string;
  readonly stack: SynthesizedStack;
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly role: string;
}

function associationsIn(stacks: readonly SynthesizedStack[], evaluate: Evaluate): Association[] {
  return [
    ...resourcesIn(stacks, IDENTITY).map(({ where, stack, properties }) => {
      const { ClusterName: cluster, Namespace: namespace, ServiceAccount, RoleArn } = evaluate(stack, properties);
      return { where, stack, cluster, namespace, serviceAccount: ServiceAccount, role: RoleArn };
    }),
    ...resourcesIn(stacks, ADD_ON).flatMap(({ where, stack, properties }) => {
      const { AddonName, ClusterName: cluster, PodIdentityAssociations } = evaluate(stack, properties);
      const namespace = ADD_ON_NAMESPACES[AddonName] ?? '';
      return asList<Properties>(PodIdentityAssociations).map(({ ServiceAccount, RoleArn }) => {
        return { where, stack, cluster, namespace, serviceAccount: ServiceAccount, role: RoleArn };
      });
    }),
  ];
}

/** A role lets in the very pods that it is handed to, in a namespace that something makes. */
const identities: Find = (app) => {
  const { stacks } = app;
  const evaluate = evaluator(stacks);
  const roles = rolesIn(app, evaluate);
  const namespaces = new Set([
    ...appliedIn(stacks, evaluate).flatMap(({ cluster, objects }) =>
      objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => `${cluster} ${metadata.name}`),
    ),
    ...resourcesIn(stacks, CHART).map(({ stack, properties }) => {
      const { ClusterName, CreateNamespace, Namespace } = evaluate(stack, properties);
      return `${ClusterName} ${CreateNamespace === true ? Namespace : ''}`;
    }),
    ...resourcesIn(stacks, ADD_ON).map(({ stack, properties }) => {
      const { AddonName, ClusterName } = evaluate(stack, properties);
      return `${ClusterName} ${ADD_ON_NAMESPACES[AddonName]}`;
    }),
  ]);
  const associations = associationsIn(stacks, evaluate);
  const handedOn = new Set(associations.map(({ role }) => role));
  return [
    ...associations.flatMap(({ where, stack, cluster, namespace, serviceAccount, role }) => {
      const found = roles.get(role);
      const region = evaluate(stack, { Ref: 'AWS::Region' });
      const account = evaluate(stack, { Ref: 'AWS::AccountId' });
      const wanted = {
        'aws:RequestTag/eks-cluster-arn': `arn:aws:eks:${region}:${account}:cluster/${cluster}`,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      };
      const trusts = found && evaluate(found.stack, found.properties['AssumeRolePolicyDocument']).Statement;
      const isRight = asList<Properties>(trusts).every(
        ({ Condition }) => JSON.stringify(Condition) === JSON.stringify({ StringEquals: wanted }),
      );
      return [
        ...(found ? [] : [`no role ${role}`]),
        ...(hasCluster(stacks, evaluate, stack, cluster) ? [] : [`no cluster ${cluster}`]),
        ...(isRight ? [] : [`its role lets in others than ${namespace}/${serviceAccount} of ${cluster}`]),
        ...(namespaces.has(`${cluster} ${namespace}`) ? [] : [`nothing makes the namespace ${namespace}`]),
      ].map((finding) => `${where}: ${finding}`);
    }),
    ...[...roles]
      .filter(([arn, { properties }]) => isForPods(properties) && !handedOn.has(arn))
      .map(([, { where }]) => `${where}: a role for pods that none gets`),
  ];
};

function isForPods({ AssumeRolePolicyDocument: { Statement } }: Properties): boolean {
  return JSON.stringify(Statement).includes('"pods.eks.amazonaws.com"');
}

export const CLUSTER_ACCESS_CHECKS: readonly Check[] = [
  {
    title: 'whoever is let into a cluster is a role that is there, once, with rights that are there',
    find: entries,
    planted: [
      {
        defect: 'a role of nobody',
        plant: change(ENTRY, (entry) => Object.assign(entry, { PrincipalArn: 'arn:aws:iam::222222222222:role/gone' })),
        finding: /no role \S+role\/gone/,
      },
      {
        defect: 'another cluster',
        plant: change(ENTRY, (entry) => Object.assign(entry, { ClusterName: 'acme-stage' })),
        finding: /no cluster acme-stage/,
      },
      {
        defect: 'the cluster of another account',
        plant: change(
          ENTRY,
          (entry) => Object.assign(entry, { ClusterName: 'acme-test' }),
          ({ ClusterName }) => ClusterName === 'acme-dev',
        ),
        finding: /acme-dev-search\/\S+ no cluster acme-test/,
      },
      {
        defect: 'a role twice',
        plant: (stacks) => {
          const [one, other] = resourcesIn(stacks, ENTRY);
          other!.properties['PrincipalArn'] = one!.properties['PrincipalArn'];
        },
        finding: /the second one of its role/,
      },
      {
        defect: 'a misspelt group',
        plant: change(
          ENTRY,
          (entry) => Object.assign(entry, { KubernetesGroups: ['slipway:serch'] }),
          ({ ClusterName }) => ClusterName === 'acme-dev',
        ),
        finding: /nothing is bound to slipway:serch/,
      },
      {
        defect: 'no rights',
        plant: change(ENTRY, (entry) => delete entry['AccessPolicies']),
        finding: /lets in and allows nothing/,
      },
    ],
  },
  {
    title: 'a role for pods lets in those that it is handed to, and no others',
    find: identities,
    planted: [
      {
        defect: 'another service account',
        plant: change(IDENTITY, (own) => Object.assign(own, { ServiceAccount: 'default' })),
        finding: /its role lets in others than \S+\/default/,
      },
      {
        defect: 'any pod of the cluster',
        plant: change(
          ROLE,
          (role) => delete role['AssumeRolePolicyDocument'].Statement[0].Condition,
          ({ Description }) => Description === 'What the code of search in acme dev may do',
        ),
        finding: /its role lets in others than search\/search of acme-dev/,
      },
      {
        defect: 'a namespace of nobody',
        plant: spoilManifest('"kind\\":\\"Namespace', '\\"name\\":\\"search', '\\"name\\":\\"serch'),
        finding: /nothing makes the namespace search/,
      },
      {
        defect: 'a role that no pod gets',
        plant: change(
          IDENTITY,
          (own) => Object.assign(own, { RoleArn: 'arn:aws:iam::222222222222:role/other' }),
          ({ ServiceAccount }) => ServiceAccount === 'search-validation',
        ),
        finding: /ValidationJobRole\w+: a role for pods that none gets/,
      },
    ],
  },
];
