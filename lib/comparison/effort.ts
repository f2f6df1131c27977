import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery } from '../config/delivery';
import { ADDED_SERVICE, TEAM_CHANGES, type TeamChange } from './changes';
import { deliveryOf, edited } from './configuration';
import { type Effect, effectBetween } from './effect';
import { type LineDifference, lineDifference } from './line-difference';
import type { StackTemplate } from './synthesized';

/** What a change costs: in the configuration, and in templates if one wrote those. */
export interface Effort {
  readonly change: TeamChange;
  readonly configuration: LineDifference;
  readonly templates: Effect;
}

/**
 * Makes each change of a team and synthesizes what comes of it.
 *
 * @param project its directory
 * @param textOf a configuration's text by its name
 * @param deliveries the configurations as they are
 * @param synthesized a delivery's templates
 */
export function effortsOf(
  project: string,
  textOf: (configuration: string) => string,
  deliveries: Readonly<Record<TeamChange['configuration'], Delivery>>,
  synthesized: (delivery: Delivery) => readonly StackTemplate[],
): readonly Effort[] {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-services-'));
  try {
    mkdirSync(join(directory, 'services'));
    // A service that is added has code like the others.
    for (const [name, code] of [['storefront'], ['orders'], [ADDED_SERVICE, 'orders']] as const) {
      symlinkSync(join(project, 'services', code ?? name), join(directory, 'services', name));
    }
    return TEAM_CHANGES.map((change) => {
      const before = textOf(change.configuration);
      const after = edited(before, change.edits);
      const changed = deliveryOf(after, `config/${change.configuration}.ts`, directory);
      return {
        change,
        configuration: lineDifference(before.split('\n'), after.split('\n')),
        templates: effectBetween(synthesized(deliveries[change.configuration]), synthesized(changed)),
      };
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
