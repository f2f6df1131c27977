import { type AlarmChange, type Incident, idOf, type PlaceState, parseId } from '../../lib/incidents/incident';
import { acknowledge, applyChange, chooseSeverity, close, firing, recordOf } from '../../lib/incidents/model';
import { at, off, on, stateAfter } from './changes';

const ada = (minute: number) => ({ by: 'ada', at: at(minute) });
const withIncident = (state: PlaceState, step: (incident: Incident) => Incident): PlaceState => ({
  ...state,
  incident: step(state.incident!),
});

test('an alarm that goes on opens the first incident of its place', () => {
  expect(stateAfter([on(0)]).incident).toMatchObject({
    environment: 'prod',
    service: 'web',
    number: 1,
    periods: [{ from: at(0) }],
    alarms: ['shop-prod-web-page'],
    severity: 'high',
  });
});

test('an alarm that was never on opens nothing when it is off', () => {
  expect(stateAfter([off(0), off(5)]).incident).toBeUndefined();
});

test('the incident is over when all of its alarms are off', () => {
  const one = stateAfter([on(0), on(1, 'ticket'), off(10)]);
  expect(one.incident!.periods).toEqual([{ from: at(0) }]);
  expect(stateAfter([off(12, 'ticket')], one).incident!.periods).toEqual([{ from: at(0), to: at(12) }]);
});

test('an alarm that comes back within the hour opens the same incident again', () => {
  const { incident } = stateAfter([on(0), off(10), on(70)]);
  expect(incident).toMatchObject({ number: 1, periods: [{ from: at(0), to: at(10) }, { from: at(70) }] });
});

test('an alarm that comes back later opens the next incident, and the one before is put away with all it was', () => {
  const { state, archived } = applyChange(stateAfter([on(0), off(10)]), on(71));
  expect(state.incident).toMatchObject({ number: 2, periods: [{ from: at(71) }], done: { opened: 0, resolved: 0 } });
  expect(archived).toMatchObject({ number: 1, periods: [{ from: at(0), to: at(10) }], changes: [on(0), off(10)] });
});

test('an alarm that becomes known after its end still makes an incident, which is over', () => {
  expect(stateAfter([off(10), on(5)]).incident).toMatchObject({ number: 1, periods: [{ from: at(5), to: at(10) }] });
});

test('an alarm from before the newest incident changes nothing', () => {
  const newest = stateAfter([on(0), off(10), on(100), off(110)]);
  expect(stateAfter([on(-300), off(-290)], newest).incident).toEqual(newest.incident);
});

test('an end that is older than the begin of what fires ends nothing', () => {
  expect(stateAfter([on(5), off(0)]).incident!.periods).toEqual([{ from: at(5) }]);
});

test('a ticket is of low severity until the service pages, and no page takes severity away', () => {
  expect(stateAfter([on(0, 'ticket')]).incident!.severity).toBe('low');
  expect(stateAfter([on(0, 'ticket'), on(5)]).incident!.severity).toBe('high');
  expect(stateAfter([on(0), off(5), on(6, 'ticket')]).incident!.severity).toBe('high');
});

describe('the severity that a person chose', () => {
  const chosen = (state: PlaceState) => withIncident(state, (one) => chooseSeverity(one, ada(3), 'medium'));

  test('holds while the same alarms go off and on', () => {
    expect(stateAfter([off(4), on(8)], chosen(stateAfter([on(0)]))).incident!.severity).toBe('medium');
  });

  test('gives way to an alarm of a worse kind', () => {
    expect(stateAfter([on(8)], chosen(stateAfter([on(0, 'ticket')]))).incident!.severity).toBe('high');
  });

  test('may be worse than what alarms say', () => {
    const critical = withIncident(stateAfter([on(0)]), (one) => chooseSeverity(one, ada(3), 'critical'));
    expect(stateAfter([on(8, 'ticket')], critical).incident!.severity).toBe('critical');
  });
});

