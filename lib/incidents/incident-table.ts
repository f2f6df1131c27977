import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { recordTable } from '../shared/record-table';
import { PARTITION_KEY, SORT_KEY } from './constants';

export interface IncidentTableProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}

/** All incidents of the delivery, for good: there are few, and what was learned from them is looked up years later. */
export class IncidentTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, { delivery, key }: IncidentTableProps) {
    super(scope, id);
    this.table = recordTable(this, 'Resource', {
      tableName: names.incidentsName(delivery.name),
      partitionKey: PARTITION_KEY,
      sortKey: SORT_KEY,
      key,
      removalPolicy: toolchainRemovalPolicyOf(delivery),
    });
  }
}
