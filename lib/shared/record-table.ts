import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export interface RecordTableProps {
  readonly tableName: string;
  /** Attributes with text. */
  readonly partitionKey: string;
  readonly sortKey: string;
  /** @default - items stay */
  readonly timeToLiveAttribute?: string;
  /** @default - nobody is told of changes */
  readonly stream?: dynamodb.StreamViewType;
  /** The toolchain's key. */
  readonly key: IKey;
  /** `toolchainRemovalPolicyOf` says which. */
  readonly removalPolicy: RemovalPolicy;
}

/** A table of the toolchain that records are put into. */
export function recordTable(scope: Construct, id: string, props: RecordTableProps): dynamodb.Table {
  const { removalPolicy } = props;
  const string = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
  const table = new dynamodb.Table(scope, id, {
    tableName: props.tableName,
    partitionKey: string(props.partitionKey),
    sortKey: string(props.sortKey),
    timeToLiveAttribute: props.timeToLiveAttribute,
    stream: props.stream,
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: props.key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy,
  });
  // A table with other keys is another table. Whatever the delivery, the old one's records are not thrown away for it.
  (table.node.defaultChild as dynamodb.CfnTable).cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  return table;
}
