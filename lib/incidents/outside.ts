import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { attempt } from '../build/programs/problem';
import { putOwnEvent } from '../delivery-events/announce';
import type { EventStore } from '../delivery-events/store';
import { contextOf } from './context';
import { type Context, idOf, type Place } from './incident';
import { chatMessageOf, mailOf, type Wording } from './message';
import { createOpsItem, updateOpsItem } from './ops-items';
import type { Outside } from './tell';

/** Events that hold the last deployments: a deployment has five or so. */
const MOST_EVENTS = 100;
const DAYS_BACK = 60;

export interface Addresses {
  readonly topicArn: string;
  /** Undefined where there are no channels. */
  readonly chatTopicArn?: string;
}

const ssm = new SSMClient({});
const eventBridge = new EventBridgeClient({});
const sns = new SNSClient({});

/** The real outside: the delivery's events, OpsCenter, SNS and EventBridge of the tools account. */
export function outsideOf(wording: Wording, events: EventStore, { topicArn, chatTopicArn }: Addresses): Outside {
  return {
    context: (place, at) => readContext(events, place, at),
    createOpsItem: (record) => createOpsItem(ssm, record, wording),
    updateOpsItem: (item, record) => updateOpsItem(ssm, item, record, wording),
    message: async (news, record) => {
      const { subject, text } = mailOf(news, record, wording);
      await attempt(`send the message about ${idOf(record)}`, () =>
        sns.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text })),
      );
    },
    chat:
      chatTopicArn === undefined
        ? undefined
        : async (news, record) => {
            await attempt(`send ${idOf(record)} to the channels`, () =>
              sns.send(new PublishCommand({ TopicArn: chatTopicArn, Message: chatMessageOf(news, record, wording) })),
            );
          },
    event: (event) => putOwnEvent(eventBridge, wording.facts.delivery, event),
  };
}

/** The deployments before an incident, from the table of delivery events. @param at when it began, or paged */
export async function readContext(events: EventStore, place: Place, at: string): Promise<Context> {
  const since = new Date(Date.parse(at) - DAYS_BACK * 24 * 3_600_000).toISOString();
  const found = await attempt(`read the last deployments of ${place.service} in ${place.environment}`, () =>
    events.latestDeployments(place, MOST_EVENTS, { since }),
  );
  return contextOf(found, place, at);
}
