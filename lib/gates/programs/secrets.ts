import { relative } from 'node:path';
import { Problem } from '../../build/programs/problem';
import type { Finding } from './findings';

/** The part of secretlint's JSON that is read. Beside it stands the whole file, with its secrets, which is not. */
interface ScannedFile {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly messageId: string;
    readonly loc: { readonly start: { readonly line: number } };
  }[];
}

/**
 * What secretlint found, without any text of its own: its messages and what it prints beside them hold what was found.
 *
 * @param files the files that it was given, by their path there: one that it passed over was not checked
 */
export function parseSecrets(output: string, directory: string, files: ReadonlyMap<string, string>): Finding[] {
  let scanned: readonly ScannedFile[];
  try {
    scanned = JSON.parse(output);
  } catch {
    // What it wrote instead may hold a secret.
    throw new Problem('secretlint wrote no JSON');
  }
  const byPath = new Map(scanned.map((file) => [relative(directory, file.filePath), file]));
  const missed = [...files].filter(([path]) => !byPath.has(path)).map(([, name]) => name);
  if (missed.length > 0) throw new Problem(`secretlint passed over ${missed.slice(0, 5).join(', ')}`);
  return [...byPath].flatMap(([path, { messages }]) =>
    messages.map(({ ruleId, messageId, loc }) => ({
      ids: [messageId],
      severity: 'critical' as const,
      title: `a secret in the source, as ${ruleId} knows it; take it out, and make it void where it is valid`,
      where: `${files.get(path) ?? path}:${loc.start.line}`,
    })),
  );
}

/** The start of the comments with which a source tells secretlint to look away. */
const DIRECTIVE = 'secretlint-disable';

/** A file's text without such comments, at the same places. */
export function withoutDirectives(text: string): string {
  return text.replaceAll(DIRECTIVE, DIRECTIVE.replace('-', '_'));
}

/** Whether secretlint passes over a file whatever it is told: what others have written, and its own settings. */
export function isPassedOver(file: string): boolean {
  return file.split('/').some((part) => part === 'node_modules' || part === '.git' || part.startsWith('.secretlintrc'));
}
