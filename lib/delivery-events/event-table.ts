import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { recordTable } from '../shared/record-table';
import { EVENT_TABLE } from './constants';
import type { RecordProps } from './record-props';

/** The table of what happened, by service and time. Old items go by themselves, as the archive has them all. */
export class EventTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { delivery, key }: RecordProps) {
    super(scope, id);
    this.table = recordTable(this, 'Resource', {
      tableName: names.deliveryEventsName(delivery.name),
      partitionKey: EVENT_TABLE.partitionKey,
      sortKey: EVENT_TABLE.sortKey,
      timeToLiveAttribute: EVENT_TABLE.timeToLive,
      // Metrics are published anew soon after something was put on record.
      stream: dynamodb.StreamViewType.NEW_IMAGE,
      key: Key.fromKeyArn(this, 'Key', key.keyArn),
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    });
  }
}
