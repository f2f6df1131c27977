import * as fc from 'fast-check';
import {
  deploymentBuildMinutes,
  describeShift,
  LONGEST_BUILD_MINUTES,
  needsCustomConfiguration,
  predefinedConfiguration,
  SHIFT_LIMITS,
  shiftMinutes,
} from '../../lib/shared/traffic-shift';
import { validShifts } from '../support/traffic-shifts';

test.each([
  [{ kind: 'allAtOnce' }, 0],
  [{ kind: 'canary', percent: 10, minutes: 15 }, 15],
  // 10 % at once, then nine times ten more.
  [{ kind: 'linear', percent: 10, minutes: 3 }, 27],
  // 30, 60, 90, 100.
  [{ kind: 'linear', percent: 30, minutes: 5 }, 15],
  [{ kind: 'linear', percent: 99, minutes: 60 }, 60],
  [{ kind: 'linear', percent: 50, minutes: 60 }, 60],
] as const)('%j takes %i minutes from the first step to the last', (shift, minutes) => {
  expect(shiftMinutes(shift)).toBe(minutes);
});

test.each([
  [{ kind: 'canary', percent: 10, minutes: 5 }, 'Canary10Percent5Minutes'],
  [{ kind: 'canary', percent: 10, minutes: 15 }, 'Canary10Percent15Minutes'],
  [{ kind: 'linear', percent: 10, minutes: 1 }, 'Linear10PercentEvery1Minutes'],
  [{ kind: 'linear', percent: 10, minutes: 3 }, 'Linear10PercentEvery3Minutes'],
  // One value is another, or both are those of the other kind.
  [{ kind: 'canary', percent: 10, minutes: 1 }, undefined],
  [{ kind: 'linear', percent: 10, minutes: 5 }, undefined],
  [{ kind: 'canary', percent: 20, minutes: 5 }, undefined],
] as const)('CodeDeploy has for %j the configuration %s', (shift, name) => {
  expect(predefinedConfiguration(shift)).toBe(name);
  expect(needsCustomConfiguration(shift)).toBe(name === undefined);
});

test('all at once needs no configuration of its own', () => {
  expect(needsCustomConfiguration({ kind: 'allAtOnce' })).toBe(false);
});

test('whatever is within the limits of ECS, a build can wait for', () => {
  const { bakeMinutes, totalMinutes } = SHIFT_LIMITS.ecs;
  fc.assert(
    fc.property(validShifts('ecs'), fc.integer({ min: 0, max: bakeMinutes }), (shift, bake) => {
      fc.pre(shiftMinutes(shift) + bake <= totalMinutes);
      expect(deploymentBuildMinutes(shift, bake)).toBeLessThanOrEqual(LONGEST_BUILD_MINUTES);
    }),
  );
});

test.each([
  [{ kind: 'allAtOnce' }, 'all at once'],
  [{ kind: 'canary', percent: 10, minutes: 15 }, 'canary 10 % for 15 min'],
  [{ kind: 'linear', percent: 25, minutes: 5 }, 'linear 25 % every 5 min'],
] as const)('%j reads as: %s', (shift, text) => {
  expect(describeShift(shift)).toBe(text);
});
