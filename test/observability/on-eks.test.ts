import type { DeliveryInput } from '../../lib/config/input';
import { simulate } from '../support/cloudwatch/simulation';
import type { Writable } from '../support/configs';
import type { Properties } from '../support/template';
import { shop } from '../support/templates';
import { Place } from './place';
import { type Minute, recordingOf } from './traffic';

/** The alarms of a service on EKS, by what they make of recorded traffic; blue is the side that users are sent to. */
const place = new Place(
  shop(({ services: [web] }: Writable<DeliveryInput>) => {
    Object.assign(web!, { objectives: { availability: 99.9 } });
  }, 'eks'),
);
const { metric, composite } = place.synthesizedAlarms;
const named = (name: string): Properties => [...metric, ...composite].find(({ AlarmName }) => AlarmName === name)!;

const FIRST_RELEASE = 'shop-dev-web-first-release';
const PAGE = 'shop-dev-web-page';
const HEALTHY: Minute = { blue: { requests: 100 } };
const NOBODY: Minute = { healthy: 0 };

const during = (to: number, traffic: (minute: number) => Minute) =>
  simulate(place.synthesizedAlarms, recordingOf(to, traffic), { to });

describe('before its first release', () => {
  test('nothing pages, though nobody is there', () => {
    const history = during(120, () => NOBODY);
    expect(history.spansOf('shop-dev-web-down')).toEqual([[1, undefined]]);
    expect(history.of(FIRST_RELEASE)).toEqual([{ minute: 1, state: 'INSUFFICIENT_DATA' }]);
    expect(history.spansOf(PAGE)).toEqual([]);
  });

  test('nothing pages in the minute in which the first pods are well either', () => {
    const history = during(120, (minute) => (minute < 60 ? NOBODY : HEALTHY));
    expect(history.spansOf('shop-dev-web-down')).toEqual([[1, 61]]);
    // Five minutes after the first point there is one to differ from.
    expect(history.of(FIRST_RELEASE)).toEqual([
      { minute: 1, state: 'INSUFFICIENT_DATA' },
      { minute: 66, state: 'OK' },
    ]);
    expect(history.spansOf(PAGE)).toEqual([]);
  });
});

describe('after it', () => {
  const vanished = during(720, (minute) => (minute >= 60 && minute < 600 ? HEALTHY : NOBODY));

  test('a service without any pod pages, for as long as there is none', () => {
    expect(vanished.spansOf(PAGE)).toEqual([[603, undefined]]);
  });

  test('it never waits for a first release again, and that alarm never is on', () => {
    expect(vanished.of(FIRST_RELEASE).map(({ state }) => state)).toEqual(['INSUFFICIENT_DATA', 'OK']);
  });

  test('what fails pages', () => {
    const failing: Minute = { blue: { requests: 100, errors: 100 } };
    const history = during(300, (minute) => (minute < 240 ? HEALTHY : failing));
    expect(history.spansOf(PAGE)).toEqual([[241, undefined]]);
  });
});

test('a new version that is asked before it gets traffic does not stand in for the one that users have', () => {
  expect(named('shop-dev-web-down')['Metrics']).toHaveLength(2);
  expect(JSON.stringify(named('shop-dev-web-down')['Metrics'])).not.toContain('green');
});

test('people read of pods', () => {
  expect(named('shop-dev-web-down')['AlarmDescription']).toBe(
    "No pod of web in dev passes the load balancer's health check. docs/runbook.md#a-service-has-no-healthy-task",
  );
  expect(named(FIRST_RELEASE)['AlarmDescription']).toBe(
    'As long as this has no data, web waits for its first release in dev. ' +
      'docs/runbook.md#a-service-waits-for-its-first-release',
  );
});
