import '../support/aws-environment';
import { CloudWatchClient, DescribeAlarmsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateOpsItemCommand, SSMClient, UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { EventStore } from '../../lib/delivery-events/store';
import { handler } from '../../lib/incidents/incident.lambda';
import { IncidentStore } from '../../lib/incidents/store';
import { LocalDynamo } from '../support/dynamo';
import { temporaryDirectory } from '../support/program';
import { at } from './changes';
import { functionEnvironment } from './desk';

export const WEB = { environment: 'prod', service: 'web' };

/**
 * The function with tables of its own, for each test of the calling file empty ones, and with clients of AWS that record
 * what they are asked for and answer that all is well.
 */
export class RunningFunction {
  readonly ssm = mockClient(SSMClient);
  readonly sns = mockClient(SNSClient);
  readonly eventBridge = mockClient(EventBridgeClient);
  readonly cloudWatch = mockClient(CloudWatchClient);
  readonly sts = mockClient(STSClient);
  readonly dynamo = LocalDynamo.forTests();
  private readonly root = temporaryDirectory();
  private calls = 0;

  static forTests(): RunningFunction {
    const running = new RunningFunction();
    beforeEach(() => running.start());
    afterEach(async () => {
      jest.restoreAllMocks();
      for (const table of ['incidents', 'events']) await running.dynamo().deleteTable(table);
    });
    return running;
  }

  private async start(): Promise<void> {
    const { ssm, sns, eventBridge, cloudWatch, sts, dynamo } = this;
    Object.assign(process.env, functionEnvironment(this.root), { AWS_ENDPOINT_URL_DYNAMODB: dynamo().url });
    await dynamo().createTable('incidents', 'place', 'part');
    await this.createEvents();
    for (const mock of [ssm, sns, eventBridge, cloudWatch, sts]) mock.reset();
    ssm.on(CreateOpsItemCommand).resolves({ OpsItemId: 'oi-1' });
    ssm.on(UpdateOpsItemCommand).resolves({});
    sns.on(PublishCommand).resolves({ MessageId: 'a' });
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'a' }] });
    cloudWatch.on(DescribeAlarmsCommand).resolves({});
    cloudWatch.on(ListMetricsCommand).resolves({ Metrics: [] });
    for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation();
  }

  createEvents(): Promise<void> {
    return this.dynamo().createTable('events', 'service', 'at#id');
  }

  /** Has the function handle messages, and returns the ids of those that come again: `m0`, `m1`, … */
  async deliver(...events: readonly (object | string)[]): Promise<string[]> {
    const Records = events.map((event, index) => ({
      messageId: `m${index}`,
      body: typeof event === 'string' ? event : JSON.stringify(event),
    }));
    this.calls++;
    const answer = await handler({ Records } as unknown as SQSEvent, { awsRequestId: `call-${this.calls}` });
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  get store(): IncidentStore {
    return new IncidentStore(this.dynamo().client, 'incidents');
  }

  /** The first incident of {@link WEB}. */
  incident() {
    return this.store.find({ ...WEB, number: 1 });
  }

  /** What was published to the topic with that end of its name. */
  publications(end: 'notifications' | 'chat') {
    return this.sns
      .commandCalls(PublishCommand)
      .map(({ args }) => args[0].input)
      .filter(({ TopicArn }) => TopicArn!.endsWith(`shop-${end}`));
  }

  /** Of the mails. */
  get subjects(): string[] {
    return this.publications('notifications').map(({ Subject }) => Subject!);
  }

  get ownEvents(): DeliveryEvent[] {
    return this.eventBridge
      .commandCalls(PutEventsCommand)
      .flatMap(({ args }) => args[0].input.Entries!.map(({ Detail }) => JSON.parse(Detail!).event));
  }

  /** A release of {@link WEB} that went well, known to the table of delivery events. */
  async deploy(execution: string, minute: number): Promise<void> {
    const common = { ...WEB, execution };
    const events: DeliveryEvent[] = [
      {
        ...common,
        id: `prepared/${execution}`,
        at: at(minute),
        kind: 'release-prepared',
        digest: `sha256:${execution}`,
        commit: `${execution}0123456789`,
        author: 'Ada',
        subject: 'Mend the basket',
        commits: [{ hash: `${execution}0123456789`, at: at(minute - 60) }],
        strategy: 'canary 10 % for 15 min',
        bakeMinutes: 0,
      },
      { ...common, id: `started/${execution}`, at: at(minute + 1), kind: 'deployment-started', attempt: '1' },
      {
        ...common,
        id: `ended/${execution}`,
        at: at(minute + 20),
        kind: 'deployment-ended',
        attempt: '1',
        outcome: 'succeeded',
      },
    ];
    const eventStore = new EventStore(this.dynamo().client, 'events');
    for (const event of events) await eventStore.put(event);
  }
}
