import { CreateOpsItemCommand, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { at } from './changes';
import { alarmEvent } from './desk';
import { RunningFunction, WEB } from './running-function';

const running = RunningFunction.forTests();
const page = (state: string, minute: number) => alarmEvent('shop-prod-web-page', state, at(minute));
const ticket = (state: string, minute: number) => alarmEvent('shop-prod-web-ticket', state, at(minute));

test('an alarm opens an incident with its suspect, an OpsItem, a message, a chat message and an event', async () => {
  await running.deploy('e1', -40);
  expect(await running.deliver(page('ALARM', 0))).toEqual([]);
  expect(await running.incident()).toMatchObject({
    number: 1,
    severity: 'high',
    context: { suspect: 'e1', deployments: [{ execution: 'e1', author: 'Ada', outcome: 'succeeded' }] },
    done: { opsItem: { id: 'oi-1' } },
  });
  expect(running.ssm.commandCalls(CreateOpsItemCommand)[0]!.args[0].input).toMatchObject({
    Title: 'web in prod fires (shop prod/web/1)',
    Severity: '2',
    OperationalData: {
      '/aws/dedup': { Type: 'SearchableString', Value: '{"dedupString":"shop/prod/web/1"}' },
      '/aws/resources': {
        Type: 'SearchableString',
        Value: '[{"arn":"arn:aws:cloudwatch:us-east-1:222222222222:alarm:shop-prod-web-page"}]',
      },
    },
  });
  expect(running.subjects).toEqual(['[high] web in prod: incident opened (prod/web/1)']);
  expect(running.publications('notifications')[0]!.Message).toContain(
    'Suspect: e10123456789 "Mend the basket" by Ada, canary 10 % for 15 min, succeeded 2026-11-20 11:40:00 UTC (execution e1)',
  );
  expect(running.publications('chat')).toHaveLength(1);
  expect(running.ownEvents).toEqual([
    {
      ...WEB,
      id: 'incident-opened/prod/web/1/1',
      at: at(0),
      kind: 'incident-opened',
      incident: 'prod/web/1',
      suspect: 'e1',
    },
  ]);
});

test('when the alarm is off the incident resolves itself, and everybody hears of it', async () => {
  await running.deliver(page('ALARM', 0));
  await running.deliver(page('OK', 12));
  expect(running.subjects).toEqual([
    '[high] web in prod: incident opened (prod/web/1)',
    '[high] web in prod: incident resolved (prod/web/1)',
  ]);
  expect(running.ssm.commandCalls(UpdateOpsItemCommand).map(({ args }) => args[0].input)).toEqual([
    { OpsItemId: 'oi-1', Status: 'Resolved', Severity: '2' },
  ]);
  expect(running.ownEvents.at(-1)).toEqual({
    ...WEB,
    id: 'incident-resolved/prod/web/1/1',
    at: at(12),
    kind: 'incident-resolved',
    incident: 'prod/web/1',
  });
});

test('events that come twice tell nobody anything twice', async () => {
  await running.deliver(page('ALARM', 0), page('ALARM', 0));
  await running.deliver(page('OK', 12), page('ALARM', 0), page('OK', 12));
  expect(running.subjects).toHaveLength(2);
  expect(running.publications('chat')).toHaveLength(2);
  expect(running.ssm.commandCalls(CreateOpsItemCommand)).toHaveLength(1);
  expect(running.ssm.commandCalls(UpdateOpsItemCommand)).toHaveLength(1);
  expect(running.ownEvents).toHaveLength(2);
});

test('an end that comes before its begin makes one message, and both events', async () => {
  await running.deliver(page('OK', 12));
  expect(running.subjects).toEqual([]);
  await running.deliver(page('ALARM', 0));
  expect(running.subjects).toEqual(['[high] web in prod: incident resolved (prod/web/1)']);
  expect(running.publications('notifications')[0]!.Message).toMatch(
    /^web in prod fired from 2026-11-20 12:00:00 UTC to 2026-11-20 12:12:00 UTC \(12 min\)\./,
  );
  expect(running.ownEvents.map(({ kind, at: time }) => [kind, time])).toEqual([
    ['incident-opened', at(0)],
    ['incident-resolved', at(12)],
  ]);
  // Only an OpsItem that is open can be made.
  expect(running.ssm.commandCalls(UpdateOpsItemCommand)[0]!.args[0].input).toMatchObject({ Status: 'Resolved' });
});

test('an incident that comes back is told of as the same one', async () => {
  await running.deliver(page('ALARM', 0), page('OK', 12), page('ALARM', 30));
  expect(running.subjects.at(-1)).toBe('[high] web in prod: incident opened again (prod/web/1)');
  expect(running.ssm.commandCalls(UpdateOpsItemCommand).at(-1)!.args[0].input).toMatchObject({ Status: 'Open' });
  expect(running.ownEvents.at(-1)).toMatchObject({
    id: 'incident-opened/prod/web/1/2',
    incident: 'prod/web/1',
    at: at(30),
  });
});

test('a ticket that becomes a page is one incident, told of again', async () => {
  await running.deliver(ticket('ALARM', 0));
  await running.deliver(page('ALARM', 5));
  expect(running.subjects).toEqual([
    '[low] web in prod: incident opened (prod/web/1)',
    '[high] web in prod: incident is more severe (prod/web/1)',
  ]);
  expect(running.ssm.commandCalls(UpdateOpsItemCommand)[0]!.args[0].input).toMatchObject({
    Status: 'Open',
    Severity: '2',
  });
});

test('a ticket that becomes a page names what was deployed before the page, in all that is told of it', async () => {
  await running.deploy('e1', -40);
  await running.deliver(ticket('ALARM', 0));
  expect((await running.incident())!.context).toMatchObject({ at: at(0), suspect: 'e1' });
  await running.deploy('e2', 200);
  await running.deliver(page('ALARM', 300));
  expect((await running.incident())!.context).toMatchObject({ at: at(300), suspect: 'e2' });
  expect(running.publications('notifications').at(-1)!.Message).toContain('Suspect: e20123456789');
  expect(running.publications('chat').at(-1)!.Message).toContain('Suspect: e20123456789');
  const { Description: description } = running.ssm.commandCalls(UpdateOpsItemCommand)[0]!.args[0].input;
  expect(description).toContain('Suspect: e20123456789');
  await running.deliver(page('OK', 310), ticket('OK', 320), page('ALARM', 300));
  expect(running.ownEvents).toEqual([
    expect.objectContaining({ id: 'incident-opened/prod/web/1/1', at: at(300), suspect: 'e2' }),
    expect.objectContaining({ id: 'incident-resolved/prod/web/1/1', at: at(320) }),
  ]);
});

test('a ticket alone is told to people and not to metrics', async () => {
  await running.deliver(ticket('ALARM', 0), ticket('OK', 30));
  expect(running.subjects).toHaveLength(2);
  expect(running.ownEvents).toEqual([]);
});

test.each([
  ['of the whole environment', alarmEvent('shop-prod-page', 'ALARM', at(0))],
  ['of another delivery', alarmEvent('shop-prod-eu-web-page', 'ALARM', at(0))],
  [
    'of the same name in another account',
    alarmEvent('shop-prod-web-page', 'ALARM', at(0), { account: '999999999999' }),
  ],
  ['of the same name in another region', alarmEvent('shop-prod-web-page', 'ALARM', at(0), { region: 'eu-west-1' })],
])('an alarm %s opens nothing', async (_, event) => {
  expect(await running.deliver(event)).toEqual([]);
  expect(await running.dynamo().itemsOf('incidents')).toEqual([]);
});

test('an alarm without data does not fire', async () => {
  await running.deliver(page('ALARM', 0), page('INSUFFICIENT_DATA', 9));
  expect((await running.incident())!.periods).toEqual([{ from: at(0), to: at(9) }]);
});

test('what cannot be read is named, and comes again alone', async () => {
  const { time: _, ...detail } = { ...page('ALARM', 0).detail, time: '' };
  const without = { ...page('ALARM', 0), detail: { ...detail, state: { value: 'ALARM', timestamp: 'noon' } } };
  expect(await running.deliver('{', {}, without, page('ALARM', 0))).toEqual(['m0', 'm1', 'm2']);
  const said = jest.mocked(console.error).mock.calls.map(([text]) => text);
  expect(said[0]).toMatch(/^m0: SyntaxError/);
  expect(said[1]).toMatch(/must have account, region, detail.alarmName and detail.state.value \(got \{\}\)/);
  expect(said[2]).toMatch(/detail.state.timestamp must be a time \(got "noon"\)/);
  expect(running.subjects).toHaveLength(1);
});

test('missing variables are said', async () => {
  delete process.env['TOPIC_ARN'];
  await expect(running.deliver(page('ALARM', 0))).rejects.toThrow('missing environment variables: TOPIC_ARN');
});
