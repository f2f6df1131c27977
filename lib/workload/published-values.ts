import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../build/programs/problem';

/** What a release adds, and what a rollback has otherwise. The chart's schema says what they may be. */
const OF_A_RELEASE = ['image', 'strategy', 'bakeMinutes'];

/**
 * Refuses to install anything but what the service's stack has published. Who may ask for a deployment could else bring images
 * beside the service's own, or another service's target group, into which the cluster may put pods as well.
 *
 * @param values what is to be installed
 * @param manifest what is published, see `EksRelease`
 */
export function requirePublished(values: object, manifest: string): void {
  const [asked, published] = [values, publishedIn(manifest)].map((one) => new Map(Object.entries(one)));
  const differing = [...new Set([...asked!.keys(), ...published!.keys()])]
    .filter((name) => !OF_A_RELEASE.includes(name))
    .filter((name) => !isDeepStrictEqual(asked!.get(name), published!.get(name)));
  if (differing.length === 0) return;
  throw new Problem(
    `what is to be installed is not what the service's stack has published (${differing.sort().join(', ')}): the ` +
      'configuration has changed since this release was rendered, so retry all actions of this stage, Render first',
  );
}

function publishedIn(manifest: string): object {
  try {
    return Object(JSON.parse(manifest).values);
  } catch {
    throw new Problem('what the stack of the service has published is not JSON');
  }
}
