/** Where in the configuration: `['environments', 1, 'network', 'cidr']`. */
export type Path = readonly (string | number)[];

/** One thing that the team has to change. */
export interface Problem {
  /** `environments[1].network.cidr`; empty where the file as a whole is meant. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence about the path. */
  readonly message: string;
  /** The value found, shortened. @default - the message says it */
  readonly got?: string;
  /** What would be right. @default - the message says it */
  readonly allowed?: string;
}

/** Everything that is wrong with a configuration, found in one pass. */
export class ConfigurationError extends Error {
  /**
   * @param problems at least one, in the order of their paths
   * @param source the file or name that was loaded, for people
   */
  constructor(
    readonly problems: readonly Problem[],
    readonly source?: string,
  ) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** `services[0].memory: 700 does not go with cpu 256 (got 700, allowed 512, 1024, 2048)` */
export function formatProblem(problem: Problem): string {
  const details = [
    ...(problem.got === undefined ? [] : [`got ${problem.got}`]),
    ...(problem.allowed === undefined ? [] : [`allowed ${problem.allowed}`]),
  ].join(', ');
  const subject = problem.path === '' ? '' : `${problem.path}: `;
  return `${subject}${problem.message}${details === '' ? '' : ` (${details})`}`;
}

/** `environments[1].network.cidr`, with keys that are no identifiers in brackets and quotes. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(part)) return `['${part}']`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** By path, list indexes as numbers, so that the same configuration always gives the same report. */
export function comparePaths(left: Path, right: Path): number {
  for (const [index, a] of left.entries()) {
    const b = right[index];
    if (b === undefined) return 1;
    if (a === b) continue;
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a) < String(b) ? -1 : 1;
  }
  return left.length - right.length;
}

const LONGEST_VALUE = 60;
const MOST_SHOWN_OF_A_SECRET = 3;

/** A value for a message: short, on one line, and of variables, secrets and headers no more than the first letters. */
export function show(value: unknown, path: Path): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'string') return isSecretive(path) ? `a ${typeof value}` : String(value);
  // Whatever a terminal would take for a command is shown as a blank.
  const line = value.replace(/[\s\p{Cc}]+/gu, ' ');
  if (isSecretive(path)) return `'${line.slice(0, Math.min(MOST_SHOWN_OF_A_SECRET, line.length / 4))}…'`;
  return line.length <= LONGEST_VALUE ? `'${line}'` : `'${line.slice(0, LONGEST_VALUE)}…'`;
}

/** A password put where it does not belong must not get into the log of a build. */
function isSecretive(path: Path): boolean {
  return path.some((part) => part === 'variables' || part === 'secrets' || part === 'headers');
}
