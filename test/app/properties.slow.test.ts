import * as fc from 'fast-check';
import { resolveDelivery } from '../../lib/config/resolve';
import { synthesizeDelivery } from '../support/app';
import { ALARM_CHECKS } from '../support/checks/alarms';
import { ARN_CHECKS } from '../support/checks/arns';
import type { Check } from '../support/checks/check';
import { EVENT_CHECKS } from '../support/checks/events';
import { GAME_DAY_CHECKS } from '../support/checks/game-days';
import { NAMED_CHECKS } from '../support/checks/named';
import { NAME_CHECKS } from '../support/checks/naming';
import { NETWORK_CHECKS } from '../support/checks/network';
import { POLICY_CHECKS } from '../support/checks/policies';
import { RECORD_CHECKS } from '../support/checks/records';
import { REFERENCE_CHECKS } from '../support/checks/references';
import { RELEASE_CHECKS } from '../support/checks/releases';
import { ROLE_CHECKS } from '../support/checks/roles';
import { validDeliveries } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { runs } from '../support/runs';

const CHECKS: readonly Check[] = [
  ...ALARM_CHECKS,
  ...ARN_CHECKS,
  ...EVENT_CHECKS,
  ...GAME_DAY_CHECKS,
  ...NAMED_CHECKS,
  ...NAME_CHECKS,
  ...NETWORK_CHECKS,
  ...POLICY_CHECKS,
  ...RECORD_CHECKS,
  ...REFERENCE_CHECKS,
  ...RELEASE_CHECKS,
  ...ROLE_CHECKS,
];

test('every valid configuration synthesises to templates that pass the checks', () => {
  fc.assert(
    fc.property(validDeliveries(SERVICE_DIRECTORY), (input) => {
      const delivery = resolveDelivery(input, { baseDirectory: __dirname });
      const app = { delivery, stacks: synthesizeDelivery(delivery) };
      expect(CHECKS.flatMap(({ title, find }) => find(app).map((finding) => `${title}: ${finding}`))).toEqual([]);
    }),
    { numRuns: runs(3) },
  );
});
