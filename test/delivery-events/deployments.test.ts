import { deploymentsOf } from '../../lib/delivery-events/deployments';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { at, commit, deployment, digest, pushed, rolledOut, without } from '../delivery-metrics/events';

const first = deployment({
  execution: 'e1',
  image: 'v1',
  commits: [['a', '02 09:00']],
  start: '02 10:00',
  end: '02 10:40',
  bake: 15,
});
const to = (execution: string, image: string, day: string, commits?: readonly (readonly [string, string])[]) =>
  deployment({ execution, image, commits, start: `${day} 10:00`, end: `${day} 10:30` });
const kinds = (...events: readonly DeliveryEvent[]) =>
  deploymentsOf(events).map(({ execution, kind, undoes }) => [execution, kind, ...(undoes ? [undoes] : [])]);

test('one record ties together what happened', () => {
  expect(deploymentsOf(first)).toEqual([
    {
      service: 'orders',
      environment: 'prod',
      execution: 'e1',
      attempts: [{ attempt: 'e1', startedAt: at('02 10:00'), endedAt: at('02 10:40'), outcome: 'succeeded' }],
      digest: digest('v1'),
      commit: commit('a'),
      author: 'Ada',
      subject: 'Change v1',
      strategy: 'canary 10 % for 15 min',
      commits: [{ hash: commit('a'), at: at('02 09:00') }],
      startedAt: at('02 10:00'),
      trafficAt: at('02 10:25'),
      endedAt: at('02 10:40'),
      outcome: 'succeeded',
      kind: 'new',
      hotfix: false,
    },
  ]);
});

test('oldest start first, whatever the order of the events', () => {
  const events = [...to('e3', 'v3', '04'), ...first, ...to('e2', 'v2', '03')];
  expect(deploymentsOf(events).map(({ execution }) => execution)).toEqual(['e1', 'e2', 'e3']);
  expect(deploymentsOf([...events, ...events].reverse())).toEqual(deploymentsOf(events));
});

describe('by the digests that the environment ran', () => {
  test('the same again is a redeployment', () => {
    expect(kinds(...first, ...to('e2', 'v1', '03'))[1]).toEqual(['e2', 'redeployment']);
  });

  test('one from before is a rollback of what ran', () => {
    expect(kinds(...first, ...to('e2', 'v2', '03'), ...to('e3', 'v1', '04'))[2]).toEqual(['e3', 'rollback', 'e2']);
  });

  test('one from before with a new commit is a new change that takes the other away', () => {
    const revert = to('e3', 'v1', '04', [['revert', '04 09:00']]);
    expect(kinds(...first, ...to('e2', 'v2', '03'), ...revert)[2]).toEqual(['e3', 'new', 'e2']);
  });

  test('a second rollback goes back from what the first brought back', () => {
    const history = [...first, ...to('e2', 'v2', '03'), ...to('e3', 'v3', '04')];
    expect(kinds(...history, ...to('r1', 'v2', '05'), ...to('r2', 'v1', '06')).slice(3)).toEqual([
      ['r1', 'rollback', 'e3'],
      ['r2', 'rollback', 'e2'],
    ]);
  });

  test('what was rolled back is new when it comes again', () => {
    const history = [...first, ...to('e2', 'v2', '03'), ...to('r1', 'v1', '04')];
    expect(kinds(...history, ...to('e3', 'v2', '05'))[3]).toEqual(['e3', 'new']);
  });

  test('one that failed has not run', () => {
    const failed = deployment({ execution: 'e2', image: 'v2', start: '03 10:00', end: '03 10:30', outcome: 'failed' });
    expect(kinds(...first, ...failed, ...to('e3', 'v1', '04'), ...to('e4', 'v2', '05')).slice(2)).toEqual([
      ['e3', 'redeployment'],
      ['e4', 'new'],
    ]);
  });

  test('other environments and services count for themselves', () => {
    const elsewhere = deployment({
      environment: 'test',
      execution: 'e2',
      image: 'v1',
      start: '03 10:00',
      end: '03 10:30',
    });
    const other = deployment({ service: 'web', execution: 'e3', image: 'v1', start: '04 10:00', end: '04 10:30' });
    expect(kinds(...first, ...elsewhere, ...other).map(([, kind]) => kind)).toEqual(['new', 'new', 'new']);
  });
});

