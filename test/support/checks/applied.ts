import { type Evaluate, evaluator, isNear } from '../intrinsics';
import { type Located, type Properties, resourcesIn, type SynthesizedStack } from '../template';
import { add, type Check, change, type Find } from './check';

const CLUSTER = 'AWS::EKS::Cluster';
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
const CHART = 'Custom::AWSCDK-EKS-HelmChart';

/** What may be applied to a cluster by CloudFormation: how the API calls it, and whether it is in a namespace. */
const KINDS: Readonly<Record<string, boolean>> = {
  'eks.amazonaws.com/v1 NodeClass': false,
  'karpenter.sh/v1 NodePool': false,
  'rbac.authorization.k8s.io/v1 ClusterRole': false,
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': false,
  'rbac.authorization.k8s.io/v1 Role': true,
  'rbac.authorization.k8s.io/v1 RoleBinding': true,
  'v1 ConfigMap': true,
  'v1 Namespace': false,
};
/** Namespaces and roles that a cluster has by itself ("Namespaces" and "Using RBAC Authorization" in Kubernetes' own words). */
const OF_EVERY_CLUSTER = { namespaces: ['kube-system'], clusterRoles: ['view'] };

/** A manifest, or several, that CloudFormation applies. */
export interface Applied extends Located {
  readonly cluster: string;
  readonly objects: readonly Properties[];
}

/** Everything that is applied, by the resource that does it. Throws where it is no JSON. */
export function appliedIn(stacks: readonly SynthesizedStack[], evaluate: Evaluate): Applied[] {
  return resourcesIn(stacks, MANIFEST).map((found) => {
    const text = evaluate(found.stack, found.properties['Manifest']);
    const cluster = evaluate(found.stack, found.properties['ClusterName']);
    return { ...found, cluster, objects: JSON.parse(text) };
  });
}

/** What charts bring along of ours, by the resource that installs them. */
export function broughtIn(stacks: readonly SynthesizedStack[], evaluate: Evaluate): Applied[] {
  return resourcesIn(stacks, CHART).map((found) => {
    const { extraObjects = [] } = JSON.parse(evaluate(found.stack, found.properties['Values']));
    return { ...found, cluster: evaluate(found.stack, found.properties['ClusterName']), objects: extraObjects };
  });
}

/** Whether there is such a cluster where a stack is. */
export function hasCluster(
  stacks: readonly SynthesizedStack[],
  evaluate: Evaluate,
  own: SynthesizedStack,
  name: string,
) {
  return resourcesIn(stacks, CLUSTER).some(
    ({ stack, properties }) => isNear(stack, own) && evaluate(stack, properties['Name']) === name,
  );
}

const applied: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const brought = broughtIn(stacks, evaluate);
  let all: Applied[];
  try {
    all = appliedIn(stacks, evaluate);
  } catch (error) {
    return [`a manifest is no JSON: ${(error as Error).message}`];
  }
  return all.flatMap(({ where, stack, cluster, objects }) => {
    const beside = [
      ...all.filter((other) => other.stack === stack),
      ...brought.filter((other) => other.cluster === cluster && isNear(other.stack, stack)),
    ].flatMap((other) => other.objects);
    const names = (kind: string) => beside.filter((one) => one['kind'] === kind).map(({ metadata }) => metadata.name);
    const namespaces = [...OF_EVERY_CLUSTER.namespaces, ...names('Namespace')];
    return [
      ...(hasCluster(stacks, evaluate, stack, cluster) ? [] : [`no cluster ${cluster}`]),
      ...objects.flatMap(({ apiVersion, kind, metadata, roleRef }) => {
        const isInside = KINDS[`${apiVersion} ${kind}`];
        if (isInside === undefined) return [`${apiVersion} ${kind} is not known`];
        const roles =
          roleRef?.kind === 'Role' ? names('Role') : [...OF_EVERY_CLUSTER.clusterRoles, ...names('ClusterRole')];
        return [
          ...(!isInside || namespaces.includes(metadata.namespace) ? [] : [`no namespace ${metadata.namespace}`]),
          ...(roleRef === undefined || roles.includes(roleRef.name) ? [] : [`no ${roleRef.kind} ${roleRef.name}`]),
        ].map((finding) => `${kind} ${metadata.name}: ${finding}`);
      }),
    ].map((finding) => `${where}: ${finding}`);
  });
};

/** Plants something else in the text of a manifest. */
export const spoilManifest = (part: string, from: string, to: string) =>
  change(
    MANIFEST,
    (own) => {
      own['Manifest'] = JSON.parse(JSON.stringify(own['Manifest']).replace(from, to));
    },
    ({ Manifest }) => JSON.stringify(Manifest).includes(part),
  );

export const APPLIED_CHECKS: readonly Check[] = [
  {
    title: 'what is applied to a cluster is JSON of known kinds, in a namespace and with roles that are there',
    find: applied,
    planted: [
      {
        defect: 'no JSON',
        plant: change(MANIFEST, (own) => Object.assign(own, { Manifest: '[{' })),
        finding: /a manifest is no JSON/,
      },
      {
        defect: 'an old API',
        plant: spoilManifest('RoleBinding', 'rbac.authorization.k8s.io/v1', 'rbac.authorization.k8s.io/v1beta1'),
        finding: /rbac\.authorization\.k8s\.io\/v1beta1 \S+ is not known/,
      },
      {
        defect: 'another namespace',
        plant: spoilManifest('slipway:search', '\\"namespace\\":\\"search', '\\"namespace\\":\\"serch'),
        finding: /Role deployer: no namespace serch/,
      },
      {
        defect: 'a role of nobody',
        plant: spoilManifest(
          'slipway:search',
          '\\"kind\\":\\"Role\\",\\"name\\":\\"deployer',
          '\\"kind\\":\\"Role\\",\\"name\\":\\"installer',
        ),
        finding: /RoleBinding deployer: no Role installer/,
      },
      {
        defect: 'a role that no chart brings any more',
        plant: change(CHART, (own) => {
          own['Values'] = JSON.parse(
            JSON.stringify(own['Values']).replaceAll('argo-rollouts-work', 'argo-rollouts-job'),
          );
        }),
        finding: /RoleBinding argo-rollouts: no ClusterRole argo-rollouts-work/,
      },
      {
        defect: 'another cluster',
        plant: change(MANIFEST, (own) => Object.assign(own, { ClusterName: 'acme-stage' })),
        finding: /no cluster acme-stage/,
      },
      {
        defect: 'a manifest beside the others',
        plant: add(MANIFEST, { ClusterName: 'acme-dev', Manifest: '[{"apiVersion":"v1","kind":"Secret"}]' }),
        finding: /Planted: v1 Secret is not known/,
      },
    ],
  },
];
