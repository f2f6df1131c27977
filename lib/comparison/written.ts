import { posix } from 'node:path';
import { codeLines, textLines } from './code-lines';

/** A file of the project: its path from the project's directory, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a file is there for. */
export type Part = 'rules' | 'constructs' | 'chart' | 'elsewhere' | 'commands';

export interface Written {
  readonly files: number;
  readonly lines: number;
}

/**
 * The lines that are written by hand in `bin` and `lib`, by what they are there for. A file that constructs and handlers share
 * counts as one of the constructs, where it weighs on the side of the CDK.
 */
export function writtenIn(files: readonly SourceFile[]): Readonly<Record<Part, Written>> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const app = reached(['bin/slipway.ts'], texts);
  const elsewhere = reached(
    [...texts.keys()].filter((path) => /\.(program|lambda)\.ts$/.test(path)),
    texts,
  );
  const parts: Record<Part, { files: number; lines: number }> = {
    rules: { files: 0, lines: 0 },
    constructs: { files: 0, lines: 0 },
    chart: { files: 0, lines: 0 },
    elsewhere: { files: 0, lines: 0 },
    commands: { files: 0, lines: 0 },
  };
  for (const { path, text } of files) {
    const part = parts[partOf(path, app, elsewhere)];
    part.files += 1;
    part.lines += path.endsWith('.ts') ? codeLines(text) : textLines(text);
  }
  return parts;
}

function partOf(path: string, app: ReadonlySet<string>, elsewhere: ReadonlySet<string>): Part {
  if (!path.endsWith('.ts')) return 'chart';
  if (path.startsWith('lib/config/')) return 'rules';
  if (app.has(path)) return 'constructs';
  return elsewhere.has(path) ? 'elsewhere' : 'commands';
}

/** The files that others bring along, as types too, themselves included. */
function reached(from: readonly string[], texts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = texts.get(path);
    if (text === undefined || found.has(path)) continue;
    found.add(path);
    for (const [, specifier] of text.matchAll(/(?:from|require\(|^import) ?'(\.[^']+)'/gm)) {
      waiting.push(`${posix.join(posix.dirname(path), specifier!)}.ts`);
    }
  }
  return found;
}
