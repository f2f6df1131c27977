import { type ConfigurationError, formatProblem } from './problem';

const BULLET = '  - ';
const INDENT = ' '.repeat(BULLET.length + 2);

/**
 * The report that a person reads in the terminal.
 *
 * @param width columns at which lines wrap @default 120
 */
export function formatProblems(error: ConfigurationError, width = 120): string {
  const count = error.problems.length;
  const source = error.source === undefined ? '' : ` in ${error.source}`;
  const heading = `${count} ${count === 1 ? 'problem' : 'problems'}${source}:`;
  return [heading, ...error.problems.map((problem) => wrap(`${BULLET}${formatProblem(problem)}`, width))].join('\n');
}

/** Breaks at spaces only, so that a path or a value can be copied. */
function wrap(line: string, width: number): string {
  const lines: string[] = [];
  for (const word of line.split(/(?<=\S) +/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${INDENT}${word}`);
  }
  return lines.join('\n');
}
