import type { Cursor } from '../cursor';
import type { DeliveryInput } from '../input';
import type { Finding } from '../issues';
import { formatPath, show } from '../problem';

/** A question to the configuration that no single value answers. */
export type Check = (delivery: Cursor<DeliveryInput>) => readonly Finding[];

/** Names in a list, for those who refer to them. */
export interface Names {
  readonly known: readonly string[];
  /** Whether every entry has a name; if not, nobody can say that a name is unknown. */
  readonly complete: boolean;
}

export function namesOf(items: readonly Cursor<{ readonly name?: string }>[], list: Cursor<unknown>): Names {
  // Also names that the schema refused: whoever refers to one has no second mistake.
  const raw = items.map((item) => item.at('name').raw);
  const known = raw.filter((name) => typeof name === 'string');
  return { known, complete: list.sound && list.stated && known.length === raw.length };
}

/** A finding for each value that stands earlier in the list already. */
export function duplicates(values: readonly Cursor<unknown>[], allowed: string): Finding[] {
  const first = new Map<unknown, Cursor<unknown>>();
  return values.flatMap((value) => {
    const earlier = value.sound && value.stated ? first.get(value.raw) : undefined;
    if (earlier === undefined) {
      first.set(value.raw, value);
      return [];
    }
    return [
      { path: value.path, message: `is the same as ${where(earlier)}`, got: show(value.raw, value.path), allowed },
    ];
  });
}

/** The path of a place, for a message. */
export function where(place: Cursor<unknown>): string {
  return formatPath(place.path);
}
