import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt } from './problem';

/**
 * Writes a set of files into a directory. Every file is complete under a temporary name before the first gets its own,
 * so that a later action never reads half a file.
 */
export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  const staged = Object.entries(files).map(([name, content]) => ({
    content,
    temporary: join(directory, `.${name}.${process.pid}.tmp`),
    final: join(directory, name),
  }));
  await attempt(`write to ${directory}`, async () => {
    await mkdir(directory, { recursive: true });
    try {
      for (const { temporary, content } of staged) await writeFile(temporary, content);
      for (const { temporary, final } of staged) await rename(temporary, final);
    } finally {
      for (const { temporary } of staged) await rm(temporary, { force: true });
    }
  });
}

/** The text of one file of an artifact. */
export async function readArtifactFile(directory: string, name: string): Promise<string> {
  return attempt(`read the artifact's ${name}`, () => readFile(join(directory, name), 'utf8'));
}

/** JSON as people read it in a downloaded artifact. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
