/** Opens and resolves incidents as alarms say, tells everybody, and looks now and then whether all of that is so. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context as LambdaContext, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { describe } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { EventStore } from '../delivery-events/store';
import { readAlarmEvent } from './alarm-event';
import { CHAT_TOPIC_VARIABLE, FACTS_FILE, FUNCTION_SECONDS, INCIDENT_VARIABLES, SWEEP_SOURCE } from './constants';
import { readAlarms, readImpact } from './environment-metrics';
import { Environments } from './environments';
import { type Facts, watchedAlarms } from './facts';
import {
  type AlarmChange,
  type Incident,
  idOf,
  openedAt,
  type Place,
  resolvedAt,
  statusOf,
  suspectedAt,
} from './incident';
import { applyChange } from './model';
import { outsideOf, readContext } from './outside';
import { IncidentStore } from './store';
import { sweep } from './sweep';
import { type Outcome, tell } from './tell';

const dynamoDb = new DynamoDBClient({});

/** Messages that could not be handled are named in the answer, and come again. */
export async function handler(
  event: SQSEvent,
  { awsRequestId: holder }: Pick<LambdaContext, 'awsRequestId'>,
): Promise<SQSBatchResponse> {
  const desk = new Desk(holder);
  const batchItemFailures = [];
  // One after the other: several of one message batch are often about one service.
  for (const { messageId, body } of event.Records) {
    try {
      if ((await desk.handle(JSON.parse(body))) === 'told') continue;
      console.log(`${messageId}: somebody else is telling of it; looking again later`);
    } catch (error) {
      console.error(`${messageId}: ${describe(error)}`);
    }
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}

/** What one call of the function works with. */
class Desk {
  private readonly variables = readVariables(process.env, INCIDENT_VARIABLES);
  private readonly facts = readFacts();
  private readonly own = { account: this.variables.account, region: process.env['AWS_REGION']! };
  private readonly watched = watchedAlarms(this.facts, this.own);
  private readonly store = new IncidentStore(dynamoDb, this.variables.table);
  private readonly events = new EventStore(dynamoDb, this.variables.events);
  private readonly environments = new Environments(this.facts, this.own);
  private readonly outside = outsideOf({ facts: this.facts, own: this.own }, this.events, {
    topicArn: this.variables.topicArn,
    chatTopicArn: process.env[CHAT_TOPIC_VARIABLE] || undefined,
  });

  constructor(private readonly holder: string) {}

  async handle(event: unknown): Promise<Outcome> {
    if (Object(event).source === SWEEP_SOURCE) {
      await this.sweep();
      return 'told';
    }
    const read = readAlarmEvent(event, this.watched);
    if (!read) {
      console.log(`${Object(event).detail.alarmName} is no alarm that incidents follow`);
      return 'told';
    }
    await this.apply(read.place, read.change);
    return this.tell(read.place);
  }

  private async apply(place: Place, change: AlarmChange): Promise<void> {
    const { incident } = await this.store.change(place, (before) => applyChange(before, change));
    const became = incident ? `${idOf(incident)} is ${statusOf(incident)}` : 'no incident';
    console.log(`${change.alarm} ${change.state} at ${change.at}: ${became}`);
  }

  private tell(place: Place): Promise<Outcome> {
    const { store, outside, holder } = this;
    return tell(place, { store, outside, holder, now: () => new Date(), seconds: FUNCTION_SECONDS });
  }

  private sweep(): Promise<void> {
    return sweep({
      watched: this.watched,
      states: () => this.store.states(),
      readAlarms: async (watched) => {
        const client = await this.environments.cloudWatch(watched[0]!.environment);
        return readAlarms(client, watched, new Date());
      },
      apply: (place, change) => this.apply(place, change),
      tell: (place) => this.tell(place),
      lookBack: (incident) => this.lookBack(incident),
      now: () => new Date(),
    });
  }

  private async lookBack(incident: Incident): Promise<void> {
    const [from, to] = [openedAt(incident), resolvedAt(incident)!];
    const client = await this.environments.cloudWatch(incident.environment);
    const impact = await readImpact(client, this.facts.delivery, incident, { from, to });
    if (!impact) return;
    const { deployments } = await readContext(this.events, incident, suspectedAt(incident));
    await this.store.changeIncident(incident, ({ context, ...before }) => {
      // The suspect stays the one that metrics were told, and stays in the list.
      const isListed = deployments.some(({ execution }) => execution === context?.suspect) || context?.suspect === null;
      return { ...before, impact, context: context && isListed ? { ...context, deployments } : context };
    });
  }
}

/** Lambda says where the code is. */
function readFacts(): Facts {
  return JSON.parse(readFileSync(resolve(process.env['LAMBDA_TASK_ROOT']!, FACTS_FILE), 'utf8'));
}
