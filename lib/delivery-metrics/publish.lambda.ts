/** Publishes the delivery metrics: those of all services once a day, those of a service soon after something happened to it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { readVariables } from '../build/programs/program';
import type { DeliveryEvent } from '../delivery-events/events';
import { parseDeliveryEvent } from '../delivery-events/parse-event';
import { EventStore } from '../delivery-events/store';
import { METRICS_VARIABLES } from './constants';
import { measure, parseNames } from './measured';
import { deploymentLines, metricLines } from './published';

const variables = readVariables(process.env, METRICS_VARIABLES);
const services = parseNames(METRICS_VARIABLES.services, variables.services);
const production = parseNames(METRICS_VARIABLES.production, variables.production);
const store = new EventStore(new DynamoDBClient({}), variables.tableName);

/** New items of the table of events, or the schedule, which has none. */
export type PublishEvent = Partial<DynamoDBStreamEvent>;

export async function handler({ Records: records }: PublishEvent): Promise<void> {
  const events = (records ?? []).flatMap(({ dynamodb }) => eventIn(dynamodb?.NewImage?.['event']?.S));
  const concerned = records ? [...new Set(events.map(({ service }) => service))] : services;
  const until = new Date();
  const report = await measure(store, { services: concerned, production, until });
  // What fails before this has published nothing, and is done once more as a whole.
  write([...deploymentLines(events, variables.delivery), ...metricLines(report, variables.delivery, until)]);
}

function eventIn(text: string | undefined): DeliveryEvent[] {
  return text === undefined ? [] : [parseDeliveryEvent(JSON.parse(text))];
}

/** Not with console.log(), whose lines start with a time that CloudWatch would not take for a metric. */
function write(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
