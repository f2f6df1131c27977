import { DELIVERIES } from '../../support/deliveries';
import { Access, type SynthesizedRole } from '../../support/iam';
import { synthesize } from '../../support/synthesized';
import { asList, type Properties } from '../../support/template';
import { BUILDS } from './builds';
import { type Dangerous, dangersFor } from './dangerous';
import { DEPLOYMENT } from './deployment';
import { ENVIRONMENT } from './environment';
import { FUNCTIONS } from './functions';
import { GAME_DAYS } from './game-days';
import { INFRASTRUCTURE } from './infrastructure';
import { KUBERNETES } from './kubernetes';
import { Place, type Spot } from './place';
import { RECORDS } from './records';
import { RUNBOOKS } from './runbooks';
import { stacksOf } from './stacks';
import { type RoleTable, SPARE } from './table';
import { TOOLCHAIN } from './toolchain';

export const TABLES: readonly RoleTable[] = [
  ...BUILDS,
  ...DEPLOYMENT,
  ...ENVIRONMENT,
  ...TOOLCHAIN,
  ...FUNCTIONS,
  ...RECORDS,
  ...RUNBOOKS,
  ...GAME_DAYS,
  ...KUBERNETES,
  ...INFRASTRUCTURE,
];

/** Roles of CDK's own constructs, whose policies it writes. */
const CDKS_OWN =
  /^(Custom\w+CustomResourceProviderRole|ClusterKubectlProviderframeworkonEventServiceRole|VpcFlowLogIAMRole)[0-9A-F]{8}$/;

const accesses = new Map<string, Access>();

export function accessIn(delivery: Spot['delivery']): Access {
  const access = accesses.get(delivery) ?? new Access(synthesize(DELIVERIES[delivery]));
  accesses.set(delivery, access);
  return access;
}

/** A table's role at one of its spots, and the ARNs there. */
export function placeOf(table: RoleTable, spot: Spot): Place {
  const access = accessIn(spot.delivery);
  const stacks = stacksOf(table.stack, DELIVERIES[spot.delivery], spot);
  const found = access.roles.filter(
    (role) => stacks.includes(role.stack.name) && isOf(table, role) && isAt(table, spot, role),
  );
  if (found.length !== 1) throw new Error(`${found.length} roles for '${table.who}' in ${stacks}`);
  return new Place(access, spot, found[0]!);
}

/** The roles of a delivery that no table is about. */
export function uncovered(delivery: Spot['delivery'], roles = accessIn(delivery).roles): string[] {
  return roles
    .filter(({ id }) => !CDKS_OWN.test(id))
    .filter(
      (role) =>
        !TABLES.some(
          (table) => stacksOf(table.stack, DELIVERIES[delivery]).includes(role.stack.name) && isOf(table, role),
        ),
    )
    .map(({ where }) => where);
}

/** The calls of a table that the role is not allowed. */
export async function missing(table: RoleTable, place: Place, role: SynthesizedRole = place.role): Promise<string[]> {
  const found: string[] = [];
  for (const { by, actions, on, context, isElsewhere } of table.calls(place)) {
    for (const action of actions) {
      const call = { action, resource: on, context };
      const { access } = place;
      const isAllowed = isElsewhere ? await access.triesTo(role, call) : await access.allows(role, call);
      if (!isAllowed) found.push(`${by}: ${action} on ${on}`);
    }
  }
  return found;
}

/** The dangerous calls that the role is allowed, by what would be the matter. */
export async function dangers(
  place: Place,
  role: SynthesizedRole = place.role,
): Promise<{ danger: Dangerous; call: string }[]> {
  const found: { danger: Dangerous; call: string }[] = [];
  for (const [danger, calls] of dangersFor(place)) {
    for (const call of calls) {
      if (await place.access.triesTo(role, call)) found.push({ danger, call: `${call.action} on ${call.resource}` });
    }
  }
  return found;
}

/** The actions that the role is allowed and that the table neither states nor spares. */
export function surplus(table: RoleTable, place: Place, role: SynthesizedRole = place.role): string[] {
  const stated = new Set(table.calls(place).flatMap(({ actions }) => actions));
  return role.policies
    .flatMap((policy) => policy['Statement'] as Properties[])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => asList<string>(Action))
    .filter((action) => !stated.has(action) && !(action in SPARE) && !table.spare?.test(action));
}

/** The roles of a pipeline or of the delivery's functions that a table names as those that may take its role on. */
export function callersAt(place: Place, names: readonly string[]): SynthesizedRole[] {
  const stacks = (['pipeline', 'incidents'] as const).flatMap((kind) => stacksOf(kind, place.delivery, place.at));
  return place.access.roles.filter(
    (role) =>
      stacks.includes(role.stack.name) && names.some((name) => new RegExp(`^${name}[0-9A-F]{8}$`).test(role.id)),
  );
}

function isOf({ role }: RoleTable, { id }: SynthesizedRole): boolean {
  return new RegExp(`^${role}[0-9A-F]{8}$`).test(id);
}

/** Where one stack has a role for each environment, the spot's. */
function isAt({ stack }: RoleTable, { environment }: Spot, { id }: SynthesizedRole): boolean {
  const [, own] = /^Environments(\w+)BuildRole/.exec(id) ?? [];
  return (
    stack !== 'infrastructure' || own === undefined || own === 'BakeProgram' || own === environment.replace('-', '')
  );
}
