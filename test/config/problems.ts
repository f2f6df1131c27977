import { join } from 'node:path';
import type { DeliveryInput } from '../../lib/config/input';
import { formatProblem } from '../../lib/config/problem';
import { problemsOf } from '../../lib/config/validate';
import { smallDelivery, type Writable } from '../support/configs';

/** A directory with a Dockerfile. */
export const SERVICE_DIRECTORY = join(__dirname, 'service');

/** The lines that a changed small delivery gets. */
export function problemsAfter(change: (delivery: Writable<DeliveryInput>) => void): string[] {
  return problemLines(smallDelivery(SERVICE_DIRECTORY, change));
}

export function problemLines(input: unknown): string[] {
  return problemsOf(input, __dirname).map(formatProblem);
}

/** A value of a shape that the compiler would refuse. */
export function wrong<T>(value: unknown): T {
  return value as T;
}
