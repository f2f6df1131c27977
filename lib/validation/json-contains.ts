/** A place where JSON is not what it has to be. */
export interface Mismatch {
  /** `$.items[0].id` */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** So that a line of a log stays a line. */
const LONGEST_TEXT = 100;

/**
 * Where one JSON value does not contain another: an object may have more members, a list has to have the same length, and
 * everything else has to be equal.
 */
export function mismatches(expected: unknown, got: unknown, path = '$'): Mismatch[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return [{ path, expected: shortened(expected), got: shortened(got) }];
    if (got.length !== expected.length) {
      return [{ path, expected: `a list of ${expected.length}`, got: `a list of ${got.length}: ${shortened(got)}` }];
    }
    return expected.flatMap((element, index) => mismatches(element, got[index], `${path}[${index}]`));
  }
  if (isObject(expected)) {
    if (!isObject(got)) return [{ path, expected: shortened(expected), got: shortened(got) }];
    return Object.entries(expected).flatMap(([name, member]) =>
      // An own member only: every object has a `constructor`.
      mismatches(member, Object.hasOwn(got, name) ? got[name] : undefined, path + memberPath(name)),
    );
  }
  return Object.is(expected, got) || expected === got
    ? []
    : [{ path, expected: shortened(expected), got: shortened(got) }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberPath(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** JSON in a few words. */
export function shortened(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
