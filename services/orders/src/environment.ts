import { z } from 'zod';
import { commonVariables, httpUrl, required } from './platform/environment.js';

/** What the service reads from its environment. */
export const environment = z.object({
  ...commonVariables,
  TABLE_NAME: required('the name of the DynamoDB table of orders').regex(
    /^[A-Za-z0-9_.-]{3,255}$/,
    'must be the name of a DynamoDB table: 3 to 255 letters, digits, "_", "." or "-"',
  ),
  AWS_REGION: required('the AWS region of the table').regex(
    /^[a-z]{2,4}(-[a-z]+)+-\d$/,
    'must be an AWS region such as eu-west-1',
  ),
  /** Only for a DynamoDB that runs locally. */
  DYNAMODB_ENDPOINT: httpUrl('a local DynamoDB').optional(),
});

/** The service's settings. */
export type Settings = z.output<typeof environment>;
