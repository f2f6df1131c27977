import { z } from 'zod';

/** What `issues.ts` finds in an issue of a rule. */
export interface RuleParams {
  readonly allowed: string;
  /** What is wrong with a value that did not pass. */
  readonly reason: (value: unknown) => string;
}

/**
 * A single value with its type and limits in one. Zod's own checks say what is wrong in their words and stop at the
 * type; here every failure, a missing value too, says in the same words what is allowed.
 */
export function rule<T>(allowed: string, test: (value: unknown) => boolean, message: string): z.ZodCustom<T, T> {
  return ruleWithReason(allowed, (value) => (test(value) ? undefined : message));
}

/** The same for values that can be wrong in several ways; `problem` names the first, or nothing. */
export function ruleWithReason<T>(allowed: string, problem: (value: unknown) => string | undefined): z.ZodCustom<T, T> {
  const params: RuleParams = { allowed, reason: (value) => problem(value) ?? '' };
  return z.custom<T>((value) => problem(value) === undefined, { params });
}

/** Text that matches a pattern within a length. */
export function text(
  allowed: string,
  pattern: RegExp,
  { least = 1, most, message = 'is not as it must be' }: { least?: number; most: number; message?: string },
): z.ZodCustom<string, string> {
  const test = (value: unknown) =>
    typeof value === 'string' && value.length >= least && value.length <= most && pattern.test(value);
  return rule(allowed, test, message);
}

/** Any text, of at least one character. */
export function anyText(allowed: string, most = 10_000): z.ZodCustom<string, string> {
  return rule(
    allowed,
    (value) => typeof value === 'string' && value.trim() !== '' && value.length <= most,
    'must be text',
  );
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number, unit = ''): z.ZodCustom<number, number> {
  return rule(
    `a whole number from ${least} to ${most}${unit === '' ? '' : ` ${unit}`}`,
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    'is out of range',
  );
}

/** One of a few values. */
export function oneOf<const T extends string | number>(
  values: readonly T[],
  message = 'is not offered',
): z.ZodCustom<T, T> {
  return rule(list(values), (value) => values.includes(value as T), message);
}

export function yesOrNo(): z.ZodCustom<boolean, boolean> {
  return rule('true, false', (value) => typeof value === 'boolean', 'must be true or false');
}

/** `a, b, c` */
export function list(values: readonly (string | number)[]): string {
  return values.join(', ');
}
