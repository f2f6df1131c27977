// A DynamoDB for tests and for running the service without AWS. Not part of the image.
const { CreateTableCommand, DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const dynalite = require('dynalite');

// The image has a newer Node; on a developer's machine the SDK's hint to update would be in every log.
const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/** The name of the local table. */
const TABLE = 'orders-local';

/** The variables with which the service finds the local table. The credentials are not looked at. */
function localEnvironment(/** @type {string} */ endpoint) {
  return {
    TABLE_NAME: TABLE,
    AWS_REGION: 'eu-west-1',
    DYNAMODB_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ...quiet,
  };
}

/**
 * Starts an empty in-memory DynamoDB on 127.0.0.1 with the table of orders.
 * @param {number} [port] 0 takes any free port
 */
async function startLocalTable(port = 0) {
  Object.assign(process.env, quiet);
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: 'eu-west-1', endpoint, credentials });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['orderId', 'customerId', 'createdAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byCustomer',
          KeySchema: [
            { AttributeName: 'customerId', KeyType: 'HASH' },
            { AttributeName: 'createdAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  client.destroy();
  const close = async () => {
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  };
  return { endpoint, close };
}

module.exports = { TABLE, localEnvironment, startLocalTable };
