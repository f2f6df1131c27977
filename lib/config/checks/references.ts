import type { Cursor } from '../cursor';
import type { Finding } from '../issues';
import { show } from '../problem';
import type { Check } from './check';

/** How a dynamic reference of CloudFormation starts ("Get values stored in other services using dynamic references"). */
const REFERENCE = '{{resolve:';

/**
 * Wherever it stands, in the header of a request to validate with as in a variable, CloudFormation would put the secret itself
 * into a task definition, a function or a build, readable by all who may look at one.
 */
export const checkReferences: Check = (delivery) => referencesIn(delivery);

/** @param around what it stands in; whatever contains itself, which another check refuses, would never end */
function referencesIn(place: Cursor<unknown>, around: readonly unknown[] = []): Finding[] {
  const { raw, path } = place;
  if (typeof raw === 'string') return place.sound && raw.includes(REFERENCE) ? [finding(raw, path)] : [];
  if (around.includes(raw)) return [];
  const inside = [...around, raw];
  if (Array.isArray(raw)) {
    const items = (place as Cursor<readonly unknown[]>).items();
    return items.flatMap((item) => referencesIn(item, inside));
  }
  return (place as Cursor<Readonly<Record<string, unknown>>>)
    .entries()
    .flatMap(([key, value]) => (key.includes(REFERENCE) ? [finding(key, value.path)] : referencesIn(value, inside)));
}

function finding(text: string, path: Finding['path']): Finding {
  const message = 'has a reference that CloudFormation would resolve: secrets are for that';
  return { path, message, got: show(text, path) };
}
