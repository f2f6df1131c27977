import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
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
    const removalPolicy = toolchainRemovalPolicyOf(delivery);
    const string = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
    this.table = new dynamodb.Table(this, 'Resource', {
      tableName: names.incidentsName(delivery.name),
      partitionKey: string(PARTITION_KEY),
      sortKey: string(SORT_KEY),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    // A table with other keys is another table. Whatever the delivery, the old one's records are not thrown away for it.
    (this.table.node.defaultChild as dynamodb.CfnTable).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }
}
