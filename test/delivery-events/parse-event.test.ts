import { parseDeliveryEvent } from '../../lib/delivery-events/parse-event';

const IN = { id: '1', at: '2026-11-25T13:23:07.000Z', service: 'web', environment: 'prod' };
const { environment: _, ...HAPPENED } = IN;
const PREPARED = {
  kind: 'release-prepared',
  ...IN,
  execution: 'e',
  digest: 'sha256:1',
  commit: 'c',
  author: 'Ada',
  subject: '',
  commits: [{ hash: 'c', at: '2026-11-25T10:00:00.000Z' }],
  strategy: 'all at once',
  bakeMinutes: 5,
};
const EVENTS = [
  { kind: 'branch-pushed', ...HAPPENED, branch: 'main', commit: 'c' },
  PREPARED,
  { kind: 'deployment-started', ...IN, execution: 'e', attempt: 'a' },
  { kind: 'deployment-ended', ...IN, execution: 'e', attempt: 'a', outcome: 'failed', rollout: 'd-1' },
  { kind: 'rollout-ended', ...IN, controller: 'ecs', rollout: 'ecs-svc/1', outcome: 'succeeded' },
  { kind: 'release-recorded', ...IN, execution: 'e', digest: 'sha256:1', commit: 'c' },
  { kind: 'alarm-changed', ...IN, alarm: 'shop-prod-web-page', state: 'ok' },
  { kind: 'incident-opened', ...IN, incident: 'i', suspect: null },
  { kind: 'incident-opened', ...IN, incident: 'i', suspect: 'e' },
  { kind: 'incident-resolved', ...IN, incident: 'i' },
];

test.each(EVENTS.map((event) => [event.kind, event]))('%s comes out as it went in', (_, event) => {
  expect(parseDeliveryEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test.each(EVENTS.flatMap((event) => Object.keys(event).map((member) => [event.kind, member, event] as const)))(
  '%s with a wrong %s is refused',
  (_, member, event) => {
    expect(() => parseDeliveryEvent({ ...event, [member]: { wrong: true } })).toThrow(
      new RegExp(`^${member}(?: of [a-z-]+)? must be .* \\(got \\{"wrong":true\\}\\)$`),
    );
  },
);

test('who wrote a commit may be unknown', () => {
  const { author: _author, subject: _subject, ...unknown } = PREPARED;
  expect(parseDeliveryEvent(unknown)).toEqual(unknown);
});

test('members that are not known here are left out, as the sender may be newer', () => {
  expect(parseDeliveryEvent({ ...PREPARED, mood: 'good' })).toEqual(PREPARED);
});

test.each(['2026-11-25T13:23:07Z', '2026-11-25T13:23:07.000+0000', '2026-11-25T13:23:07+00:00'])(
  'a time is in one form, for texts to have the order of times: %s',
  (at) => {
    const commits = [{ hash: 'c', at }];
    expect(parseDeliveryEvent({ ...PREPARED, at, commits })).toMatchObject({
      at: '2026-11-25T13:23:07.000Z',
      commits: [{ hash: 'c', at: '2026-11-25T13:23:07.000Z' }],
    });
  },
);

test.each(['2026-11-25', '2026-11-25T13:23:07+01:00', '2026-13-25T13:23:07Z', 'now', 1_790_000_000, ''])(
  'a time that is none, or not UTC, is refused: %s',
  (at) => {
    expect(() => parseDeliveryEvent({ ...PREPARED, at })).toThrow(
      `at of release-prepared must be a time in ISO 8601 and UTC (got ${JSON.stringify(at)})`,
    );
  },
);

test.each([
  [null, 'an event must be an object (got null)'],
  ['x', 'an event must be an object (got "x")'],
  [{ kind: 'toString' }, /^kind must be one of branch-pushed, .*, incident-resolved \(got "toString"\)$/],
  [{ ...PREPARED, bakeMinutes: -1 }, 'bakeMinutes of release-prepared must be a number that is not negative (got -1)'],
  [
    { ...EVENTS[3], outcome: 'fine' },
    'outcome of deployment-ended must be one of succeeded, failed, stopped (got "fine")',
  ],
])('%j says what is wrong', (value, message) => {
  expect(() => parseDeliveryEvent(value)).toThrow(message);
});
