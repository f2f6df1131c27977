// Makes lib/gates/tools/package-lock.json anew after a change of the package.json beside it.
//
// What is optional is taken out: cdxgen names binaries of some 100 MB for a dozen platforms, which reading lock files does not
// need and which "npm ci" would insist on having in the lock file even where it leaves them out.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askedFlags } from './lib/asked.mjs';

askedFlags('node scripts/gates-lock.mjs');
const tools = fileURLToPath(new URL('../lib/gates/tools', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'slipway-gates-lock-'));
try {
  for (const file of ['package.json', '.npmrc']) copyFileSync(join(tools, file), join(directory, file));
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd: directory, stdio: 'inherit' });
  const lock = JSON.parse(readFileSync(join(directory, 'package-lock.json'), 'utf8'));
  for (const [path, entry] of Object.entries(lock.packages)) {
    delete entry.optionalDependencies;
    if (entry.optional) delete lock.packages[path];
  }
  const text = `${JSON.stringify(lock, undefined, 2)}\n`;
  writeFileSync(join(directory, 'package-lock.json'), text);
  // What npm would not install is no lock file.
  execFileSync('npm', ['ci', '--ignore-scripts', '--dry-run'], { cwd: directory, stdio: 'inherit' });
  writeFileSync(join(tools, 'package-lock.json'), text);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
