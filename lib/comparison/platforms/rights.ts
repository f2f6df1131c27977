import { isObject, listOf, rendered } from '../../cloudformation/template';
import type { CostedStack } from '../../cost/stacks';
import { table } from '../page';
import { appliedIn, type Observed, pipelineStack, resourcesIn, serviceStack, sharedStacks } from './observed';
import { COLUMNS, sum } from './resources';
import { type ByVariant, PRODUCTION, VARIANTS } from './variants';

/** Rights that stacks give. */
export interface Rights {
  readonly roles: number;
  /** Of roles' policies, inline or not. */
  readonly statements: number;
  /** Those about every resource, `*`. */
  readonly everything: number;
  /** Those with a `*` within the name of a resource. */
  readonly patterns: number;
  /** AWS's own policies that roles have, whose statements are in no template. */
  readonly managed: number;
  /** Rules of Kubernetes' roles. */
  readonly rules: number;
  /** Who gets into the cluster at all. */
  readonly entries: number;
}

/** What stacks allow; who may take on a role is not counted. */
export function rightsIn(stacks: readonly CostedStack[]): Rights {
  const roles = resourcesIn(stacks, 'AWS::IAM::Role');
  const documents = [
    ...roles.flatMap(({ properties }) => listOf(properties['Policies']).map(documentOf)),
    ...resourcesIn(stacks, 'AWS::IAM::Policy').map(({ properties }) => documentOf(properties)),
    ...resourcesIn(stacks, 'AWS::IAM::ManagedPolicy').map(({ properties }) => documentOf(properties)),
  ];
  const statements = documents.flatMap((document) => listOf(document['Statement'])).filter(isObject);
  const resources = statements.map((statement) => listOf(statement['Resource']).map(rendered));
  const rules = appliedIn(stacks)
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap((role) => listOf(role['rules']));
  return {
    roles: roles.length,
    statements: statements.length,
    everything: resources.filter((names) => names.includes('*')).length,
    patterns: resources.filter((names) => !names.includes('*') && names.some((name) => /[*?]/.test(name))).length,
    managed: sum(roles.map(({ properties }) => listOf(properties['ManagedPolicyArns']).length)),
    rules: rules.length,
    entries: resourcesIn(stacks, 'AWS::EKS::AccessEntry').length,
  };
}

function documentOf(policy: unknown): Readonly<Record<string, unknown>> {
  const document = isObject(policy) ? policy['PolicyDocument'] : undefined;
  return isObject(document) ? document : {};
}

const PLACES: readonly (readonly [string, (observed: Observed) => readonly CostedStack[]])[] = [
  ['all services share', (observed) => sharedStacks(observed, PRODUCTION)],
  ["the service's stack", (observed) => [serviceStack(observed, PRODUCTION)]],
  ['its pipeline', (observed) => [pipelineStack(observed)]],
];

const COUNTS: readonly (readonly [string, keyof Rights])[] = [
  ['roles', 'roles'],
  ['statements', 'statements'],
  ['of them about `*`', 'everything'],
  ['of them with a `*` in a name', 'patterns'],
  ["AWS's own policies", 'managed'],
  ['access entries of the cluster', 'entries'],
  ['rules of Kubernetes', 'rules'],
];

/** What roles may do, in production. Rows in which nobody has anything are left out. */
export function rightsTable(observed: ByVariant<Observed>): string {
  const rows = PLACES.flatMap(([place, stacks]) =>
    COUNTS.map(([what, count]) => [
      `${place}: ${what}`,
      ...VARIANTS.map((variant) => rightsIn(stacks(observed[variant]))[count]),
    ]),
  );
  return table(
    ['in production', ...COLUMNS],
    rows.filter(([, ...numbers]) => numbers.some((number) => number !== 0)),
  );
}
