import { realpathSync } from 'node:fs';
import { runCommand } from '../../../lib/validation/programs/command';
import { temporaryDirectory } from '../../support/program';

const cwd = realpathSync(temporaryDirectory());
const run = (command: string, env: NodeJS.ProcessEnv = {}) =>
  runCommand(command, { cwd, env: { ...process.env, ...env } });

let log: string[];
beforeEach(() => {
  log = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => {
    log.push(line);
  });
});
afterEach(() => jest.restoreAllMocks());

test('a command is a line of the log before its output', async () => {
  await run('true');
  expect(log).toEqual(['$ true']);
});

test('a command runs in the directory, with the environment', async () => {
  await run(`test "$(pwd -P)" = "${cwd}" && test "$BASE_URL" = http://127.0.0.1:1`, { BASE_URL: 'http://127.0.0.1:1' });
});

test('a command may have several parts, as in a shell', async () => {
  await run('true && false || true');
});

test('a command that waits for input gets none', async () => {
  await run('read -r line || true');
});

test.each([
  ['exit 3', 'exit 3 ended with 3'],
  ['kill -9 $$', 'kill -9 $$ ended with SIGKILL'],
  ['no-such-command-here 2>/dev/null', 'no-such-command-here 2>/dev/null ended with 127'],
])('%s is a problem', async (command, problem) => {
  await expect(run(command)).rejects.toThrow(problem);
});
