import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand } from '@aws-sdk/client-sns';
import { CreateOpsItemCommand, OpsItemAlreadyExistsException } from '@aws-sdk/client-ssm';
import { at } from './changes';
import { alarmEvent } from './desk';
import { RunningFunction, WEB } from './running-function';

const running = RunningFunction.forTests();
const page = (state: string, minute: number) => alarmEvent('shop-prod-web-page', state, at(minute));
const ticket = (state: string, minute: number) => alarmEvent('shop-prod-web-ticket', state, at(minute));

describe.each([
  ['the delivery events', () => running.dynamo().deleteTable('events'), () => running.createEvents()],
  [
    'OpsCenter',
    () => running.ssm.on(CreateOpsItemCommand).rejectsOnce('down').resolves({ OpsItemId: 'oi-1' }),
    () => {},
  ],
  [
    'the messages',
    () =>
      running.sns
        .on(PublishCommand, { Subject: '[high] web in prod: incident opened (prod/web/1)' })
        .rejectsOnce('down'),
    () => {},
  ],
  [
    'the chat',
    () =>
      running.sns
        .on(PublishCommand, { TopicArn: 'arn:aws:sns:eu-central-1:111111111111:shop-chat' })
        .rejectsOnce('down')
        .resolves({}),
    () => {},
  ],
  [
    'the event bus',
    () => running.eventBridge.on(PutEventsCommand).rejectsOnce('down').resolves({ FailedEntryCount: 0 }),
    () => {},
  ],
  [
    'the event bus, in its answer',
    () =>
      running.eventBridge
        .on(PutEventsCommand)
        .resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'x' }] })
        .resolves({ FailedEntryCount: 0 }),
    () => {},
  ],
])('when %s cannot be reached', (what, breaks, mends) => {
  /** Calls that went well, by what they are. */
  const told = async () => {
    const { done, context } = (await running.incident())!;
    return { context: context !== undefined, ...done };
  };

  test('the message comes again, and then what was missing is told and nothing else', async () => {
    await running.deploy('e1', -40);
    await breaks();
    expect(await running.deliver(page('ALARM', 0))).toEqual(['m0']);
    const before = { mails: running.publications('notifications').length, chats: running.publications('chat').length };
    await mends();
    expect(await running.deliver(page('ALARM', 0))).toEqual([]);
    expect(await told()).toEqual({
      context: true,
      opsItem: { id: 'oi-1', status: 'Open', severity: 'high' },
      message: { status: 'open', severity: 'high' },
      chat: { status: 'open', severity: 'high' },
      opened: 1,
      resolved: 0,
    });
    // The attempt that failed is among the calls.
    expect(running.publications('notifications')).toHaveLength(before.mails + (what === 'the messages' ? 1 : 0));
    expect(running.publications('chat')).toHaveLength(before.chats + (what === 'the chat' ? 1 : 0));
    expect(running.ssm.commandCalls(CreateOpsItemCommand)).toHaveLength(what === 'OpsCenter' ? 2 : 1);
    expect(await running.deliver(page('ALARM', 0))).toEqual([]);
    expect(running.publications('notifications')).toHaveLength(before.mails + (what === 'the messages' ? 1 : 0));
  });

  test('everybody else hears of it at once', async () => {
    await breaks();
    await running.deliver(page('ALARM', 0));
    const heard = await told();
    await mends();
    expect({
      'the delivery events': heard.context,
      OpsCenter: heard.opsItem !== undefined,
      'the messages': heard.message !== undefined,
      'the chat': heard.chat !== undefined,
    }).toEqual({
      'the delivery events': what !== 'the delivery events',
      OpsCenter: what !== 'OpsCenter',
      'the messages': what !== 'the messages',
      'the chat': what !== 'the chat',
    });
  });
});

test('when the table cannot be written nobody is told, and the message comes again', async () => {
  await running.dynamo().deleteTable('incidents');
  expect(await running.deliver(page('ALARM', 0))).toEqual(['m0']);
  await running.dynamo().createTable('incidents', 'place', 'part');
  expect(running.subjects).toEqual([]);
  expect(await running.deliver(page('ALARM', 0))).toEqual([]);
  expect(running.subjects).toHaveLength(1);
});

test('an OpsItem that was made before its id could be written down is found again', async () => {
  running.ssm
    .on(CreateOpsItemCommand)
    .rejects(new OpsItemAlreadyExistsException({ message: 'exists', OpsItemId: 'oi-7', $metadata: {} }));
  expect(await running.deliver(page('ALARM', 0))).toEqual([]);
  expect((await running.incident())!.done.opsItem!.id).toBe('oi-7');
});

test('two functions that hear of one incident at the same time tell of it once', async () => {
  let others: string[] = [];
  running.ssm.on(CreateOpsItemCommand).callsFake(async () => {
    others = await running.deliver(ticket('ALARM', 1));
    return { OpsItemId: 'oi-1' };
  });
  expect(await running.deliver(page('ALARM', 0))).toEqual([]);
  // The other one wrote its alarm down and looks again later.
  expect(others).toEqual(['m0']);
  expect((await running.incident())!.alarms).toEqual(['shop-prod-web-page', 'shop-prod-web-ticket']);
  expect(running.subjects).toHaveLength(1);
  expect(await running.deliver(ticket('ALARM', 1))).toEqual([]);
  expect(running.subjects).toHaveLength(1);
});

test('a function that died while it told of an incident keeps others from it for a minute only', async () => {
  await running.deliver(ticket('ALARM', 0));
  const lease = { holder: 'dead', until: new Date(Date.now() - 1).toISOString() };
  await running.store.change(WEB, (state) => ({ state: { ...state, lease } }));
  expect(await running.deliver(page('ALARM', 1))).toEqual([]);
  expect(running.subjects).toHaveLength(2);
});
