import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { scripts } from '../../package.json';

const PROJECT = join(__dirname, '../..');
/** By name: the program and the file that it runs. */
const OWN = Object.entries(scripts).flatMap(([name, command]) => {
  const [, program, file] = /^(node|tsx) (scripts\/\S+)/.exec(command) ?? [];
  return file === undefined ? [] : [{ name, program: program!, file }];
});

test.each(OWN)('npm run $name refuses what it does not know', async ({ name, program, file }) => {
  const loader = program === 'tsx' ? ['--import', 'tsx'] : [];
  const running = spawn(process.execPath, [...loader, file, '--chek'], { cwd: PROJECT, timeout: 30_000 });
  const said: Buffer[] = [];
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (part) => said.push(part));
  const [code] = await once(running, 'close');
  // Jest, and what Node refuses by itself, end with 1.
  expect([1, 2]).toContain(code);
  // An exercise has no such name: it lists those that there are.
  expect(String(Buffer.concat(said))).toMatch(name === 'exercise' ? /^npm run exercise -- NAME/ : /chek/);
});
