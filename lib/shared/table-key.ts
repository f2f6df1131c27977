import type { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from './allow';

/** DynamoDB's own list of what it asks of a table's key on a caller's behalf. */
export const TABLE_KEY_ACTIONS = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The use of the key of a table, through DynamoDB alone; for keys whose own policy leaves that to roles. */
export function useTableKey(stack: Stack, keyArn: string): PolicyStatement {
  return allow(TABLE_KEY_ACTIONS, [keyArn], {
    StringEquals: { 'kms:ViaService': `dynamodb.${stack.region}.amazonaws.com` },
  });
}