describe('a retried stage', () => {
  const attempt = (name: string, start: string, end: string | undefined, outcome: 'failed' | 'succeeded') =>
    deployment({ execution: 'e1', attempt: name, image: 'v1', start, end, outcome });
  const failed = attempt('1', '02 10:00', '02 10:10', 'failed');

  test('is one deployment, which succeeded when the last attempt did', () => {
    const [one, ...others] = deploymentsOf([...attempt('2', '02 10:20', '02 10:30', 'succeeded'), ...failed]);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ startedAt: at('02 10:00'), endedAt: at('02 10:30'), outcome: 'succeeded' });
    expect(one!.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'succeeded']);
  });

  test('runs as long as the last attempt does', () => {
    const [one] = deploymentsOf([...failed, ...attempt('2', '02 10:20', undefined, 'succeeded')]);
    expect(one).toMatchObject({ outcome: 'running', endedAt: undefined });
  });

  test('had its traffic with the first attempt that succeeded, and stays succeeded', () => {
    const again = attempt('2', '02 10:20', '02 10:30', 'failed');
    const [one] = deploymentsOf([...attempt('1', '02 10:00', '02 10:10', 'succeeded'), ...again]);
    expect(one).toMatchObject({ outcome: 'succeeded', trafficAt: at('02 10:10'), endedAt: at('02 10:30') });
  });

  test('failed before, if the end of that attempt was lost', () => {
    const lost = without(failed, 'deployment-ended');
    const [one] = deploymentsOf([...lost, ...attempt('2', '02 10:20', '02 10:30', 'succeeded')]);
    expect(one!.attempts[0]).toMatchObject({ outcome: 'failed', endedAt: at('02 10:20') });
  });
});

describe('a rollout of the controller', () => {
  const failed = deployment({ execution: 'e1', image: 'v1', start: '02 10:00', end: '02 10:10', outcome: 'failed' });

  test('that succeeds after a failure is the way back', () => {
    const [one] = deploymentsOf([
      ...failed,
      rolledOut('d-1', '02 10:08', 'failed'),
      rolledOut('d-2', '02 10:09', 'succeeded'),
    ]);
    expect(one!.attempts[0]).toMatchObject({ outcome: 'failed', wayBackAt: at('02 10:09') });
  });

  test('that the next deployment made is not', () => {
    const next = to('e2', 'v2', '03');
    const [one] = deploymentsOf([...failed, ...next, rolledOut('d-2', '03 10:20', 'succeeded')]);
    expect(one!.attempts[0]!.wayBackAt).toBeUndefined();
  });

  test('that the pipeline names is not taken for another', () => {
    const named = first.map((event) => (event.kind === 'deployment-ended' ? { ...event, rollout: 'd-1' } : event));
    // Its clock is behind: it says that it ended after the next has begun, whose own end was lost.
    const running = without(to('e2', 'v2', '03'), 'deployment-ended', 'release-recorded');
    const [, next] = deploymentsOf([...named, ...running, rolledOut('d-1', '03 10:01', 'succeeded')]);
    expect(next!.outcome).toBe('running');
  });
});

test('an end never comes before its start, whatever the clocks say', () => {
  const [one] = deploymentsOf(deployment({ execution: 'e1', image: 'v1', start: '02 10:00', end: '02 09:59' }));
  expect(one).toMatchObject({ startedAt: at('02 10:00'), trafficAt: at('02 10:00'), endedAt: at('02 10:00') });
});

test('what was prepared last counts, whichever event comes first', () => {
  const again = { ...first[0]!, id: 'again', at: at('02 09:59'), digest: digest('v2') } as DeliveryEvent;
  for (const events of [
    [...first, again],
    [again, ...first],
  ]) {
    expect(deploymentsOf(events)[0]!.digest).toBe(digest('v2'));
  }
});

test('a commit that was pushed to a hotfix branch makes a hotfix, one on another branch does not', () => {
  const isHotfix = (...events: readonly DeliveryEvent[]) => deploymentsOf([...first, ...events])[0]!.hotfix;
  expect(isHotfix(pushed('hotfix/1.0.1', 'a', '02 09:01'))).toBe(true);
  expect(isHotfix(pushed('release/1.0', 'a', '02 09:01'))).toBe(false);
  expect(isHotfix(pushed('hotfix/1.0.1', 'other', '02 09:01'))).toBe(false);
  expect(isHotfix(pushed('hotfix/1.0.1', 'a', '02 09:01', 'web'))).toBe(false);
});

test('a release that was prepared and never deployed is no deployment', () => {
  expect(deploymentsOf(without(first, 'deployment-started', 'deployment-ended', 'release-recorded'))).toEqual([]);
});

test('without a time nothing can be said', () => {
  const broken = { ...first[0]!, commits: [{ hash: 'a', at: 'yesterday' }] } as DeliveryEvent;
  expect(() => deploymentsOf([broken])).toThrow('must be in ISO 8601 (got "yesterday")');
});
