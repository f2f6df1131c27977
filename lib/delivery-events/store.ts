import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { EVENT_DAYS, EVENT_TABLE } from './constants';
import type {
  DeliveryEvent,
  DeploymentEnded,
  DeploymentStarted,
  ReleasePrepared,
  ReleaseRecorded,
  RolloutEnded,
} from './events';
import { parseDeliveryEvent } from './parse-event';

/** Events that say how a deployment goes. */
export type DeploymentEvent = ReleasePrepared | DeploymentStarted | DeploymentEnded | RolloutEnded | ReleaseRecorded;

const DEPLOYMENT_KINDS: readonly DeploymentEvent['kind'][] = [
  'release-prepared',
  'deployment-started',
  'deployment-ended',
  'rollout-ended',
  'release-recorded',
];

/** A time of events, in ISO 8601: from `since` on, and before `until`. */
export interface Span {
  readonly since: string;
  /** @default - without end */
  readonly until?: string;
}

const { partitionKey, sortKey, timeToLive } = EVENT_TABLE;

/** The table of delivery events. Each item depends on its event alone, so that writing one again changes nothing. */
export class EventStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** Keeps an event. Returns whether it is new. */
  async put(event: DeliveryEvent): Promise<boolean> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.table,
          Item: itemOf(event),
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': sortKey },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** The events of a service, the oldest first. */
  async *of(service: string, { since, until }: Span): AsyncGenerator<DeliveryEvent> {
    // An item's key is its time and more, so that a time alone comes before all of that time.
    const range = until === undefined ? '#at >= :since' : '#at BETWEEN :since AND :until';
    yield* this.query({
      KeyConditionExpression: `#service = :service AND ${range}`,
      ExpressionAttributeNames: { '#service': partitionKey, '#at': sortKey },
      ExpressionAttributeValues: marshall(
        { ':service': service, ':since': keyAt(since), ':until': until && keyAt(until) },
        { removeUndefinedValues: true },
      ),
    });
  }

  /**
   * The newest events about deployments of a service in an environment, the newest first.
   *
   * @param most how many
   * @param span how far back, as a service that is never deployed has none to find
   */
  async latestDeployments(
    { service, environment }: { readonly service: string; readonly environment: string },
    most: number,
    { since, until = '9999' }: Span,
  ): Promise<DeploymentEvent[]> {
    const kinds = DEPLOYMENT_KINDS.map((kind, index) => [`:kind${index}`, kind] as const);
    const events = this.query({
      KeyConditionExpression: '#service = :service AND #at BETWEEN :since AND :until',
      FilterExpression: `#environment = :environment AND #kind IN (${kinds.map(([name]) => name).join(', ')})`,
      ExpressionAttributeNames: {
        '#service': partitionKey,
        '#at': sortKey,
        '#environment': 'environment',
        '#kind': 'kind',
      },
      ExpressionAttributeValues: marshall({
        ':service': service,
        ':since': keyAt(since),
        ':until': keyAt(until),
        ':environment': environment,
        ...Object.fromEntries(kinds),
      }),
      ScanIndexForward: false,
    });
    const found: DeploymentEvent[] = [];
    for await (const event of events) {
      found.push(event as DeploymentEvent);
      if (found.length >= most) break;
    }
    return found;
  }

  /** All events, in no order: reads the whole table. */
  async *all(): AsyncGenerator<DeliveryEvent> {
    const pages = paginateScan({ client: this.client }, { TableName: this.table });
    for await (const { Items: items } of pages) for (const item of items ?? []) yield eventOf(item);
  }

  private async *query(input: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<DeliveryEvent> {
    const pages = paginateQuery({ client: this.client }, { TableName: this.table, ...input });
    for await (const { Items: items } of pages) for (const item of items ?? []) yield eventOf(item);
  }
}

/** The start of the keys of a time: texts in one form have the order of their times. */
function keyAt(time: string): string {
  return new Date(time).toISOString();
}

type Item = Record<string, AttributeValue>;

/** The event as JSON beside what is asked for. The archive has it all, so that an item may go after a time. */
function itemOf(event: DeliveryEvent): Item {
  const expires = Math.floor(Date.parse(event.at) / 1000) + EVENT_DAYS * 86_400;
  return marshall(
    {
      [partitionKey]: event.service,
      [sortKey]: `${event.at}#${event.id}`,
      kind: event.kind,
      environment: 'environment' in event ? event.environment : undefined,
      event: JSON.stringify(event),
      [timeToLive]: expires,
    },
    { removeUndefinedValues: true },
  );
}

function eventOf(item: Item): DeliveryEvent {
  return parseDeliveryEvent(JSON.parse(unmarshall(item)['event']));
}
