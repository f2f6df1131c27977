import { Match } from 'aws-cdk-lib/assertions';
import type { EnvironmentInput, TableInput } from '../../lib/config/input';
import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const TABLE = 'AWS::DynamoDB::Table';

function deliveryWith(table: TableInput, environment: Partial<EnvironmentInput> = {}) {
  return shop((delivery) => {
    delivery.tools = TOOLS;
    Object.assign(delivery.environments[0]!, environment);
    Object.assign(delivery.services[0]!, { table });
  });
}

const full = deliveryWith({
  partitionKey: 'orderId',
  sortKey: 'line',
  timeToLiveAttribute: 'expires',
  indexes: [
    { name: 'byCustomer', partitionKey: 'customerId', sortKey: 'createdAt' },
    { name: 'byDay', partitionKey: 'day' },
  ],
});
const plain = deliveryWith({ partitionKey: 'id' });
const template = templateOf(full, 'dev-web');
const plainTemplate = templateOf(plain, 'dev-web');
const productionTemplate = templateOf(deliveryWith({ partitionKey: 'id' }, { production: true }), 'dev-web');
const taskRole = allowedBy(full, 'dev-web', 'ReleaseTaskRole');

test('a service without a table has neither table nor key', () => {
  const without = templateOf(shop(), 'dev-web');
  without.resourceCountIs(TABLE, 0);
  without.resourceCountIs('AWS::KMS::Key', 0);
});

test('the table has the configured keys', () => {
  template.hasResourceProperties(TABLE, {
    KeySchema: [
      { AttributeName: 'orderId', KeyType: 'HASH' },
      { AttributeName: 'line', KeyType: 'RANGE' },
    ],
  });
});

test('without a sort key there is none', () => {
  plainTemplate.hasResourceProperties(TABLE, { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] });
});

test('each index has its keys and all attributes', () => {
  template.hasResourceProperties(TABLE, {
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byCustomer',
        KeySchema: [
          { AttributeName: 'customerId', KeyType: 'HASH' },
          { AttributeName: 'createdAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: 'byDay',
        KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
});

test('all keys are strings', () => {
  const { AttributeDefinitions } = only(template, TABLE).Properties!;
  expect(AttributeDefinitions.map((attribute: Properties) => attribute['AttributeType'])).toEqual(Array(5).fill('S'));
});

test('items expire by the configured attribute', () => {
  template.hasResourceProperties(TABLE, { TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } });
});

test('without such an attribute nothing expires', () => {
  plainTemplate.hasResourceProperties(TABLE, { TimeToLiveSpecification: Match.absent() });
});

test('the table is billed per request', () => {
  template.hasResourceProperties(TABLE, { BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: Match.absent() });
});

test('the table can be restored to any moment', () => {
  template.hasResourceProperties(TABLE, {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
});

test('the table is encrypted with a key of its own that rotates', () => {
  const key = only(template, 'AWS::KMS::Key', { EnableKeyRotation: true }).id;
  template.hasResourceProperties(TABLE, {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: { 'Fn::GetAtt': [key, 'Arn'] } },
  });
});

test('in production table and key stay and deletion is refused', () => {
  productionTemplate.hasResource(TABLE, { DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } });
  productionTemplate.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
});

test('elsewhere table and key go with their stack', () => {
  plainTemplate.hasResource(TABLE, { DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false } });
  plainTemplate.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
});

test('a table that another one replaces stays everywhere', () => {
  plainTemplate.hasResource(TABLE, { UpdateReplacePolicy: 'Retain' });
});

describe("the key's policy", () => {
  const { KeyPolicy } = only(template, 'AWS::KMS::Key').Properties!;
  const statements: Properties[] = evaluated(full, 'dev-web', KeyPolicy.Statement);
  const isUse = (action: string) =>
    !/^kms:(Cancel|Schedule|Describe|Disable|Enable|Get|List|Put|Revoke|Tag|Untag|Update)/.test(action);
  const using = statements.filter(({ Action }) => [Action].flat().some(isUse));

  test('lets only DynamoDB use the key, for this account', () => {
    expect(using).toHaveLength(1);
    expect(using[0]!['Condition']).toEqual({
      StringEquals: {
        'kms:CallerAccount': '111111111111',
        'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com',
      },
    });
  });

  test('gives nobody all actions', () => {
    expect(statements.flatMap(({ Action }) => Action)).not.toContain('kms:*');
  });

  test('names this account and nobody else', () => {
    expect(statements.map(({ Principal }) => Principal)).toEqual(
      statements.map(() => ({ AWS: 'arn:aws:iam::111111111111:root' })),
    );
  });
});

test('the service reads the table and its indexes by name', () => {
  const table = evaluated(full, 'dev-web', { 'Fn::GetAtt': [only(template, TABLE).id, 'Arn'] });
  const [statement, ...others] = about(taskRole, 'dynamodb:Query');
  expect(others).toEqual([]);
  expect(statement!.resources).toEqual([table, `${table}/index/byCustomer`, `${table}/index/byDay`]);
});

test('the service writes the table itself only', () => {
  const table = evaluated(full, 'dev-web', { 'Fn::GetAtt': [only(template, TABLE).id, 'Arn'] });
  const [statement, ...others] = about(taskRole, 'dynamodb:PutItem');
  expect(others).toEqual([]);
  expect(statement!.resources).toEqual([table]);
});

test('the service cannot change the table', () => {
  const actions = taskRole.flatMap((statement) => statement.actions).filter((action) => action.startsWith('dynamodb:'));
  expect(actions.filter((action) => /\*|:(Create|DeleteTable|Update(?!Item)|Restore|Tag)/.test(action))).toEqual([]);
  expect(actions).toContain('dynamodb:UpdateItem');
});
