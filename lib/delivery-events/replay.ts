import { describe } from '../build/programs/problem';
import type { EventArchive } from './archive';
import { normalise } from './normalise';
import type { Places } from './places';
import type { EventStore } from './store';

/** What a replay did. */
export interface Replayed {
  /** Events of the archive. */
  readonly read: number;
  /** Delivery events that the table did not have. */
  readonly added: number;
  /** Those that it had. */
  readonly known: number;
  /** One line for each event that could not be read, as it stays a dead letter. */
  readonly problems: readonly string[];
}

/**
 * Reads the archive again into the table. An item depends on its event alone, so that the table is afterwards as if each
 * event had come for the first time, whatever it held of them before.
 *
 * @param since ISO 8601; all of the archive unless given
 */
export async function replay(
  archive: EventArchive,
  store: EventStore,
  places: Places,
  since?: string,
): Promise<Replayed> {
  let [read, added, known] = [0, 0, 0];
  const problems: string[] = [];
  for await (const raw of archive.since(since)) {
    read++;
    try {
      for (const event of normalise(raw, places)) {
        if (await store.put(event)) added++;
        else known++;
      }
    } catch (error) {
      problems.push(`${raw.id}: ${describe(error)}`);
    }
  }
  return { read, added, known, problems };
}
