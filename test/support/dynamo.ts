import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';

/** A DynamoDB of this process, in memory; items and their conditions are DynamoDB's own. */
export class LocalDynamo {
  readonly client: DynamoDBClient;
  private constructor(readonly url: string) {
    this.client = new DynamoDBClient({
      endpoint: url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLELOCAL', secretAccessKey: 'local-secret' },
    });
  }

  /** Listens while the tests of the calling file run. */
  static forTests(): () => LocalDynamo {
    let server: Server;
    let dynamo: LocalDynamo;
    beforeAll(async () => {
      server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      dynamo = new LocalDynamo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
    afterAll(async () => {
      dynamo.client.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return () => dynamo;
  }

  /** Makes an empty table with a key of one or two texts. */
  async createTable(name: string, partitionKey: string, sortKey?: string): Promise<void> {
    const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
    await this.client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }

  async deleteTable(name: string): Promise<void> {
    await this.client.send(new DeleteTableCommand({ TableName: name }));
  }

  /** All items of a table, in the order of their JSON. */
  async itemsOf(name: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client: this.client }, { TableName: name })) {
      items.push(...Items.map((item) => unmarshall(item)));
    }
    return items.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
}
