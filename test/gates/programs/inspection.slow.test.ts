import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Gates } from '../../../lib/config/delivery';
import { inspectSecrets } from '../../../lib/gates/programs/inspect-secrets';
import {
  type Inspected,
  inspectCode,
  inspectDependencies,
  inspectDockerfile,
  listPackages,
} from '../../../lib/gates/programs/inspection';
import { Osv } from '../../../lib/gates/programs/osv';
import { parseSbom } from '../../../lib/gates/programs/sbom';
import { Tools } from '../../../lib/gates/programs/tools';
import { temporaryDirectory } from '../../support/program';
import { FakeTools } from '../fake-tools';
import { expired, LIMITS } from '../limits';
import { OsvServer } from '../osv-server';

const NO_COMMAND = { install: 'true', analyze: '' };

const root = temporaryDirectory();
const osv = OsvServer.forTests();
let tree: string;
let tools: FakeTools;
let count = 0;

beforeEach(() => {
  tree = join(root, String(count++));
  tools = new FakeTools(join(root, `tools-${count}`));
  write('Dockerfile', 'FROM public.ecr.aws/x/y:1\nUSER 1000');
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function inspected(gates: Partial<Gates> = {}): Inspected {
  const clone = `${tree}-clone`;
  cpSync(tree, clone, { recursive: true });
  const list = { allow: gates.allow ?? [], today: '2026-11-23' };
  return { tree, clone, path: '.', tools: new Tools(tools.directory), gates: { ...LIMITS, ...gates }, list };
}

describe('secrets', () => {
  test.each(['node_modules/x/a.js', 'sub/.secretlintrc.json'])(
    'are found where secretlint by itself would not look: %s',
    async (file) => {
      write(file, 'PLANTED');
      const { findings } = await inspectSecrets(tree, inspected().tools);
      expect(findings).toMatchObject([{ where: `${file}:1`, outcome: 'stops' }]);
    },
  );

  test('are found though a comment says to look away', async () => {
    write('a.js', 'one\nPLANTED // secretlint-disable-line');
    const { findings } = await inspectSecrets(tree, inspected().tools);
    expect(findings).toMatchObject([{ where: 'a.js:2', outcome: 'stops' }]);
  });

  test('a tool that fails closes the gate, and what it printed is not repeated', async () => {
    tools.fails('secretlint', 2, 'PLANTED');
    await expect(inspectSecrets(tree, inspected().tools)).rejects.toThrow(/^secretlint failed with exit code 2$/);
  });
});

describe('the Dockerfile', () => {
  test('is the one in the directory of the service', async () => {
    write('services/web/Dockerfile', 'FROM node:24\nUSER 1000');
    const { findings } = await inspectDockerfile({ ...inspected(), path: './services/web' }, 'own.example');
    expect(findings).toMatchObject([{ where: 'services/web/Dockerfile:1', outcome: 'stops' }]);
  });

  test('stops for an error of the linter, not for a warning', async () => {
    const range = { start: { line: 0 } };
    tools.prints('dockerfile-utils', [
      { range, message: 'deprecated', severity: 'warning' },
      { range, message: 'unknown', severity: 'error' },
    ]);
    const { findings } = await inspectDockerfile(inspected(), 'own.example');
    expect(findings.map(({ title, outcome }) => [title, outcome])).toEqual([
      ['deprecated', 'tolerated'],
      ['unknown', 'stops'],
    ]);
  });

  test('may start from an image of the delivery itself', async () => {
    write('Dockerfile', 'FROM own.example/base:1\nUSER 1000');
    expect((await inspectDockerfile(inspected(), 'own.example')).findings).toEqual([]);
    expect((await inspectDockerfile(inspected(), 'other.example')).findings).toHaveLength(1);
  });

  test('that is not there closes the gate', async () => {
    await expect(inspectDockerfile({ ...inspected(), path: './nowhere' }, 'own.example')).rejects.toThrow(
      'cannot read the Dockerfile: ENOENT',
    );
  });
});

describe('the SBOM', () => {
  test('of packages without a lock file closes the gate', async () => {
    write('package.json', '{"dependencies":{"a":"^1"}}');
    tools.prints('cdxgen', { bomFormat: 'CycloneDX', components: [] });
    await expect(listPackages(inspected())).rejects.toThrow(
      'package.json: packages are named, but there is no lock file that tells their versions',
    );
  });

  test('of a source that needs no package is empty', async () => {
    tools.prints('cdxgen', { bomFormat: 'CycloneDX', components: [] });
    expect((await listPackages(inspected())).note).toBe('0 packages');
  });
});

test('the list of packages is made from elsewhere, where no settings of the source can leave any out', async () => {
  write('.cdxgenrc', '{"exclude":["**/package-lock.json"]}');
  tools.prints('cdxgen', { bomFormat: 'CycloneDX', components: [] });
  await listPackages(inspected());
  const { cwd, args } = tools.lastCall('cdxgen');
  expect(args.at(-1)).toBe(tree);
  expect(existsSync(join(cwd, '.cdxgenrc'))).toBe(false);
  expect(`${cwd}/`.startsWith(`${tree}/`)).toBe(false);
});

test('a comment in the Dockerfile tells the linter nothing', async () => {
  const lines = ['FROM public.ecr.aws/x/y:1', '# dockerfile-utils: ignore', 'STRAT now', 'USER 1000'];
  write('Dockerfile', lines.join('\n'));
  await inspectDockerfile(inspected(), 'own.example');
  expect(tools.lastCall('dockerfile-utils').text?.split('\n')).toEqual([
    lines[0],
    '# dockerfile-utils; ignore',
    ...lines.slice(2),
  ]);
});

describe('dependencies', () => {
  const sbom = parseSbom(
    '{"bomFormat":"CycloneDX","components":[{"purl":"pkg:npm/good@1"},{"purl":"pkg:generic/x@1"}]}',
  );
  const inspect = (gates: Partial<Gates> = {}) => inspectDependencies(inspected(gates), sbom, new Osv(osv.url, 1));

  beforeEach(() => {
    osv.pages = { 'pkg:npm/good@1': [['GHSA-1']] };
    osv.records = { 'GHSA-1': { id: 'GHSA-1', aliases: ['CVE-1'], database_specific: { severity: 'HIGH' } } };
  });

  test.each([
    ['high', 'stops'],
    ['critical', 'tolerated'],
  ] as const)('with the limit %s a high one %s', async (dependencies, outcome) => {
    expect((await inspect({ dependencies })).findings).toMatchObject([{ outcome }]);
  });

  test('one that was accepted until a day that is over stops, and says so', async () => {
    expect((await inspect({ allow: [expired('CVE-1')] })).findings).toMatchObject([
      { outcome: 'stops', note: 'was accepted until 2020-01-01, which is over: not reachable' },
    ]);
  });

  test('those that nobody could ask about are told', async () => {
    expect((await inspect()).note).toBe('1 packages asked about, 1 of kinds that OSV has not');
  });

  test('OSV that does not answer closes the gate', async () => {
    osv.special = [{ status: 403, body: 'no' }];
    await expect(inspect()).rejects.toThrow('querybatch: HTTP 403: no');
  });
});

describe("the platform's own analysis", () => {
  test('closes the gate where there is nothing that it can read', async () => {
    tools.prints('eslint', { version: '2.1.0', runs: [{ artifacts: [], results: [] }] });
    await expect(inspectCode(inspected(), NO_COMMAND)).rejects.toThrow(
      'there is no JavaScript or TypeScript to analyse: for other languages state commands.analyze, ' +
        'which writes reports/analysis.sarif',
    );
  });

  test('closes the gate where it fails', async () => {
    tools.fails('eslint', 2, 'broken');
    await expect(inspectCode(inspected(), NO_COMMAND)).rejects.toThrow('eslint failed with exit code 2: broken');
  });
});

describe("the team's own analysis", () => {
  const sarif = (level: string) => JSON.stringify({ version: '2.1.0', runs: [{ results: [{ ruleId: 'r', level }] }] });
  const writes = (level: string) => `mkdir -p reports && printf '%s' '${sarif(level)}' >reports/analysis.sarif`;
  const run = (analyze: string, gates: Partial<Gates> = {}) =>
    inspectCode(inspected(gates), { install: 'true', analyze });

  test.each([
    ['error', 'stops'],
    ['warning', 'tolerated'],
  ])('decides with a finding of level %s: it %s', async (level, outcome) => {
    expect((await run(writes(level))).findings).toMatchObject([{ outcome }]);
  });

  test.each([
    ['fails', 'exit 3', '"exit 3" failed with exit code 3'],
    ['writes nothing', 'true', '"true" has not written reports/analysis.sarif'],
    ['writes nonsense', 'mkdir -p reports; echo x >reports/analysis.sarif', 'reports/analysis.sarif is not JSON'],
  ])('closes the gate where it %s', async (_, command, message) => {
    await expect(run(command)).rejects.toThrow(message);
  });

  test('is not run where the installation fails', async () => {
    const commands = { install: 'exit 4', analyze: writes('note') };
    await expect(inspectCode(inspected(), commands)).rejects.toThrow('"exit 4" failed with exit code 4');
  });

  test('is not replaced by a file that was committed', async () => {
    write('reports/analysis.sarif', sarif('note'));
    await expect(run('true')).rejects.toThrow('"true" has not written');
  });
});
