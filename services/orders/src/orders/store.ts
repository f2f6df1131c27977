import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Settings } from '../environment.js';
import { Problem } from '../platform/problem.js';
import type { Position } from './cursor.js';
import type { StoredOrder } from './model.js';

/** The index with the orders of each customer, by time. */
export const BY_CUSTOMER = 'byCustomer';

/** One page of a customer's orders. */
export interface OrderPage {
  readonly orders: readonly StoredOrder[];
  /** Where the next page begins; undefined on the last. */
  readonly next: Position | undefined;
}

/** The orders in DynamoDB. */
export class OrderStore {
  private readonly client: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(settings: Pick<Settings, 'TABLE_NAME' | 'AWS_REGION' | 'DYNAMODB_ENDPOINT'>) {
    this.table = settings.TABLE_NAME;
    const client = new DynamoDBClient({
      region: settings.AWS_REGION,
      ...(settings.DYNAMODB_ENDPOINT && { endpoint: settings.DYNAMODB_ENDPOINT }),
      maxAttempts: 3,
      // DynamoDB answers in milliseconds. The SDK's default is to wait for ever.
      requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
    });
    this.client = DynamoDBDocumentClient.from(client);
  }

  /** Stores the order unless its id is taken. Returns false if it is. */
  async insert(order: StoredOrder): Promise<boolean> {
    return this.conditionally(() =>
      this.client.send(
        new PutCommand({
          TableName: this.table,
          Item: order,
          ConditionExpression: 'attribute_not_exists(orderId)',
        }),
      ),
    );
  }

  /** Reads an order with all writes that were acknowledged before. */
  async get(orderId: string): Promise<StoredOrder | undefined> {
    const { Item } = await available(() =>
      this.client.send(new GetCommand({ TableName: this.table, Key: { orderId }, ConsistentRead: true })),
    );
    return Item as StoredOrder | undefined;
  }

  /** Cancels the customer's order. Returns false if there is none that is PLACED. */
  async cancel(orderId: string, customerId: string, now: Date): Promise<boolean> {
    return this.conditionally(() =>
      this.client.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { orderId },
          UpdateExpression: 'SET #status = :cancelled, updatedAt = :now',
          ConditionExpression: 'customerId = :customer AND #status = :placed',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':cancelled': 'CANCELLED',
            ':placed': 'PLACED',
            ':customer': customerId,
            ':now': now.toISOString(),
          },
        }),
      ),
    );
  }

  /** Lists a customer's orders, the newest first. The index is a moment behind the table. */
  async list(customerId: string, limit: number, after: Position | undefined): Promise<OrderPage> {
    const { Items = [], LastEvaluatedKey } = await available(() =>
      this.client.send(
        new QueryCommand({
          TableName: this.table,
          IndexName: BY_CUSTOMER,
          KeyConditionExpression: 'customerId = :customer',
          ExpressionAttributeValues: { ':customer': customerId },
          ScanIndexForward: false,
          Limit: limit,
          ...(after && { ExclusiveStartKey: { customerId, ...after } }),
        }),
      ),
    );
    return { orders: Items as StoredOrder[], next: LastEvaluatedKey as Position | undefined };
  }

  /** Resolves when the table can be read. A read of an absent order costs little and needs no further permission. */
  async reachable(): Promise<void> {
    await this.client.send(new GetCommand({ TableName: this.table, Key: { orderId: 'readiness-probe' } }));
  }

  /** Closes the connections. */
  close(): void {
    this.client.destroy();
  }

  private async conditionally(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await available(write);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

/** Whatever else goes wrong at DynamoDB: the caller's request may be right, and it may be repeated. */
async function available<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) throw cause;
    const detail = 'The orders cannot be reached at the moment. It is safe to repeat the request.';
    throw new Problem(503, 'store-unavailable', detail, { retryAfterSeconds: 1, cause });
  }
}
