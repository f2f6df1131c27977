import { SUSPECT_HOURS } from '../../lib/delivery-events/constants';
import { deploymentsOf } from '../../lib/delivery-events/deployments';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { suspectOf } from '../../lib/delivery-events/suspect';
import { at, deployment, without } from '../delivery-metrics/events';

const first = deployment({ execution: 'e1', image: 'v1', start: '02 10:00', end: '02 10:30' });
const second = deployment({ execution: 'e2', image: 'v2', start: '02 12:00', end: '02 12:30' });

const suspect = (time: string, ...events: readonly DeliveryEvent[]) =>
  suspectOf(deploymentsOf(events), time)?.execution;

test('the deployment that runs', () => {
  expect(suspect(at('02 12:10'), ...first, ...second)).toBe('e2');
});

test('the one that runs, though it deploys what ran already', () => {
  const again = deployment({ execution: 'e2', image: 'v1', start: '02 12:00' });
  expect(suspect(at('05 12:00'), ...first, ...again)).toBe('e2');
});

test('what a rollback that runs takes back, not the rollback', () => {
  const back = deployment({ execution: 'e3', image: 'v1', start: '02 13:00' });
  expect(suspect(at('02 13:05'), ...first, ...second, ...back)).toBe('e2');
});

test('what failed before the pipeline went back by itself, not the way back', () => {
  const failed = deployment({ execution: 'e2', image: 'v2', start: '02 12:00', end: '02 12:30', outcome: 'failed' });
  const back = deployment({ execution: 'e3', image: 'v1', start: '02 12:33' });
  expect(suspect(at('02 12:35'), ...first, ...failed, ...back)).toBe('e2');
});

test('what failed long before a new configuration is not what that takes back', () => {
  const failed = deployment({ execution: 'e2', image: 'v2', start: '02 12:00', end: '02 12:30', outcome: 'failed' });
  const again = deployment({ execution: 'e3', image: 'v1', start: '05 12:00' });
  expect(suspect(at('05 12:05'), ...first, ...failed, ...again)).toBe('e3');
});

test('before it began, the one before it', () => {
  expect(suspect(at('02 11:59'), ...first, ...second)).toBe('e1');
});

test('else the last that has ended, also in failure', () => {
  const failed = deployment({ execution: 'e2', image: 'v2', start: '02 12:00', end: '02 12:30', outcome: 'failed' });
  expect(suspect(at('02 13:00'), ...first, ...failed)).toBe('e2');
});

test('but none that changed nothing', () => {
  const again = deployment({ execution: 'e2', image: 'v1', start: '02 12:00', end: '02 12:30' });
  expect(suspect(at('02 13:00'), ...first, ...again)).toBe('e1');
});

test('nobody knows about one whose end was lost', () => {
  const lost = without(second, 'deployment-ended', 'release-recorded');
  const third = deployment({ execution: 'e3', image: 'v3', start: '03 12:00', end: '03 12:30' });
  expect(suspect(at('02 13:00'), ...first, ...lost, ...third)).toBe('e1');
});

test('for as long as it says, and no longer', () => {
  const last = at('02 10:30', SUSPECT_HOURS * 60);
  expect(suspect(last, ...first)).toBe('e1');
  expect(suspect(new Date(Date.parse(last) + 1).toISOString(), ...first)).toBeUndefined();
});

test('nobody where nothing was deployed', () => {
  expect(suspect(at('02 10:00'))).toBeUndefined();
});

test('the same in any order', () => {
  const together = deployment({ execution: 'e0', image: 'v0', start: '02 12:00', end: '02 12:30' });
  const deployments = deploymentsOf([...first, ...second, ...together]);
  for (const time of [at('02 12:10'), at('02 13:00')]) {
    expect(suspectOf(deployments.toReversed(), time)).toBe(suspectOf(deployments, time));
  }
});
