import type { Delivery } from '../../../lib/config/delivery';
import type { SynthesizedStack } from '../../../test/support/template';

/** What is asked for, to break it. */
export interface Surroundings {
  /** The project's directory. */
  readonly project: string;
  /** A file's text by its path from there. */
  readonly read: (path: string) => string;
  readonly deliveries: Readonly<Record<'sandbox' | 'workshop', Delivery>>;
  readonly synthesized: (delivery: Delivery) => readonly SynthesizedStack[];
}

/** What is said, line by line; nothing where all is well. */
export interface Seen {
  readonly intact: readonly string[];
  readonly broken: readonly string[];
}

/** Something of this project that is broken on purpose, in memory, and looked at by what looks at it otherwise too. */
export interface Exercise {
  /** As in `npm run exercise -- failing-hook`. */
  readonly name: string;
  /** What is broken, as a sentence. */
  readonly breaks: string;
  readonly run: (surroundings: Surroundings) => Seen | Promise<Seen>;
}

/** What a person reads of it. */
export function textOf({ intact, broken }: Seen): string {
  const lines = (seen: readonly string[]) => (seen.length === 0 ? ['  (nothing)'] : seen.map((line) => `  ${line}`));
  return ['as it is:', ...lines(intact), 'broken:', ...lines(broken)].join('\n');
}
