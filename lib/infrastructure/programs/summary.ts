import { EXPORT_LIMIT } from '../../build/programs/exports';
import type { Change, Impact } from '../../cloudformation/changes';

/** What a deployment does to one stack. */
export interface StackChanges {
  readonly name: string;
  readonly changes: readonly Change[];
  /** One line for each permission that is new; see `broadenings`. */
  readonly broadenings: readonly string[];
}

/** What has a person's attention first. */
const DANGEROUS: readonly Impact[] = ['REPLACED', 'removed', 'left behind', 'may be replaced'];
const COUNTED: readonly Impact[] = [...DANGEROUS, 'added', 'changed'];

export function isBroadened(stacks: readonly StackChanges[]): boolean {
  return stacks.some(({ broadenings }) => broadenings.length > 0);
}

/**
 * One line for whoever approves, as long as an exported variable may be: first how much there is, then permissions, then what is
 * replaced or goes, then the other stacks. What does not fit is counted; the build's log has all of it.
 */
export function summarize(part: string, stacks: readonly StackChanges[]): string {
  const changing = stacks.filter(({ changes }) => changes.length > 0);
  if (changing.length === 0) return `${part}: no resource changes in ${stacks.length} stacks.`;
  const broadened = stacks.flatMap(({ name, broadenings }) => broadenings.map((line) => `${name}: ${line}`));
  const dangerous = stacks.flatMap(({ name, changes }) =>
    changes
      .filter(({ impact }) => DANGEROUS.includes(impact))
      .map(({ id, type, impact }) => `${impact}: ${type} ${id} of ${name}`),
  );
  const lines = [
    `${part}: ${count(changing.flatMap(({ changes }) => changes))} in ${changing.length} of ${stacks.length} stacks.`,
    `Permissions: ${broadened.length === 0 ? 'none broadened' : `${broadened.length} BROADENED`}.`,
    ...dangerous.sort((one, other) => rank(one) - rank(other)).map((line) => `${line}.`),
    ...broadened.map((line) => `${line}.`),
    ...changing.map(({ name, changes }) => `${name}: ${count(changes)}.`),
  ];
  return fitting(lines.map(oneLine));
}

function count(changes: readonly Change[]): string {
  return COUNTED.flatMap((impact) => {
    const number = changes.filter((change) => change.impact === impact).length;
    return number === 0 ? [] : [`${number} ${impact}`];
  }).join(', ');
}

function rank(line: string): number {
  return DANGEROUS.findIndex((impact) => line.startsWith(impact));
}

/** It goes through a shell's variable and a console that shows no line breaks. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function fitting(lines: readonly string[]): string {
  const rest = (left: number) => ` …and ${left} more in the build's log.`;
  let text = lines[0]!;
  for (const [index, line] of lines.slice(1).entries()) {
    const left = lines.length - 1 - index;
    const tail = left > 1 ? rest(left - 1).length : 0;
    if (text.length + 1 + line.length + tail > EXPORT_LIMIT) return `${text}${rest(left)}`;
    text = `${text} ${line}`;
  }
  return text;
}
