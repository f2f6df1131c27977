import { Problem } from '../../build/programs/problem';

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** What follows it, continued lines joined by a space; heredocs are left out. */
  readonly text: string;
  readonly line: number;
}

/** What a Dockerfile says, in its order. */
export interface Dockerfile {
  /** The image of the BuildKit frontend that reads the file, if it names one: `# syntax=…`. */
  readonly syntax?: string;
  readonly instructions: readonly Instruction[];
}

/**
 * Takes a Dockerfile apart (https://docs.docker.com/reference/dockerfile/): parser directives, comments, continued lines and
 * heredocs. Whether an instruction is well formed is for the linter to say.
 */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const { syntax, escape: continuation = '\\' } = directivesOf(lines);
  const instructions: Instruction[] = [];
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    if (isIgnored(lines[index]!)) continue;
    let line = lines[index]!.trim();
    while (line.endsWith(continuation) && index + 1 < lines.length) {
      index++;
      // Between continued lines comments and empty lines are passed over.
      if (!isIgnored(lines[index]!)) line = `${line.slice(0, -1)} ${lines[index]!.trim()}`;
    }
    if (line.endsWith(continuation)) line = line.slice(0, -1);
    const [, name, rest] = /^(\S+)\s*(.*)$/s.exec(line)!;
    const instruction = { name: name!.toUpperCase(), text: rest!.trim(), line: start + 1 };
    instructions.push(instruction);
    for (const heredoc of heredocsOf(instruction)) index = endOf(heredoc, lines, index);
  }
  return { syntax, instructions };
}

/** The flags of an instruction, `--from=build` as `['from', 'build']`, and what follows them. */
export function flagsOf({ text }: Instruction): { readonly flags: [string, string][]; readonly rest: string } {
  const flags: [string, string][] = [];
  let rest = text;
  for (let match = flagAt(rest); match; match = flagAt(rest)) {
    flags.push([match[1]!, match[2] ?? '']);
    rest = rest.slice(match[0].length);
  }
  return { flags, rest };
}

function flagAt(text: string): RegExpExecArray | null {
  return /^--([a-z][a-z.-]*)(?:=(\S*))?(?:\s+|$)/.exec(text);
}

function isIgnored(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** Directives stand before everything else, even before a comment. */
function directivesOf(lines: readonly string[]): { syntax?: string; escape?: string } {
  const directives: Record<string, string> = {};
  for (const line of lines) {
    const match = /^\s*#\s*(syntax|escape|check)\s*=\s*(.+?)\s*$/i.exec(line);
    if (!match) break;
    directives[match[1]!.toLowerCase()] ??= match[2]!;
  }
  return directives;
}

interface Heredoc {
  readonly word: string;
  readonly tabs: boolean;
}

function heredocsOf({ name, text }: Instruction): Heredoc[] {
  if (!['RUN', 'COPY', 'ADD'].includes(name)) return [];
  return [...text.matchAll(/(?<!<)<<(-?)\s*(["']?)([A-Za-z_][\w.]*)\2/g)].map((match) => ({
    word: match[3]!,
    tabs: match[1] === '-',
  }));
}

function endOf({ word, tabs }: Heredoc, lines: readonly string[], from: number): number {
  for (let index = from + 1; index < lines.length; index++) {
    if ((tabs ? lines[index]!.replace(/^\t+/, '') : lines[index]) === word) return index;
  }
  throw new Problem(`the Dockerfile has no line ${word} that ends what <<${word} in line ${from + 1} begins`);
}
