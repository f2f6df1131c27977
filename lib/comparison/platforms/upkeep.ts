import { PLACEHOLDER } from '../../compute/constants';
import { AGENT_IMAGE } from '../../compute/fault-agent-script';
import { PriceList } from '../../cost/prices';
import { ADD_ON_VERSIONS, ARGO_ROLLOUTS, KUBECTL_PACKAGE, KUBERNETES_VERSION } from '../../kubernetes/versions';
import { COLLECTOR_IMAGE } from '../../tracing/constants';
import { VALIDATION_IMAGE } from '../../workload/constants';
import { table } from '../page';
import { appliedIn, type KubernetesObject, type Observed, sharedStacks } from './observed';
import { PRODUCTION, REGION } from './variants';

/** Something with a version, and who has to do with it. */
type Part = readonly [what: string, version: string, where: 'both' | 'ECS' | 'EKS', work: string];

/**
 * What has a version and runs, or is needed to deploy, beside the service itself; toolchain and application are the same.
 *
 * @param observed the variant on EKS
 * @param objects what its chart makes
 * @param read a file's text by its path from the project
 */
export function upkeepTable(
  observed: Observed,
  objects: readonly KubernetesObject[],
  read: (path: string) => string,
): string {
  const nodes = appliedIn(sharedStacks(observed, PRODUCTION)).find(({ kind }) => kind === 'NodePool')!;
  const days = Number.parseInt(nodes['spec'].template.spec.expireAfter, 10) / 24;
  const layer = JSON.parse(read('package.json')).dependencies[KUBECTL_PACKAGE];
  const chart = /^version: (.+)$/m.exec(read('lib/workload/chart/Chart.yaml'))![1]!;
  const [supported, extended] = (['eks.cluster', 'eks.extended'] as const).map(
    (name) => new PriceList().price(name, REGION).usd,
  );
  const times = Math.round((supported! + extended!) / supported!);
  const parts: readonly Part[] = [
    ['Fargate', 'the newest, with each task', 'ECS', 'nobody: AWS replaces tasks that it must'],
    ['first answer, until there is a release', tagOf(PLACEHOLDER.image), 'ECS', 'hardly any: users meet it once'],
    ['agent of game days, where asked', tagOf(AGENT_IMAGE), 'ECS', 'as of any image: for security'],
    ['collector of traces', tagOf(COLLECTOR_IMAGE), 'both', 'as of any image: for security'],
    [
      'Kubernetes',
      KUBERNETES_VERSION.version,
      'EKS',
      `**each year**: after 14 months a cluster costs ${times} times as much, after 26 AWS upgrades it`,
    ],
    ['nodes', `renewed after ${days} days`, 'EKS', 'nobody; services must stand being moved'],
    ...Object.entries(ADD_ON_VERSIONS).map(
      ([name, version]): Part => [`add-on \`${name}\``, version, 'EKS', 'with Kubernetes, and for security'],
    ),
    ['Argo Rollouts, by its chart', ARGO_ROLLOUTS.version, 'EKS', 'with Kubernetes, and for security'],
    ['kubectl and Helm', layer, 'EKS', 'with Kubernetes'],
    ['image of the validation job', tagOf(VALIDATION_IMAGE), 'EKS', 'as of any image: for security'],
    ["the services' chart", chart, 'EKS', 'with the APIs that it uses'],
  ];
  return `${table(['part', 'version', 'on', 'work'], parts)}\n\n${apis(objects)}`;
}

/** Which may go with a version of Kubernetes or of Argo Rollouts. */
function apis(objects: readonly KubernetesObject[]): string {
  const names = [...new Set(objects.map(({ apiVersion }) => apiVersion))].sort();
  return `The chart is written for these APIs: ${names.map((name) => `\`${name}\``).join(', ')}.`;
}

function tagOf(image: string): string {
  return `\`${image.slice(image.lastIndexOf('/') + 1)}\``;
}
