import { Problem } from '../../build/programs/problem';
import { type Heredoc, heredocsOf } from './dockerfile-heredocs';

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** What follows it, continued lines joined as they are; heredocs are left out. */
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
 * heredocs. Whether an instruction is well formed is for the linter to say. What BuildKit may read in another way is refused:
 * an instruction could hide there.
 */
export function parseDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const { syntax, escape: continuation = '\\' } = directivesOf(lines);
  const instructions: Instruction[] = [];
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    if (isIgnored(lines[index]!)) continue;
    let { part, isContinued } = partOf(lines[index]!, continuation, index);
    let line = part.trimStart();
    while (isContinued && index + 1 < lines.length) {
      index++;
      // Between continued lines comments and empty lines are passed over.
      if (isIgnored(lines[index]!)) continue;
      ({ part, isContinued } = partOf(lines[index]!, continuation, index));
      line += part;
    }
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
    const instruction = { name: name.toUpperCase(), text: rest.trim(), line: start + 1 };
    instructions.push(instruction);
    for (const heredoc of heredocsOf(instruction.name, instruction.text, instruction.line))
      index = endOf(heredoc, lines, index);
  }
  return { syntax, instructions };
}

/** The flags of an instruction, `--from=build` as `['from', 'build']`, and what follows them. */
export function flagsOf({ text, line }: Instruction): { readonly flags: [string, string][]; readonly rest: string } {
  const flags: [string, string][] = [];
  let rest = text;
  for (let word = flagAt(rest); word; word = flagAt(rest)) {
    const [, name, value] = /^--([^=]*)(?:=(.*))?$/s.exec(unquoted(word))!;
    if (VALUED.includes(name!) && !value) throw new Problem(`--${name} in line ${line} of the Dockerfile has no value`);
    flags.push([name!, value ?? '']);
    rest = rest.slice(word.length).trimStart();
  }
  return { flags, rest };
}

/** Flags that name an image. */
const VALUED = ['from', 'mount'];

/** The first word if it is a flag, with its quotes and escaped characters. */
function flagAt(text: string): string | undefined {
  return /^--(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|\\.?|[^\s"'\\])+/s.exec(text)?.[0];
}

/** As BuildKit reads a flag. */
function unquoted(word: string): string {
  return word.replace(/\\(.?)|["']/gs, '$1');
}

function isIgnored(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** A line without the sign at its end that continues it. */
function partOf(line: string, sign: string, index: number): { part: string; isContinued: boolean } {
  const part = line.trimEnd();
  if (!part.endsWith(sign)) return { part: line, isContinued: false };
  // Versions of BuildKit differ about two of them, and it knows fewer kinds of white space than there are.
  if (part.endsWith(sign + sign) || !/^[ \t]*$/.test(line.slice(part.length))) {
    throw new Problem(
      `nobody can tell whether line ${index + 1} of the Dockerfile goes on: it has to end in one ${sign}`,
    );
  }
  return { part: part.slice(0, -1), isContinued: true };
}

/**
 * Directives stand before everything else, even before a comment. BuildKit looks for the syntax after a first line of `#!`
 * as well, and in comments that start with `//`.
 */
function directivesOf(lines: readonly string[]): { syntax?: string; escape?: string } {
  const rest = lines[0]!.startsWith('#!') ? lines.slice(1) : lines;
  return {
    escape: leading(lines, '#')['escape'],
    syntax: leading(rest, '#')['syntax'] ?? leading(rest, '//')['syntax'],
  };
}

function leading(lines: readonly string[], comment: string): Record<string, string | undefined> {
  const directives: Record<string, string> = {};
  for (const line of lines) {
    const text = line.trimStart();
    const match = text.startsWith(comment) && DIRECTIVE.exec(text.slice(comment.length));
    if (!match) break;
    directives[match[1]!.toLowerCase()] ??= match[2]!;
  }
  return directives;
}

const DIRECTIVE = /^\s*(syntax|escape|check)\s*=\s*(.+?)\s*$/i;

function endOf({ word, tabs }: Heredoc, lines: readonly string[], from: number): number {
  for (let index = from + 1; index < lines.length; index++) {
    if ((tabs ? lines[index]!.replace(/^\t+/, '') : lines[index]) === word) return index;
  }
  throw new Problem(`the Dockerfile has no line ${word} that ends what <<${word} in line ${from + 1} begins`);
}
