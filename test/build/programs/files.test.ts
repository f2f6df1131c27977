import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArtifactFile, writeFiles } from '../../../lib/build/programs/files';
import { temporaryDirectory } from '../../support/program';

const root = temporaryDirectory();

test('every file is written, in a directory that is made for them, and nothing else', async () => {
  const directory = join(root, 'new', 'output');
  await writeFiles(directory, { 'a.json': '1', 'b.json': '2' });
  expect(readdirSync(directory).sort()).toEqual(['a.json', 'b.json']);
  expect(readFileSync(join(directory, 'b.json'), 'utf8')).toBe('2');
});

test('when one file cannot be written, no file appears and an older one stays whole', async () => {
  const directory = join(root, 'blocked');
  mkdirSync(directory);
  writeFileSync(join(directory, 'a.json'), 'old');
  // Names a directory that does not exist, so that staging it fails after the first file was staged.
  await expect(writeFiles(directory, { 'a.json': 'new', 'none/b.json': '2' })).rejects.toThrow(
    `cannot write to ${directory}: ENOENT`,
  );
  expect(readdirSync(directory)).toEqual(['a.json']);
  expect(readFileSync(join(directory, 'a.json'), 'utf8')).toBe('old');
});

test('a place that is taken by a directory leaves no temporary files behind', async () => {
  const directory = join(root, 'taken');
  mkdirSync(join(directory, 'a.json'), { recursive: true });
  await expect(writeFiles(directory, { 'a.json': '1', 'b.json': '2' })).rejects.toThrow(`cannot write to ${directory}`);
  expect(readdirSync(directory)).toEqual(['a.json']);
  expect(existsSync(join(directory, 'b.json'))).toBe(false);
});

test('a missing artifact file is reported by its name', async () => {
  await expect(readArtifactFile(root, 'imageDetail.json')).rejects.toThrow(
    "cannot read the artifact's imageDetail.json: ENOENT",
  );
});
