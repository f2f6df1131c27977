import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedRole } from '../support/iam';
import { asList, type Properties } from '../support/template';
import { dangersFor } from './api-calls/dangerous';
import { accessIn, callersAt, dangers, missing, placeOf, surplus, TABLES, uncovered } from './api-calls/proof';
import { PEOPLE } from './api-calls/table';

const PROJECT = join(__dirname, '../..');

/** Services that do not say for whom they work, or of which nothing states that they do. */
const SILENT = [
  'chatbot.amazonaws.com',
  'ec2.amazonaws.com',
  'ecs.amazonaws.com',
  'eks.amazonaws.com',
  'events.amazonaws.com',
  'lambda.amazonaws.com',
  'pods.eks.amazonaws.com',
];

/** A service that enters none of the roles. */
const STRANGER = 'sagemaker.amazonaws.com';

/** Calls under roles that `cdk bootstrap` makes. */
const UNDER_BOOTSTRAPS_ROLES = [
  'lib/infrastructure/programs/bake.program.ts: DescribeAlarms',
  'lib/infrastructure/programs/deployed-template.ts: GetTemplate',
];

/** Calls of command lines, under the rights of the person who runs them. */
const OF_PEOPLE = [
  'lib/delivery-events/archive.ts: GetObject',
  'lib/delivery-events/archive.ts: ListObjectsV2',
  'lib/delivery-events/store.ts: Scan',
  'lib/incidents/caller.ts: GetCallerIdentity',
  'lib/incidents/store.ts: Query',
];

// All of them before the first test, which else would take as long as they do.
for (const delivery of ['company', 'workshop', 'acme'] as const) accessIn(delivery);

const proven = TABLES.flatMap((table) =>
  table.spots.map((spot) => ({
    table,
    spot,
    name: `${table.who} (${spot.delivery}: ${spot.service}, ${spot.line}, ${spot.environment})`,
  })),
);

describe.each(proven)('$name', ({ table, spot }) => {
  const place = placeOf(table, spot);

  test('is allowed every call that it makes', async () => {
    expect(await missing(table, place)).toEqual([]);
  });

  test('is allowed no action that its table does not know', () => {
    expect(surplus(table, place)).toEqual([]);
  });

  test('is allowed nothing dangerous that its table gives no reason for', async () => {
    const found = await dangers(place);
    expect(found.filter(({ danger }) => !table.although?.[danger])).toEqual([]);
  });

  const { assumedBy } = table;
  if (assumedBy === PEOPLE) {
    test('is taken on by nobody whom the account does not let, and by no role of the delivery', async () => {
      const { access, role } = place;
      expect(role.trust['Statement']).toEqual([
        expect.objectContaining({ Principal: { AWS: `arn:aws:iam::${role.account}:root` } }),
      ]);
      const call = { action: 'sts:AssumeRole', resource: role.arn };
      const entered = await Promise.all(access.roles.map((other) => access.allows(other, call)));
      expect(access.roles.filter((_, index) => entered[index]).map(({ where }) => where)).toEqual([]);
    });
  } else if (typeof assumedBy === 'string') {
    test(`is taken on by ${assumedBy} alone, in its own account's name`, async () => {
      const { access, role } = place;
      const said = table.saying?.(place) ?? {};
      const asked = [
        await access.letsIn(role, assumedBy, role.account, said),
        await access.letsIn(role, assumedBy, '888888888888', said),
        await access.letsIn(role, STRANGER, role.account, said),
      ];
      // ECS's condition holds if the key is there, as it is in these questions.
      const { isTold = assumedBy === 'ecs.amazonaws.com' || !SILENT.includes(assumedBy) } = table;
      expect(asked).toEqual([true, !isTold, false]);
      for (const key of Object.keys(said)) {
        expect(await access.letsIn(role, assumedBy, role.account, { ...said, [key]: `${said[key]}s` })).toBe(false);
      }
    });
  } else {
    test('is taken on by those alone whom its table names', async () => {
      const { access, role } = place;
      const call = { action: 'sts:AssumeRole', resource: role.arn };
      const named = callersAt(place, assumedBy(place));
      const entered: string[] = [];
      for (const other of access.roles) {
        // With a policy that would let it into any role.
        if (await access.allows(named.includes(other) ? other : allPowerful(other), call)) entered.push(other.where);
      }
      expect(named).toHaveLength(assumedBy(place).length);
      expect(entered.sort()).toEqual(named.map(({ where }) => where).sort());
    });
  }
});

