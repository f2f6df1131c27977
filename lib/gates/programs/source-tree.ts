import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { exportSource } from '../../build/programs/git';
import type { Source } from '../../build/programs/source';

/**
 * Does something with a copy of a source: the very files that the image is built from, as they were committed, and none that
 * a build has left beside them.
 */
export async function withTree<T>(clone: string, source: Source, action: (tree: string) => Promise<T>): Promise<T> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'slipway-tree-')));
  try {
    await exportSource(clone, source, directory);
    return await action(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** All ordinary files below a directory, relative to it. A symbolic link holds nothing of its own. */
export async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => relative(directory, join(entry.parentPath, entry.name))).sort();
}
