import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { attempt } from '../build/programs/problem';
import { PARTITION_KEY, SORT_KEY } from './constants';
import { type Incident, type IncidentRecord, idOf, openedAt, type Place, type PlaceState } from './incident';
import { recordOf } from './model';

/** What a writer wants to be so. */
export interface Step {
  readonly state: PlaceState;
  /** An incident that moves out of the state. */
  readonly archived?: IncidentRecord;
}

/** Others that write at the same time are few: alarms of one service, and people. */
const MOST_CONFLICTS = 20;

const STATE = 'state';

/**
 * The table of incidents. What is remembered of a place is one item, so that a conditional write keeps writers apart, who all
 * start from what they have read; incidents before the newest have items of their own.
 */
export class IncidentStore {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /**
   * Changes what is remembered of a place.
   *
   * @param step makes the new of the old and is called again when somebody was faster; undefined leaves it as it is
   * @returns what is remembered now
   */
  async change(place: Place, step: (state: PlaceState) => Step | undefined): Promise<PlaceState> {
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
      const { version, ...state } = await this.read(place);
      const next = step(state);
      if (!next) return state;
      // First, as a copy too many is found by its number, and an incident too few is lost.
      if (next.archived) await this.archive(next.archived, version);
      if (await this.put(place, STATE, next.state, version)) return next.state;
    }
    throw new Error(`${keyOf(place)}: ${MOST_CONFLICTS} others wrote at the same time`);
  }

  /**
   * Changes one incident, the newest of its place or an older one.
   *
   * @returns the incident now, or undefined if there is none of that number
   */
  async changeIncident(
    { number, ...place }: Place & { readonly number: number },
    step: (incident: Incident) => Incident,
  ): Promise<IncidentRecord | undefined> {
    const { incident, ...state } = await this.change(place, (before) =>
      before.incident?.number === number ? { state: { ...before, incident: step(before.incident) } } : undefined,
    );
    if (incident?.number === number) return recordOf({ incident, ...state });
    for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
      const item = await this.get(place, partOf(number));
      if (!item) return undefined;
      const { version, ...record } = item as unknown as IncidentRecord & { readonly version: number };
      const next = { ...record, ...step(record) };
      if (await this.put(place, partOf(number), next, version)) return next;
    }
    throw new Error(`${keyOf(place)}/${number}: ${MOST_CONFLICTS} others wrote at the same time`);
  }

  /** What is remembered of a place; of one that nothing has happened to an empty state. */
  async state(place: Place): Promise<PlaceState> {
    const { version: _, ...state } = await this.read(place);
    return state;
  }

  /** Undefined if there is none. */
  async find({ number, ...place }: Place & { readonly number: number }): Promise<IncidentRecord | undefined> {
    const state = await this.state(place);
    if (state.incident?.number === number) return recordOf(state);
    const item = await this.get(place, partOf(number));
    if (!item) return undefined;
    const { version: _, ...record } = item;
    return record as unknown as IncidentRecord;
  }

  /** All places that something has happened to. */
  async states(): Promise<PlaceState[]> {
    const items = await this.scan();
    return items.filter(({ part }) => part === STATE).map(({ content }) => content as unknown as PlaceState);
  }

  /** All incidents, of all places or of one, the newest first. */
  async incidents(place?: Place): Promise<IncidentRecord[]> {
    const items = place ? await this.query(place) : await this.scan();
    // The newest of a place may be there twice, when its successor was about to be written.
    const records = new Map<string, IncidentRecord>();
    for (const { part, content } of items.sort((one, other) => (one.part < other.part ? -1 : 1))) {
      const state = content as unknown as PlaceState;
      if (part === STATE && !state.incident) continue;
      const record = part === STATE ? recordOf(state) : (content as unknown as IncidentRecord);
      records.set(idOf(record), record);
    }
    return [...records.values()].sort((one, other) => (openedAt(one) > openedAt(other) ? -1 : 1));
  }

  private async read(place: Place): Promise<PlaceState & { readonly version: number }> {
    const item = await this.get(place, STATE);
    return (item as unknown as PlaceState & { readonly version: number }) ?? { ...place, changes: [], version: 0 };
  }

  private async archive(record: IncidentRecord, version: number): Promise<void> {
    // Where it is newer there, somebody else has moved it.
    await this.write(
      record,
      partOf(record.number),
      record,
      version,
      `attribute_not_exists(#part) OR #version < :version`,
    );
  }

  private async put(place: Place, part: string, content: object, version: number): Promise<boolean> {
    const condition = version === 0 ? 'attribute_not_exists(#part)' : '#version = :version';
    return this.write(place, part, content, version, condition, version + 1);
  }

  /** Whether the condition was true. */
  private async write(
    place: Place,
    part: string,
    content: object,
    version: number,
    condition: string,
    next = version,
  ): Promise<boolean> {
    const names = { '#part': SORT_KEY, '#version': 'version' };
    const item = { ...content, [PARTITION_KEY]: keyOf(place), [SORT_KEY]: part, version: next };
    const command = new PutItemCommand({
      TableName: this.table,
      Item: marshall(item, { removeUndefinedValues: true }),
      ConditionExpression: condition,
      // A name that the condition does not have is an error of DynamoDB's.
      ExpressionAttributeNames: Object.fromEntries(Object.entries(names).filter(([name]) => condition.includes(name))),
      ...(condition.includes(':version') && { ExpressionAttributeValues: marshall({ ':version': version }) }),
    });
    return attempt(`write ${keyOf(place)} to ${this.table}`, async () => {
      try {
        await this.client.send(command);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    });
  }

  private async get(place: Place, part: string): Promise<Record<string, unknown> | undefined> {
    const { Item: item } = await attempt(`read ${keyOf(place)} from ${this.table}`, () =>
      this.client.send(
        new GetItemCommand({
          TableName: this.table,
          Key: marshall({ [PARTITION_KEY]: keyOf(place), [SORT_KEY]: part }),
          ConsistentRead: true,
        }),
      ),
    );
    if (!item) return undefined;
    const { [PARTITION_KEY]: _, [SORT_KEY]: __, ...content } = unmarshall(item);
    return content;
  }

  private async scan(): Promise<Found[]> {
    return this.collect(paginateScan({ client: this.client }, { TableName: this.table, ConsistentRead: true }));
  }

  private async query(place: Place): Promise<Found[]> {
    return this.collect(
      paginateQuery(
        { client: this.client },
        {
          TableName: this.table,
          KeyConditionExpression: '#place = :place',
          ExpressionAttributeNames: { '#place': PARTITION_KEY },
          ExpressionAttributeValues: marshall({ ':place': keyOf(place) }),
          ConsistentRead: true,
        },
      ),
    );
  }

  private async collect(pages: AsyncIterable<{ readonly Items?: readonly Parameters<typeof unmarshall>[0][] }>) {
    return attempt(`read ${this.table}`, async () => {
      const found: Found[] = [];
      for await (const { Items: items = [] } of pages) {
        for (const item of items) {
          const { [PARTITION_KEY]: _, [SORT_KEY]: part, version: __, ...content } = unmarshall(item);
          found.push({ part, content });
        }
      }
      return found;
    });
  }
}

interface Found {
  readonly part: string;
  readonly content: Record<string, unknown>;
}

function keyOf({ environment, service }: Place): string {
  return `${environment}/${service}`;
}

/** Sorts as the numbers do, and before the state. */
function partOf(number: number): string {
  return `incident/${String(number).padStart(9, '0')}`;
}
