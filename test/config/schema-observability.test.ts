import type { DeliveryInput, SyntheticsInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { problemsAfter, wrong } from './problems';

type Delivery = Writable<DeliveryInput>;
type Case = [title: string, change: (service: Delivery['services'][number], delivery: Delivery) => void, line: string];

const OBJECTIVE = 'allowed a number from 94 to 99.99 percent';
const UUID = "allowed an id such as '01234567-89ab-cdef-0123-456789abcdef'";
const TEAMS = {
  teamId: '01234567-89ab-cdef-0123-456789abcdef',
  tenantId: '01234567-89AB-CDEF-0123-456789ABCDEF',
  channelId: '19:0123abcd@thread.tacv2',
};
const SLACK = { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' };
const RUNBOOK = "allowed an address such as 'https://example.com/shop/runbook', without ? and #";

/** States it for a service that everyone may call. */
function fromOutside(delivery: Delivery, synthetics: SyntheticsInput): void {
  delivery.environments[0]!.domain = { name: 'example.com', hostedZoneId: 'Z1' };
  Object.assign(delivery.services[0]!, { exposure: 'public', synthetics });
}

/** How a value is shown, by its JSON. */
const GOT: Record<string, string> = { true: 'true', '"off"': "'off'", null: 'null', '[]': 'an empty list' };

const cases: Case[] = [
  ...[93.9, 99.995, 100].map(
    (availability): Case => [
      `an availability of ${availability}`,
      (s) => (s.objectives = { availability }),
      `services[0].objectives.availability: is out of range (got ${availability}, ${OBJECTIVE})`,
    ],
  ),
  [
    'a latency without milliseconds',
    (s) => (s.objectives = { latency: wrong({ percent: 99 }) }),
    'services[0].objectives.latency.milliseconds: is out of range (got nothing, allowed a whole number from 1 to 60000 ms)',
  ],
  [
    'a latency for too few requests',
    (s) => (s.objectives = { latency: { milliseconds: 300, percent: 90 } }),
    `services[0].objectives.latency.percent: is out of range (got 90, ${OBJECTIVE})`,
  ],
  [
    'a share of the traces over all',
    (s) => (s.tracing = { percent: 101 }),
    'services[0].tracing.percent: is out of range (got 101, allowed a number from 0 to 100 percent)',
  ],
  [
    'a collector without memory',
    (s) => (s.tracing = { collectorMemory: 63 }),
    'services[0].tracing.collectorMemory: is out of range (got 63, allowed a whole number from 64 to 2048 MiB)',
  ],
  ...[true, 'off', null, []].map(
    (tracing): Case => [
      `${JSON.stringify(tracing)} for tracing`,
      (s) => (s.tracing = wrong(tracing)),
      `services[0].tracing: must be an object, or false (got ${GOT[JSON.stringify(tracing)]})`,
    ],
  ),
  [
    'nothing at all for what has kinds',
    (s) => (s.strategy = wrong(null)),
    'services[0].strategy: must be an object (got null)',
  ],
  [
    'true for requests from outside',
    (s) => (s.synthetics = wrong(true)),
    'services[0].synthetics: must be an object, or false (got true)',
  ],
  [
    'an unknown setting of what may be off',
    (s) => (s.tracing = wrong({ sampling: 5 })),
    "services[0].tracing.sampling: is no setting that exists here (got 'sampling', allowed percent, collectorMemory)",
  ],
  [
    'an address for the path of a request from outside',
    (_, d) => fromOutside(d, { path: 'https://example.com/' }),
    "services[0].synthetics.path: is not the path of a request (got 'https://example.com/', " +
      "allowed a path with a leading slash, such as '/orders?limit=1')",
  ],
  [
    'requests from outside that are too rare',
    (_, d) => fromOutside(d, { minutes: 61 }),
    'services[0].synthetics.minutes: is out of range (got 61, allowed a whole number from 1 to 60 minutes)',
  ],
  [
    'a search over more than all',
    (_, d) => (d.environments[0]!.tracing = { transactionSearch: 101 }),
    'environments[0].tracing.transactionSearch: is out of range (got 101, allowed a number from 0 to 100 percent)',
  ],
  [
    'signals that are not yes or no',
    (_, d) => (d.environments[0]!.tracing = { applicationSignals: wrong('on') }),
    "environments[0].tracing.applicationSignals: must be true or false (got 'on', allowed true, false)",
  ],
  [
    'the environment without tracing, which is a word for services',
    (_, d) => (d.environments[0]!.tracing = wrong(false)),
    'environments[0].tracing: must be an object (got false)',
  ],
  [
    'faults that are not yes or no',
    (_, d) => (d.environments[0]!.faultInjection = wrong('on')),
    "environments[0].faultInjection: must be true or false (got 'on', allowed true, false)",
  ],
  [
    'the name of a channel for its id',
    (_, d) => (d.notifications = { slack: { ...SLACK, channelId: '#alerts' } }),
    "notifications.slack.channelId: is not the id of a channel (got '#alerts', allowed an id such as 'C0123ABCD')",
  ],
  [
    'the name of a workspace for its id',
    (_, d) => (d.notifications = { slack: { ...SLACK, workspaceId: 'example' } }),
    "notifications.slack.workspaceId: is not the id of a workspace (got 'example', allowed an id such as 'T0123ABCD')",
  ],
  [
    'the name of a team for its id',
    (_, d) => (d.notifications = { teams: { ...TEAMS, teamId: 'shop' } }),
    `notifications.teams.teamId: is not the id of a team (got 'shop', ${UUID})`,
  ],
  [
    'a domain for the id of a tenant',
    (_, d) => (d.notifications = { teams: { ...TEAMS, tenantId: 'example.com' } }),
    `notifications.teams.tenantId: is not the id of a tenant (got 'example.com', ${UUID})`,
  ],
  [
    'the name of a channel of Teams for its id',
    (_, d) => (d.notifications = { teams: { ...TEAMS, channelId: 'alerts' } }),
    "notifications.teams.channelId: is not the id of a channel (got 'alerts', allowed an id such as '19:0123abcd@thread.tacv2')",
  ],
  ...[
    'http://example.com/runbook',
    'docs/runbook.md',
    'https://example.com/runbook?page=1',
    'https://example.com/runbook#top',
    'https://team:word@example.com/runbook',
    'https://example.com/run book',
  ].map(
    (runbook): Case => [
      `the runbook ${runbook}`,
      (_, d) => (d.runbook = runbook),
      `runbook: is not the address of a runbook (got '${runbook}', ${RUNBOOK})`,
    ],
  ),
];

describe('a single wrong value', () => {
  test.each(cases)('%s', (_title, change, line) => {
    expect(problemsAfter((delivery) => change(delivery.services[0]!, delivery))).toEqual([line]);
  });

  test('several of what may be off are reported each', () => {
    const tracing = wrong<false>({ percent: -1, collectorMemory: 63, sampling: 5 });
    expect(problemsAfter((delivery) => (delivery.services[0]!.tracing = tracing))).toHaveLength(3);
  });
});

describe('what is allowed', () => {
  test.each([94, 99.95, 99.99])('the objective %p', (percent) => {
    const objectives = { availability: percent, latency: { milliseconds: 1, percent } };
    expect(problemsAfter((delivery) => (delivery.services[0]!.objectives = objectives))).toEqual([]);
  });

  test.each([{ percent: 0 }, { percent: 0.5 }, { percent: 100, collectorMemory: 64 }])('the tracing %p', (tracing) => {
    expect(problemsAfter((delivery) => (delivery.services[0]!.tracing = tracing))).toEqual([]);
  });

  test.each([{}, { slack: SLACK }, { teams: TEAMS }, { email: [], slack: SLACK, teams: TEAMS }])(
    'the notifications %p',
    (notifications) => {
      expect(problemsAfter((delivery) => (delivery.notifications = notifications))).toEqual([]);
    },
  );

  test.each(['https://example.com', 'https://wiki.example.com:8443/a/b%20c/~d_e.html', 'https://wiki/x@y'])(
    'the runbook %s',
    (runbook) => {
      expect(problemsAfter((delivery) => (delivery.runbook = runbook))).toEqual([]);
    },
  );
});