describe('the times in which a service pages', () => {
  const pagesOf = (...changes: readonly AlarmChange[]) => stateAfter(changes).incident!.pages;

  test('are none for a ticket alone', () => {
    expect(pagesOf(on(0, 'ticket'), off(5, 'ticket'))).toEqual([]);
  });

  test('begin with the first page of each period, and end with the period', () => {
    expect(pagesOf(on(0, 'ticket'), on(5), off(8), on(9), off(10), off(12, 'ticket'))).toEqual([
      { from: at(5), to: at(12) },
    ]);
  });

  test('leave out periods of tickets, before and after', () => {
    const ticket = (minute: number) => [on(minute, 'ticket'), off(minute + 5, 'ticket')];
    expect(pagesOf(...ticket(0), on(20), off(25), ...ticket(40))).toEqual([{ from: at(20), to: at(25) }]);
  });

  test('end when a person ends the incident, and stay so', () => {
    const closed = close(stateAfter([on(0, 'ticket'), on(5)]), ada(20));
    expect(closed.incident!.pages).toEqual([{ from: at(5), to: at(20) }]);
    expect(stateAfter([off(30), off(31, 'ticket')], closed).incident!.pages).toEqual([{ from: at(5), to: at(20) }]);
  });

  test('keep their begin when it is known no longer', () => {
    const flapping = Array.from({ length: 1100 }, (_, index) => (index % 2 === 0 ? on(index + 1) : off(index + 1)));
    expect(pagesOf(on(0, 'ticket'), ...flapping)).toEqual([{ from: at(1) }]);
  });
});

test('the first who acknowledges stays', () => {
  const { incident } = stateAfter([on(0)]);
  const eve = { by: 'eve', at: at(4) };
  expect(acknowledge(acknowledge(incident!, ada(3)), eve).acknowledged).toEqual(ada(3));
});

describe('an incident that a person ended while alarms fired', () => {
  const closed = close(stateAfter([on(0)]), ada(20));

  test('is over, and nothing of it fires', () => {
    expect(closed.incident).toMatchObject({ periods: [{ from: at(0), to: at(20) }], closed: ada(20) });
    expect(firing(recordOf(closed))).toEqual([]);
  });

  test('stays over when its alarm goes off later', () => {
    expect(stateAfter([off(50)], closed).incident!.periods).toEqual([{ from: at(0), to: at(20) }]);
  });

  test('stays over when its begin becomes known once more', () => {
    expect(stateAfter([on(0)], closed).incident).toEqual(closed.incident);
  });

  test('opens again when another alarm goes on', () => {
    const again = stateAfter([on(30, 'ticket')], closed);
    expect(again.incident!.periods).toEqual([{ from: at(0), to: at(20) }, { from: at(30) }]);
    expect(firing(recordOf(again))).toEqual(['shop-prod-web-ticket']);
  });

  test('leaves its alarm out of the next incident', () => {
    const next = stateAfter([on(200, 'ticket')], closed);
    expect(next.incident).toMatchObject({ number: 2, periods: [{ from: at(200) }], alarms: ['shop-prod-web-ticket'] });
    expect(stateAfter([off(210, 'ticket')], next).incident!.periods).toEqual([{ from: at(200), to: at(210) }]);
  });
});

test('an alarm that flaps for days keeps the begin, the other alarm that fires, and a size that a table takes', () => {
  const flapping = Array.from({ length: 3000 }, (_, index) => (index % 2 === 0 ? on(index + 1) : off(index + 1)));
  const state = stateAfter([on(0, 'ticket'), ...flapping]);
  expect(state.changes.length).toBeLessThan(1100);
  expect(state.incident).toMatchObject({ number: 1, periods: [{ from: at(0) }], severity: 'high' });
  expect(stateAfter([off(3001, 'ticket')], state).incident!.periods.at(-1)).toEqual({ from: at(0), to: at(3001) });
});

test.each([
  ['prod/orders/3', { environment: 'prod', service: 'orders', number: 3 }],
  ['prod-eu/orders-api/12', { environment: 'prod-eu', service: 'orders-api', number: 12 }],
])('the id %s is read as it is written', (id, parts) => {
  expect(parseId(id)).toEqual(parts);
  expect(idOf(parts)).toBe(id);
});

test.each(['', '3', 'prod/orders', 'prod/orders/0', 'prod/orders/x', 'prod/orders/1/2', 'a b/c/1'])(
  '%j is no id of an incident',
  (id) => {
    expect(parseId(id)).toBeUndefined();
  },
);
