import * as fc from 'fast-check';
import { SHIFT_LIMITS, shiftMinutes, type TrafficShift } from '../../lib/shared/traffic-shift';

/** Strategies within the limits of a controller. */
export function validShifts(controller: keyof typeof SHIFT_LIMITS): fc.Arbitrary<TrafficShift> {
  const limits = SHIFT_LIMITS[controller];
  const between = ([min, max]: readonly [number, number]) => fc.integer({ min, max });
  const steps = (kind: 'canary' | 'linear') =>
    fc.record({ kind: fc.constant(kind), percent: between(limits.percent[kind]), minutes: between(limits.minutes) });
  return fc
    .oneof(fc.constant<TrafficShift>({ kind: 'allAtOnce' }), steps('canary'), steps('linear'))
    .filter((shift) => shiftMinutes(shift) <= limits.shiftMinutes);
}
