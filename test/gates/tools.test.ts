import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS = join(__dirname, '../../lib/gates/tools');
const read = (file: string) => JSON.parse(readFileSync(join(TOOLS, file), 'utf8'));
const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
const { '': root, ...packages } = read('package-lock.json').packages as Record<
  string,
  { integrity?: string; resolved?: string; hasInstallScript?: boolean; dependencies?: Record<string, string> }
>;

test('each tool has one exact version', () => {
  expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('the lock file is that of the tools', () => {
  expect(root!.dependencies).toEqual(dependencies);
});

test('each package that is installed is pinned by its hash', () => {
  const entries = Object.entries(packages);
  expect(entries.length).toBeGreaterThan(100);
  expect(entries.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
});

test('no package is bound to a registry', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
