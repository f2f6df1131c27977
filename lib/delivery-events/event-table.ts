import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { EVENT_TABLE } from './constants';
import type { RecordProps } from './record-props';

/** The table of what happened, by service and time. Old items go by themselves, as the archive has them all. */
export class EventTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { delivery, key }: RecordProps) {
    super(scope, id);
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const string = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
    this.table = new dynamodb.Table(this, 'Resource', {
      tableName: names.deliveryEventsName(delivery.name),
      partitionKey: string(EVENT_TABLE.partitionKey),
      sortKey: string(EVENT_TABLE.sortKey),
      timeToLiveAttribute: EVENT_TABLE.timeToLive,
      // Metrics are published anew soon after something was put on record.
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: Key.fromKeyArn(this, 'Key', key.keyArn),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    // A table with other keys is another table. Whatever the delivery, the old one's records are not thrown away for it.
    (this.table.node.defaultChild as dynamodb.CfnTable).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
}
