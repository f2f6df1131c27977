import * as fc from 'fast-check';
import { REOPEN_MINUTES } from '../../lib/incidents/constants';
import { eventsOf } from '../../lib/incidents/effects';
import { type AlarmChange, pagedAt, resolvedAt, statusOf, suspectedAt } from '../../lib/incidents/incident';
import { firing, recordOf } from '../../lib/incidents/model';
import { at, change, stateAfter } from './changes';

/** Changes of a page and a ticket alarm, each of which goes on and off in turn, as CloudWatch has it. */
function histories(most: number): fc.Arbitrary<readonly AlarmChange[]> {
  const ofOne = (kind: 'page' | 'ticket') =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: most }), { maxLength: 8 })
      .map((minutes) =>
        minutes
          .sort((one, other) => one - other)
          .map((minute, index) => change(minute, index % 2 === 0 ? 'alarm' : 'ok', kind)),
      );
  return fc.tuple(ofOne('page'), ofOne('ticket')).map((both) => both.flat());
}

/** The same changes in any order, some of them twice. */
function delivered(changes: readonly AlarmChange[]): fc.Arbitrary<readonly AlarmChange[]> {
  return fc
    .subarray([...changes])
    .chain((twice) => fc.shuffledSubarray([...changes, ...twice], { minLength: changes.length + twice.length }));
}

const inOrder = (changes: readonly AlarmChange[]) =>
  [...changes].sort((one, other) =>
    one.at === other.at ? (one.state < other.state ? 1 : -1) : one.at < other.at ? -1 : 1,
  );

test('within the window any order and any duplication of what alarms say makes the same incident', () => {
  fc.assert(
    fc.property(
      histories(REOPEN_MINUTES).chain((changes) => fc.tuple(fc.constant(changes), delivered(changes))),
      ([changes, mixed]) => {
        expect(stateAfter(mixed)).toEqual(stateAfter(inOrder(changes)));
      },
    ),
  );
});

test('over any time they end in the same alarms that fire, and in the same answer whether there is an incident', () => {
  fc.assert(
    fc.property(
      histories(2000).chain((changes) => fc.tuple(fc.constant(changes), delivered(changes))),
      ([changes, mixed]) => {
        const [one, other] = [stateAfter(mixed), stateAfter(inOrder(changes))];
        expect(one.incident === undefined).toBe(other.incident === undefined);
        if (!one.incident || !other.incident) return;
        expect(statusOf(one.incident)).toBe(statusOf(other.incident));
        expect(firing(recordOf(one))).toEqual(firing(recordOf(other)));
      },
    ),
  );
});

test('an incident is open exactly while one of its alarms fires', () => {
  fc.assert(
    fc.property(histories(2000), (changes) => {
      const state = stateAfter(inOrder(changes));
      const on = new Set<string>();
      for (const { alarm, state: now } of inOrder(changes)) {
        if (now === 'alarm') on.add(alarm);
        else on.delete(alarm);
      }
      expect(state.incident !== undefined && statusOf(state.incident) === 'open').toBe(on.size > 0);
    }),
  );
});

test('periods are in order, apart from each other, and begin when an alarm went on', () => {
  fc.assert(
    fc.property(histories(2000), (changes) => {
      const periods = stateAfter(inOrder(changes)).incident?.periods ?? [];
      const times = periods.flatMap(({ from, to = at(9999) }) => [from, to]);
      expect(times).toEqual([...new Set(times)].sort());
      for (const { from } of periods) {
        expect(changes.some((one) => one.state === 'alarm' && one.at === from)).toBe(true);
      }
    }),
  );
});

test('within the window the suspect is looked for at the first page, else at the begin, in any order', () => {
  fc.assert(
    fc.property(histories(REOPEN_MINUTES).chain(delivered), (mixed) => {
      const { incident } = stateAfter(mixed);
      if (!incident) return;
      const fired = inOrder(mixed).filter(({ state }) => state === 'alarm');
      const page = fired.find(({ kind }) => kind === 'page');
      expect(pagedAt(incident)).toBe(page?.at);
      expect(suspectedAt(incident)).toBe((page ?? fired[0]!).at);
    }),
  );
});

test('metrics hear of a beginning exactly for each period that pages, at its first page, and of its end', () => {
  fc.assert(
    fc.property(histories(REOPEN_MINUTES).chain(delivered), (mixed) => {
      const { incident } = stateAfter(mixed);
      if (!incident) return;
      const pages = inOrder(mixed).filter(({ state, kind }) => state === 'alarm' && kind === 'page');
      const expected = incident.periods.flatMap(({ from, to }) => {
        const first = pages.find((page) => page.at >= from && (to === undefined || page.at <= to));
        return first ? [`opened ${first.at}`, ...(to === undefined ? [] : [`resolved ${to}`])] : [];
      });
      const { events } = eventsOf(incident);
      expect(events.map(({ kind, at: time }) => `${kind.replace('incident-', '')} ${time}`)).toEqual(expected);
    }),
  );
});

test('whatever metrics have heard after each change, they hear nothing twice', () => {
  fc.assert(
    fc.property(histories(REOPEN_MINUTES).map(inOrder), (changes) => {
      let state = stateAfter([]);
      const heard: string[] = [];
      for (const change of changes.flatMap((one) => [one, one])) {
        state = stateAfter([change], state);
        if (!state.incident) continue;
        const { events, done } = eventsOf(state.incident);
        heard.push(...events.map(({ kind, at: time }) => `${kind} ${time}`));
        state = { ...state, incident: { ...state.incident, done } };
      }
      expect(new Set(heard).size).toBe(heard.length);
      const isTicket = changes.every(({ kind }) => kind === 'ticket');
      if (isTicket) expect(heard).toEqual([]);
      else if (state.incident && statusOf(state.incident) === 'resolved') {
        expect(heard.filter((one) => one.startsWith('incident-opened'))).toHaveLength(state.incident.pages.length);
        expect(resolvedAt({ periods: state.incident.pages })).toBeDefined();
      }
    }),
  );
});
