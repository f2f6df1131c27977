import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { attempt, describe, Problem } from '../build/programs/problem';
import { OWN_EVENT } from './constants';
import type { DeliveryEvent, OwnEvent } from './events';

/** A throttled or lost call is no reason to lose an event. */
export const ANNOUNCE_ATTEMPTS = 8;

/** Puts one event of the delivery on the account's default bus. */
export async function putOwnEvent(client: EventBridgeClient, delivery: string, event: DeliveryEvent): Promise<void> {
  const detail: OwnEvent = { delivery, event };
  await attempt(`put ${event.kind} on the event bus`, async () => {
    const { FailedEntryCount: failed, Entries: entries } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            Source: OWN_EVENT.source,
            DetailType: OWN_EVENT.detailType,
            Time: new Date(event.at),
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );
    // The call succeeds all the same.
    if (failed) throw new Error(`${entries?.[0]?.ErrorCode}: ${entries?.[0]?.ErrorMessage}`);
  });
}

/**
 * Tells the records of the delivery what a build does. It never fails: a release must not depend on its records. What
 * went wrong is a warning in the build's log, and metrics do without an event that is missing.
 *
 * @param make the event, with all that may fail on the way to it
 */
export async function announce(
  client: EventBridgeClient,
  delivery: string,
  make: () => Promise<DeliveryEvent>,
): Promise<void> {
  try {
    const event = await make();
    await putOwnEvent(client, delivery, event);
    console.log(`told the records: ${event.kind}`);
  } catch (error) {
    const reason = error instanceof Problem ? error.message : describe(error);
    console.error(`warning: the delivery's records do not get to know of this: ${reason}`);
  }
}
