import * as fc from 'fast-check';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import type { Metrics } from '../../lib/delivery-metrics/metrics';
import { reportOf } from '../../lib/delivery-metrics/model';
import type { Report } from '../../lib/delivery-metrics/report';
import { runs } from '../support/runs';

const START = Date.parse('2026-01-01T00:00:00Z');
const question = {
  since: new Date(START),
  until: new Date(START + 60 * 86_400_000),
  production: ['prod-eu', 'prod-us'],
};

const SERVICES = ['orders', 'web'];
const ENVIRONMENTS = ['dev', 'prod-eu', 'prod-us'];
const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);
/** On a coarse grid, so that times meet; some before the window and some after it. */
const minutes = fc.integer({ min: -500, max: 9_000 }).map((steps) => steps * 10);
const time = (minute: number) => new Date(START + minute * 60_000).toISOString();
const execution = fc.integer({ min: 1, max: 6 }).map((number) => `e${number}`);
const attempt = pick(['1', '2']);
const outcome = pick(['succeeded', 'failed', 'stopped'] as const);
const name = (prefix: string, max: number) => fc.integer({ min: 1, max }).map((number) => `${prefix}${number}`);
const place = fc.record({ service: pick(SERVICES), environment: pick(ENVIRONMENTS), minute: minutes });

const details = fc.oneof(
  fc.record({ kind: fc.constant('branch-pushed'), branch: pick(['develop', 'hotfix/1']), commit: name('c', 9) }),
  fc.record({
    kind: fc.constant('release-prepared'),
    execution,
    digest: name('d', 3),
    commit: name('c', 9),
    commits: fc.array(fc.record({ hash: name('c', 9), at: minutes.map(time) }), { maxLength: 3 }),
    strategy: fc.constant('all at once'),
    bakeMinutes: pick([0, 15, 600]),
  }),
  fc.record({ kind: fc.constant('deployment-started'), execution, attempt }),
  fc.record({ kind: fc.constant('deployment-ended'), execution, attempt, outcome }),
  fc.record({
    kind: fc.constant('rollout-ended'),
    controller: pick(['codedeploy', 'ecs']),
    rollout: name('r', 4),
    outcome,
  }),
  fc.record({ kind: fc.constant('release-recorded'), execution, digest: name('d', 3), commit: name('c', 9) }),
  fc.record({ kind: fc.constant('alarm-changed'), alarm: name('a', 2), state: pick(['alarm', 'ok']) }),
  fc.record({ kind: fc.constant('incident-opened'), incident: name('i', 3), suspect: fc.option(execution) }),
  fc.record({ kind: fc.constant('incident-resolved'), incident: name('i', 3) }),
);

/** Events of any kind about any of a few things: mostly histories that nobody would believe, but they are events. */
const event = fc.tuple(place, details).map(([{ service, environment, minute }, detail]) => {
  const where = detail.kind === 'branch-pushed' ? { service } : { service, environment };
  const told = { ...detail, ...where, at: time(minute) };
  return { ...told, id: JSON.stringify(told) } as DeliveryEvent;
});
const anyEvents = fc.array(event, { maxLength: 60 });

/** One deployment after another, told completely: what a pipeline does. */
const step = fc.record({
  environment: pick(ENVIRONMENTS),
  digest: name('d', 4),
  commits: fc.array(fc.record({ hash: name('c', 30), at: minutes.map(time) }), { maxLength: 3 }),
  outcome,
  takes: fc.integer({ min: 0, max: 100 }),
});
const history = (service: string) =>
  fc.array(step, { maxLength: 15 }).map((steps) => steps.flatMap((one, index) => told(service, one, index)));

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function told(
  service: string,
  { environment, digest, commits, outcome: ending, takes }: Step,
  index: number,
): DeliveryEvent[] {
  const base = { service, environment, execution: `e${index}` };
  const id = (kind: string) => `${kind}/${service}/${index}`;
  const start = index * 1000;
  const prepared = { digest, commit: `head-${index}`, commits, strategy: 'all at once', bakeMinutes: 15 };
  const end = { kind: 'deployment-ended' as const, attempt: '1', outcome: ending };
  return [
    { ...base, ...prepared, kind: 'release-prepared', id: id('prepared'), at: time(start - 1) },
    { ...base, kind: 'deployment-started', id: id('started'), at: time(start), attempt: '1' },
    { ...base, ...end, id: id('ended'), at: time(start + takes) },
  ];
}

const RUNS = { numRuns: runs(40) };
const answer = (events: readonly DeliveryEvent[]) => reportOf(events, question);

