import type { Measure } from './measures';
import { numberText, UNITS } from './readable';

/** The scale of values from 0 up. */
export interface Axis {
  /** The end of the scale; more than 0. */
  readonly top: number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

/** Steps that people count in. */
const STEPS = [1, 2, 5, 10];
/** What is less than a day is counted in other ones than tens. */
const TIME_STEPS: Readonly<Record<string, readonly number[]>> = {
  h: [1, 2, 3, 6, 12, 24],
  min: [1, 2, 5, 10, 15, 30, 60],
  s: [1, 2, 5, 10, 15, 30, 60],
};
const MOST_TICKS = 4;

/** A scale for values of a unit, in as few steps as can be read. @param unit `count` is of whole numbers */
export function axisOf(values: readonly number[], unit: Measure['unit'] | 'count'): Axis {
  const largest = Math.max(0, ...values);
  if (unit === 'percent') return axis(Math.min(100, stepFor(largest || 10)), largest || 10, (value) => `${value} %`);
  if (unit !== 'seconds') return axis(Math.max(1, stepFor(largest || 1)), largest || 1, numberText);
  const [name, size] = UNITS.find(([, least]) => largest >= least) ?? UNITS.at(-1)!;
  const step = stepFor(largest / size || 1, TIME_STEPS[name]);
  const { top, ticks } = axis(step, largest / size || 1, (value) => `${numberText(value)} ${name}`);
  return { top: top * size, ticks: ticks.map(({ value, text }) => ({ value: value * size, text })) };
}

function axis(step: number, largest: number, textOf: (value: number) => string): Axis {
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => {
    // 3 × 0.1 is a little more than 0.3.
    const value = Number((index * step).toPrecision(12));
    return { value, text: textOf(value) };
  });
  return { top: ticks.at(-1)!.value, ticks };
}

function stepFor(largest: number, steps: readonly number[] = STEPS): number {
  const fits = (step: number) => largest / step <= MOST_TICKS;
  const small = steps === STEPS ? undefined : steps.find(fits);
  if (small !== undefined) return small;
  const power = 10 ** Math.floor(Math.log10(largest / MOST_TICKS));
  return (STEPS.find((step) => fits(step * power)) ?? 10) * power;
}
