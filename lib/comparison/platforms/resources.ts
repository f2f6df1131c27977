import type { CostedStack } from '../../cost/stacks';
import { byHand } from '../by-hand';
import { table } from '../page';
import { yamlLines } from '../yaml';
import {
  appliedIn,
  type KubernetesObject,
  type Observed,
  pipelineStack,
  resourcesIn,
  serviceStack,
  sharedStacks,
} from './observed';
import { type ByVariant, PRODUCTION, VARIANT_TITLES, VARIANTS } from './variants';

/** What there is of a variant in production, and what its chart makes there. */
export interface Rendered {
  readonly observed: ByVariant<Observed>;
  /** The objects of a release on EKS. */
  readonly objects: readonly KubernetesObject[];
}

/** The headings of a table with a column for each variant. */
export const COLUMNS: readonly string[] = VARIANTS.map((variant) => `${VARIANT_TITLES[variant]}:`);

/** How many resources and objects a variant has, and how long that is. */
export function resourcesTable({ observed, objects }: Rendered): string {
  const row = (what: string, number: (one: Observed) => number) => [
    what,
    ...VARIANTS.map((variant) => number(observed[variant])),
  ];
  const shared = (one: Observed) => sharedStacks(one, PRODUCTION);
  const own = (one: Observed) => [serviceStack(one, PRODUCTION)];
  const onEks = (number: number) => (one: Observed) => (one.variant === 'rollouts' ? number : 0);
  return table(
    ['in production', ...COLUMNS],
    [
      row('stacks that all services share', (one) => shared(one).length),
      row('their resources', (one) => resourcesIn(shared(one)).length),
      row('of those, put into the cluster', (one) => appliedIn(shared(one)).length),
      row("resources of the service's stack", (one) => resourcesIn(own(one)).length),
      row('of those, put into the cluster', (one) => appliedIn(own(one)).length),
      row('resources of its pipeline, for both environments', (one) => resourcesIn([pipelineStack(one)]).length),
      row('objects that a release installs by its chart', onEks(objects.length)),
      row('lines of all these templates', (one) => linesOf([...shared(one), ...own(one), pipelineStack(one)])),
      row('lines of what the chart renders', onEks(yamlOf(objects))),
    ],
  );
}

/** The types of which one variant has more than another in production, with the most of them first. */
export function kindsTable({ observed }: Rendered): string {
  const counts = VARIANTS.map((variant) => {
    const one = observed[variant];
    return countsOf(
      resourcesIn([...sharedStacks(one, PRODUCTION), serviceStack(one, PRODUCTION)]).map(({ Type }) => Type),
    );
  });
  const types = [...new Set(counts.flatMap((one) => [...one.keys()]))];
  const rows = types
    .map((type) => ({ type, numbers: counts.map((one) => one.get(type) ?? 0) }))
    .filter(({ numbers }) => new Set(numbers).size > 1)
    .sort((one, other) => sum(other.numbers) - sum(one.numbers) || one.type.localeCompare(other.type));
  return table(
    ['type', ...COLUMNS],
    rows.map(({ type, numbers }) => [`\`${type.replace('AWS::', '')}\``, ...numbers]),
  );
}

/** How many of each kind: "2 Service". */
export function objectsSentence(objects: readonly KubernetesObject[]): string {
  const kinds = [...countsOf(objects.map(({ kind }) => kind))].sort(
    ([one, few], [other, many]) => many - few || one.localeCompare(other),
  );
  return `A release installs ${kinds.map(([kind, count]) => `${count} \`${kind}\``).join(', ')}.`;
}

function linesOf(stacks: readonly CostedStack[]): number {
  const lines = stacks.map(({ template }) => yamlLines(byHand({ ...template })).length);
  // Exact numbers would be others with every change of a line.
  return Math.round(sum(lines) / 100) * 100;
}

function yamlOf(objects: readonly KubernetesObject[]): number {
  return Math.round(sum(objects.map((object) => yamlLines(object).length)) / 10) * 10;
}

export function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
