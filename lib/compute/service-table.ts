import { CfnDeletionPolicy, Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Environment, Table } from '../config/delivery';
import { allow } from '../shared/allow';
import { removalPolicyOf } from '../shared/life';
import { TABLE_KEY_ACTIONS } from '../shared/table-key';
import { TableMetrics } from './table-metrics';

export interface ServiceTableProps {
  readonly environment: Environment;
  readonly table: Table;
  /** Says in consoles whose data the key protects. */
  readonly description: string;
}

const READ = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
/** A service's own DynamoDB table, billed per request, under a key that opens it for DynamoDB alone. */
export class ServiceTable extends Construct {
  readonly table: dynamodb.Table;
  private readonly key: kms.Key;
  private readonly indexNames: readonly string[];

  constructor(scope: Construct, id: string, props: ServiceTableProps) {
    super(scope, id);
    const { environment, table } = props;
    const removalPolicy = removalPolicyOf(environment);
    this.indexNames = table.indexes.map((index) => index.name);
    this.key = new kms.Key(this, 'Key', {
      description: props.description,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      policy: keyPolicy(Stack.of(this)),
      removalPolicy,
    });
    const string = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
    // The plain table: the newer construct, made for replicas, cannot have a key of its own before the region is known.
    this.table = new dynamodb.Table(this, 'Resource', {
      partitionKey: string(table.partitionKey),
      sortKey: table.sortKey ? string(table.sortKey) : undefined,
      timeToLiveAttribute: table.timeToLiveAttribute,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: environment.production,
      removalPolicy,
    });
    // A table with other keys is another table. Whatever the environment, the old one's data are not thrown away for it.
    (this.table.node.defaultChild as dynamodb.CfnTable).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    for (const index of table.indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: string(index.partitionKey),
        sortKey: index.sortKey ? string(index.sortKey) : undefined,
      });
    }
  }

  /** Reads and writes items, in the table and in its indexes by name; nothing that changes the table itself. */
  grantReadWriteItems(role: iam.Role): void {
    role.addToPolicy(allow(READ, [this.table.tableArn, ...this.indexNames.map((name) => this.indexArn(name))]));
    role.addToPolicy(allow(WRITE, [this.table.tableArn]));
    role.addToPolicy(allow(TABLE_KEY_ACTIONS, [this.key.keyArn]));
  }

  /** What the table is asked for and how DynamoDB measures it. */
  get metrics(): TableMetrics {
    return new TableMetrics(this.table.tableName, this.indexNames);
  }

  private indexArn(name: string): string {
    return `${this.table.tableArn}/index/${name}`;
  }
}

/** The account administers the key; only DynamoDB, on behalf of the account's principals, encrypts and decrypts with it. */
function keyPolicy(stack: Stack): iam.PolicyDocument {
  const account = new iam.AccountRootPrincipal();
  return new iam.PolicyDocument({
    statements: [
      new iam.PolicyStatement({
        sid: 'Administration',
        principals: [account],
        actions: [
          'kms:CancelKeyDeletion',
          'kms:Describe*',
          'kms:Disable*',
          'kms:Enable*',
          'kms:Get*',
          'kms:List*',
          'kms:Put*',
          'kms:Revoke*',
          'kms:ScheduleKeyDeletion',
          'kms:TagResource',
          'kms:UntagResource',
          'kms:Update*',
        ],
        // In a key policy this is the key itself.
        resources: ['*'],
      }),
      new iam.PolicyStatement({
        sid: 'UseThroughDynamoDb',
        principals: [account],
        actions: ['kms:CreateGrant', ...TABLE_KEY_ACTIONS],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': stack.account,
            'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com`,
          },
        },
      }),
    ],
  });
}