/** Every {@link Metrics} in a report. */
function allMetrics({ delivery, services, environments, places }: Report) {
  return [delivery, ...services, ...environments, ...places].flatMap((one) => [
    one.metrics,
    ...one.weeks.map(({ metrics }) => metrics),
  ]);
}

test('any order and any duplication give the same answer', () => {
  const shuffled = anyEvents.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc
        .subarray(events)
        .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length })),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([events, other]) => {
      expect(answer(other)).toEqual(answer(events));
    }),
    RUNS,
  );
});

test('no time and no rate is out of bounds, and no more failed than were deployed', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      expect(allMetrics(answer(events)).filter((metrics) => !isSound(metrics))).toEqual([]);
    }),
    RUNS,
  );
});

function isSound({ leadTime, recoveryTime, changeFailRate, reworkRate, failed, deployments }: Metrics): boolean {
  const times = [leadTime.median, leadTime.p90, recoveryTime.median].map((seconds) => seconds ?? 0);
  const rates = [changeFailRate, reworkRate].map((percent) => percent ?? 0);
  return (
    times.every((seconds) => seconds >= 0 && Number.isFinite(seconds)) &&
    rates.every((percent) => percent >= 0 && percent <= 100) &&
    failed === recoveryTime.recovered + recoveryTime.open &&
    failed <= deployments
  );
}

test('the weeks add up to the window', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { metrics, weeks } = answer(events).delivery;
      const sum = (of: (one: typeof metrics) => number) => weeks.reduce((all, week) => all + of(week.metrics), 0);
      expect(sum((one) => one.deployments)).toBe(metrics.deployments);
      expect(sum((one) => one.leadTime.commits)).toBe(metrics.leadTime.commits);
      expect(sum((one) => one.incidents)).toBe(metrics.incidents);
    }),
    RUNS,
  );
});

test('what happens to one service in one environment changes nothing elsewhere', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const { places, services } = answer(events);
      for (const { service, environment, ...summary } of places) {
        // Which commits are hotfixes, branches say; they have no environment.
        const own = events.filter(
          (one) => one.service === service && (!('environment' in one) || one.environment === environment),
        );
        expect(answer(own).places).toEqual([{ service, environment, ...summary }]);
      }
      for (const summary of services) {
        const own = events.filter(({ service }) => service === summary.service);
        expect(answer(own).services).toEqual([summary]);
      }
    }),
    RUNS,
  );
});

test('a deployment in progress changes no number', () => {
  fc.assert(
    fc.property(history('orders'), (events) => {
      const [prepared, started] = told(
        'orders',
        {
          environment: 'prod-eu',
          digest: 'other',
          commits: [{ hash: 'new', at: time(0) }],
          outcome: 'failed',
          takes: 0,
        },
        40,
      );
      // At least one deployment there, so that the place is known.
      const before = [
        ...events,
        ...told('orders', { environment: 'prod-eu', digest: 'd1', commits: [], outcome: 'succeeded', takes: 1 }, 30),
      ];
      expect(answer([...before, prepared!, started!])).toEqual(answer(before));
    }),
    RUNS,
  );
});

test('a redeployment of the digest that runs adds itself and nothing else, whatever commits it names', () => {
  fc.assert(
    fc.property(history('orders'), step, (events, { commits }) => {
      const live: Step = { environment: 'prod-eu', digest: 'live', commits: [], outcome: 'succeeded', takes: 1 };
      const before = [...events, ...told('orders', live, 30)];
      const after = [...before, ...told('orders', { ...live, commits }, 31)];
      const expected = answer(before).delivery.metrics;
      expect(answer(after).delivery.metrics).toEqual({ ...expected, redeployments: expected.redeployments + 1 });
    }),
    RUNS,
  );
});

test('each commit has one lead time in production at the most', () => {
  fc.assert(
    fc.property(history('orders'), (events) => {
      const hashes = events.flatMap((one) =>
        one.kind === 'release-prepared' ? one.commits.map(({ hash }) => hash) : [],
      );
      expect(answer(events).delivery.metrics.leadTime.commits).toBeLessThanOrEqual(new Set(hashes).size);
    }),
    RUNS,
  );
});

test('services add up to the delivery', () => {
  fc.assert(
    fc.property(history('orders'), history('web'), (some, others) => {
      const [one, other, both] = [some, others, [...some, ...others]].map((events) => answer(events).delivery.metrics);
      for (const count of ['deployments', 'succeeded', 'failed', 'rework', 'rollbacks', 'redeployments'] as const) {
        expect(both![count]).toBe(one![count] + other![count]);
      }
      expect(both!.leadTime.commits).toBe(one!.leadTime.commits + other!.leadTime.commits);
    }),
    RUNS,
  );
});
