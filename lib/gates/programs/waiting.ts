import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../build/programs/problem';

/** How long to wait for something, in seconds. */
export interface Patience {
  /** Between two questions. */
  readonly pollSeconds: number;
  /** For what is on its way. */
  readonly waitSeconds: number;
  /** For what nobody has heard of, but may have begun a moment ago. */
  readonly settleSeconds: number;
}

/** What an answer may be, besides the thing itself. */
export type NotYet = { readonly waiting: 'on its way' | 'missing'; readonly reason: string };

/** Asks until there is an answer, and gives up with the reason of the last one. */
export async function waitFor<T extends object>(patience: Patience, ask: () => Promise<T | NotYet>): Promise<T> {
  for (let seconds = 0; ; seconds += patience.pollSeconds) {
    const answer = await ask();
    if (!('waiting' in answer)) return answer;
    const limit = answer.waiting === 'missing' ? patience.settleSeconds : patience.waitSeconds;
    if (seconds >= limit) throw new Problem(`${answer.reason}, after ${limit} seconds`);
    await sleep(patience.pollSeconds * 1000);
  }
}

/** A number of seconds, which may be zero. */
export function parseSeconds(name: string, text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds >= 0) || !Number.isFinite(seconds)) {
    throw new Problem(`${name} must be a number of seconds (got ${JSON.stringify(text)})`);
  }
  return seconds;
}
