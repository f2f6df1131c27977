import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { reportOf } from '../../lib/delivery-metrics/model';
import { alarm, at, deployment, opened, resolved, rolledOut } from './events';

const question = { since: new Date(at('01 00:00')), until: new Date(at('29 00:00')), production: ['prod'] };
const ask = (events: readonly DeliveryEvent[], other: Partial<typeof question> = {}) =>
  reportOf(events, { ...question, ...other });

const first = deployment({
  execution: 'e1',
  image: 'v1',
  commits: [['a', '02 09:00']],
  start: '02 09:50',
  end: '02 10:00',
});
const second = deployment({
  execution: 'e2',
  image: 'v2',
  commits: [['b', '10 09:00']],
  start: '10 09:50',
  end: '10 10:00',
});

describe('the window', () => {
  test('takes a deployment at the time of its end: its first moment is part of it, its last is not', () => {
    const since = new Date(at('02 10:00'));
    const until = new Date(at('10 10:00'));
    expect(ask([...first, ...second], { since, until }).delivery.metrics.deployments).toBe(1);
    const later = { since: new Date(since.getTime() + 1), until: new Date(until.getTime() + 1) };
    expect(ask([...first, ...second], later).delivery.metrics.deployments).toBe(1);
    expect(ask([...first, ...second], { since, until: later.until }).delivery.metrics.deployments).toBe(2);
  });

  test('knows nothing of what happened after it', () => {
    const until = new Date(at('03 00:00'));
    const after = opened('i1', '03 00:00', 'e1');
    expect(ask([...first, after], { until })).toEqual(ask(first, { until }));
    expect(ask([...first, after]).delivery.metrics.failed).toBe(1);
  });

  test('takes the commits of before for known', () => {
    const again = deployment({
      execution: 'e2',
      image: 'v2',
      commits: [
        ['b', '10 09:00'],
        ['a', '02 09:00'],
      ],
      start: '10 09:50',
      end: '10 10:00',
    });
    const since = new Date(at('05 00:00'));
    expect(ask([...first, ...again], { since }).delivery.metrics.leadTime.commits).toBe(1);
  });

  test.each([
    ['ends when it starts', question.since],
    ['ends before', new Date(0)],
    ['has no end', new Date(Number.NaN)],
  ])('that %s is refused', (_, until) => {
    expect(() => ask([], { until })).toThrow(
      /^the window must end after its start \(got 2026-01-01T00:00:00\.000Z to /,
    );
  });

  test('is cut into weeks back from its end', () => {
    const { weeks, metrics } = ask([...first, ...second], { until: new Date(at('24 00:00')) }).delivery;
    expect(weeks.map((week) => [week.since.slice(8, 10), week.metrics.deployments])).toEqual([
      ['01', 1],
      ['03', 0],
      ['10', 1],
      ['17', 0],
    ]);
    // The first has two days only.
    expect(weeks[0]!.metrics.deploymentsPerDay).toBe(1 / 2);
    expect(weeks[2]!.metrics.deploymentsPerDay).toBe(1 / 7);
    expect(metrics.deploymentsPerDay).toBe(2 / 23);
  });
});

test('an event without a time is refused', () => {
  expect(() => ask([{ ...first[0]!, at: 'soon' }])).toThrow(
    'the time of the event prepared/orders/prod/e1/e1 must be in ISO 8601 (got "soon")',
  );
});

test('a commit that a redeployment names has its lead time with the change that brings it', () => {
  const commits = [['b', '03 09:00']] as const;
  const again = deployment({ execution: 'e2', image: 'v1', commits, start: '03 09:10', end: '03 09:20' });
  const change = deployment({ execution: 'e3', image: 'v2', commits, start: '03 10:50', end: '03 11:00' });
  const { leadTime } = ask([...first, ...again, ...change]).delivery.metrics;
  // An hour for a, two for b.
  expect(leadTime).toEqual({ commits: 2, median: 5400, p90: 7200 });
});

describe('a commit in two production environments', () => {
  const production = ['prod-eu', 'prod-us'];
  const to = (environment: string, start: string, end: string) =>
    deployment({ execution: environment, environment, image: 'v1', commits: [['a', '02 09:00']], start, end });
  const events = [...to('prod-us', '02 10:50', '02 11:00'), ...to('prod-eu', '02 09:50', '02 10:00')];

  test('counts once for the service, where it was first, though each deployment counts', () => {
    const { services, delivery } = ask(events, { production });
    expect(services[0]!.metrics).toMatchObject({ deployments: 2, leadTime: { commits: 1, median: 3600 } });
    expect(delivery.metrics).toEqual(services[0]!.metrics);
  });

  test('counts once in each of them', () => {
    const { places } = ask(events, { production });
    expect(places.map(({ environment, metrics }) => [environment, metrics.leadTime.median])).toEqual([
      ['prod-eu', 3600],
      ['prod-us', 7200],
    ]);
  });

  test('is known in a window that begins between the two', () => {
    const since = new Date(at('02 10:30'));
    expect(ask(events, { production, since }).delivery.metrics).toMatchObject({
      deployments: 1,
      leadTime: { commits: 0 },
    });
  });
});

describe('what is about several services', () => {
  const events = [
    ...first,
    ...deployment({ service: 'web', execution: 'w1', image: 'w1', start: '03 09:00', end: '03 10:00' }),
  ];

  test('adds their deployments up, and takes its tier from what they have on average', () => {
    // Seven days: one deployment a week of each service, two in all. With an eighth day it is less.
    const { delivery, services, environments } = ask(events, { until: new Date(at('08 00:00')) });
    expect(delivery.metrics.deploymentsPerDay).toBe(2 / 7);
    for (const { tiers } of [delivery, ...services, ...environments]) expect(tiers.deploymentFrequency).toBe('high');
    const longer = ask(events, { until: new Date(at('09 00:00')) });
    for (const { tiers } of [longer.delivery, ...longer.services, ...longer.environments]) {
      expect(tiers.deploymentFrequency).toBe('medium');
    }
  });

  test('is without those that were never in production', () => {
    const inDev = deployment({
      service: 'lab',
      environment: 'dev',
      execution: 'l1',
      image: 'l',
      start: '03 09:00',
      end: '03 10:00',
    });
    const report = ask([...events, ...inDev]);
    expect(report.services.map(({ service }) => service)).toEqual(['orders', 'web']);
    expect(report.delivery).toEqual(ask(events).delivery);
    expect(report.environments.map(({ environment }) => environment)).toEqual(['dev', 'prod']);
  });
});

describe('what is noticed when', () => {
  const recovery = (...events: readonly DeliveryEvent[]) => ask([...first, ...events]).delivery.metrics.recoveryTime;

  test('an incident is noticed by the alarm that was on when it was opened', () => {
    const events = [alarm('alarm', '02 11:00'), opened('i1', '02 11:20', 'e1'), resolved('i1', '02 11:30')];
    expect(recovery(...events).median).toBe(30 * 60);
  });

  test.each([
    ['was over by then', [alarm('alarm', '02 11:00'), alarm('ok', '02 11:10')]],
    ['was raised before the deployment', [alarm('alarm', '02 09:00')]],
  ])('but not by an alarm that %s', (_, alarms) => {
    expect(recovery(...alarms, opened('i1', '02 11:20', 'e1'), resolved('i1', '02 11:30')).median).toBe(10 * 60);
  });

  test('an alarm that is raised while it is on was raised the first time', () => {
    const alarms = [alarm('alarm', '02 11:00'), alarm('alarm', '02 11:05')];
    expect(recovery(...alarms, opened('i1', '02 11:20', 'e1'), resolved('i1', '02 11:30')).median).toBe(30 * 60);
  });

  test('an incident whose resolution was lost is over with the next good deployment', () => {
    expect(recovery(opened('i1', '02 11:00', 'e1'), ...second).median).toBe((8 * 24 - 1) * 3600);
  });

  test('an incident that was opened again is over when it was resolved again', () => {
    const events = [
      opened('i1', '02 11:00', 'e1'),
      resolved('i1', '02 11:10'),
      opened('i1', '02 11:20', 'e1'),
      resolved('i1', '02 11:40'),
    ];
    expect(recovery(...events)).toEqual({ recovered: 1, open: 0, median: 40 * 60 });
    expect(recovery(...events.slice(0, 3))).toEqual({ recovered: 0, open: 1 });
  });

  test('a deployment that a rollback takes away is not well before the rollback succeeded', () => {
    const bad = deployment({ execution: 'e2', image: 'v2', start: '03 09:50', end: '03 10:00' });
    const back = (execution: string, start: string, end: string, outcome: 'failed' | 'succeeded') =>
      deployment({ execution, image: 'v1', start, end, outcome });
    const failed = back('r1', '03 10:30', '03 10:40', 'failed');
    expect(recovery(...bad, ...failed)).toEqual({ recovered: 0, open: 1 });
    const events = [...bad, ...failed, ...back('r2', '03 10:50', '03 11:00', 'succeeded')];
    expect(recovery(...events)).toEqual({ recovered: 1, open: 0, median: 30 * 60 });
  });

  test('traffic that was back before the pipeline heard of the failure takes no negative time', () => {
    const bad = deployment({ execution: 'e2', image: 'v2', start: '03 09:50', end: '03 10:00', outcome: 'failed' });
    expect(recovery(...bad, rolledOut('d-back', '03 09:58', 'succeeded')).median).toBe(0);
  });
});

test('a deployment that begins during an incident is rework, one before and one after is not', () => {
  const during = deployment({ execution: 'e2', image: 'v2', start: '03 09:50', end: '03 10:00' });
  const after = deployment({ execution: 'e3', image: 'v3', start: '03 10:30', end: '03 10:40' });
  const incident = [opened('i1', '03 09:45', null), resolved('i1', '03 10:20')];
  expect(ask([...first, ...during, ...after, ...incident]).delivery.metrics).toMatchObject({
    rework: 1,
    reworkRate: 100 / 3,
  });
});
