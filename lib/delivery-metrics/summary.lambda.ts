/** Tells people once a week how delivery goes. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { attempt } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { EventStore } from '../delivery-events/store';
import { METRICS_VARIABLES, SUMMARY_VARIABLES } from './constants';
import { measure, parseNames } from './measured';
import { weeklySummary } from './weekly-summary';

const variables = readVariables(process.env, { ...METRICS_VARIABLES, ...SUMMARY_VARIABLES });
const services = parseNames(METRICS_VARIABLES.services, variables.services);
const production = parseNames(METRICS_VARIABLES.production, variables.production);
const store = new EventStore(new DynamoDBClient({}), variables.tableName);
const sns = new SNSClient({});

export async function handler(): Promise<void> {
  const report = await measure(store, { services, production, until: new Date() });
  const { subject, text } = weeklySummary(report, variables);
  console.log(text);
  await attempt('publish the summary', () =>
    sns.send(new PublishCommand({ TopicArn: variables.topicArn, Subject: subject, Message: text })),
  );
}
