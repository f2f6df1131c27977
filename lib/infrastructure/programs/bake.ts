import { Problem } from '../../build/programs/problem';

/** What the world is asked during a bake, so that it can be told without waiting. */
export interface Watch {
  /** The names of the alarms that ring now. */
  readonly ringing: () => Promise<readonly string[]>;
  readonly pause: (seconds: number) => Promise<void>;
}

const SECONDS_BETWEEN = 60;

/**
 * Looks at the alarms at once and then every minute, for so many minutes.
 *
 * @throws Problem with the names of the alarms as soon as one rings
 */
export async function bake(minutes: number, { ringing, pause }: Watch): Promise<void> {
  for (let minute = 0; ; minute += 1) {
    const alarms = await ringing();
    if (alarms.length > 0) {
      throw new Problem(
        `after ${minute} of ${minutes} minutes there is an alarm, so nothing more is deployed: ${alarms.join(', ')}`,
      );
    }
    if (minute >= minutes) return;
    await pause(SECONDS_BETWEEN);
  }
}

/** @throws Problem unless it is a whole number from 0 to 480 */
export function parseMinutes(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 480) return Number(text);
  throw new Problem(`the minutes must be a whole number from 0 to 480 (got ${JSON.stringify(text)})`);
}