test.each(['company', 'workshop', 'acme', 'sandbox'] as const)('every role of %s is in a table', (delivery) => {
  expect(uncovered(delivery)).toEqual([]);
});

test('every exception is one', async () => {
  const needless: string[] = [];
  for (const table of TABLES) {
    const found = await Promise.all(table.spots.map((spot) => dangers(placeOf(table, spot))));
    for (const danger of Object.keys(table.although ?? {})) {
      if (!found.flat().some((one) => one.danger === danger)) needless.push(`${table.who}: ${danger}`);
    }
  }
  expect(needless).toEqual([]);
});

describe('the tables and the code', () => {
  const rows = proven.flatMap(({ table, spot }) => table.calls(placeOf(table, spot)));

  test('every file that a table names is there', () => {
    const files = new Set(rows.map(({ by }) => by).filter((by) => by.includes('/')));
    expect([...files].filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
  });

  test('every command of the SDK in lib is in a table, under its file', () => {
    const stated = new Set(
      rows.flatMap(({ by, actions }) =>
        actions.map((action) => `${by}: ${action.split(':')[1]!.replace('InvokeFunction', 'Invoke')}`),
      ),
    );
    const sent = readdirSync(join(PROJECT, 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [...readFileSync(join(PROJECT, 'lib', file), 'utf8').matchAll(/new (\w+)Command\(|paginate(\w+)\(/g)].map(
          ([, command, paginated]) => `lib/${file}: ${command ?? paginated}`,
        ),
      );
    expect(sent.length).toBeGreaterThan(50);
    expect(new Set(sent.filter((command) => !stated.has(command)))).toEqual(
      new Set([...UNDER_BOOTSTRAPS_ROLES, ...OF_PEOPLE]),
    );
  });
});

describe('a planted defect is found:', () => {
  const table = TABLES.find(({ who }) => who === 'Image')!;
  const place = placeOf(table, table.spots[0]!);

  test('an action that is not allowed any more', async () => {
    const role = changed(place.role, (actions) => actions.filter((action) => action !== 'ecr:UploadLayerPart'));
    expect(await missing(table, place, role)).toEqual([
      `lib/build/programs/docker.ts: ecr:UploadLayerPart on ${place.images()}`,
    ]);
  });

  test('a wildcard as an action', async () => {
    const role = changed(place.role, (actions) => (actions.includes('ecr:PutImage') ? ['ecr:*'] : actions));
    const found = (await dangers(place, role)).map(({ danger }) => danger);
    expect(new Set(found)).toEqual(new Set(['remove images or open their repository', 'sign something']));
    expect(surplus(table, place, role)).toEqual(['ecr:*']);
  });

  test('every dangerous call, of a role that may do everything', async () => {
    const spots = new Map(proven.map((one) => [JSON.stringify(one.spot), one]));
    const places = [...spots.values()].map((one) => placeOf(one.table, one.spot));
    const asked = places.flatMap((one) => dangersFor(one).flatMap(([, calls]) => calls));
    const found = await Promise.all(places.map((one) => dangers(one, allPowerful(one.role))));
    expect(asked.length).toBeGreaterThan(1000);
    expect(found.flat()).toHaveLength(asked.length);
  });

  test('a role that is in no table', () => {
    const { roles } = accessIn('workshop');
    const [stray] = roles.filter(({ id }) => id.startsWith('FreezeFunctionRole'));
    expect(uncovered('workshop', [...roles, { ...stray!, id: 'StrayRole01234567', where: 'stray' }])).toEqual([
      'stray',
    ]);
  });
});

function allPowerful(role: SynthesizedRole): SynthesizedRole {
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  return { ...role, policies: [{ Version: '2012-10-17', Statement }] };
}

/** The role with the actions of each of its statements changed. */
function changed(role: SynthesizedRole, change: (actions: readonly string[]) => readonly string[]): SynthesizedRole {
  const policies = role.policies.map((policy) => ({
    ...policy,
    Statement: policy['Statement'].map((statement: Properties) => ({
      ...statement,
      Action: change(asList<string>(statement['Action'])),
    })),
  }));
  return { ...role, policies };
}
