import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gates } from '../../../lib/config/delivery';
import { GitRepository } from '../../support/git-repository';
import { bundleProgram, runBundle, temporaryDirectory } from '../../support/program';
import { FakeTools } from '../fake-tools';
import { accepted, LIMITS } from '../limits';
import { OsvServer } from '../osv-server';

const DOCKERFILE = 'FROM public.ecr.aws/docker/library/node:24\nUSER 1000\n';
const GATES = ['secrets', 'Dockerfile', 'SBOM', 'dependencies', 'static analysis'];

const root = temporaryDirectory();
const osv = OsvServer.forTests();
let bundle: string;
let clone: GitRepository;
let tools: FakeTools;
let directory: string;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/gates/programs/inspect.program.ts', root);
  new GitRepository(join(root, 'template')).commit({ Dockerfile: DOCKERFILE, 'src/main.js': 'main();\n' });
});

beforeEach(() => {
  directory = join(root, String(count++));
  cpSync(join(root, 'template'), join(directory, 'clone'), { recursive: true });
  clone = new GitRepository(join(directory, 'clone'));
  tools = new FakeTools(join(directory, 'tools'));
});

async function inspect(gates: Partial<Gates> = {}, env: NodeJS.ProcessEnv = {}) {
  const result = await runBundle(bundle, {
    cwd: clone.directory,
    home: root,
    env: {
      GATES: JSON.stringify({ ...LIMITS, ...gates }),
      OWN_REGISTRY: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      TOOLS_DIRECTORY: tools.directory,
      OSV_URL: osv.url,
      OUTPUT_DIRECTORY: join(directory, 'output'),
      REPORTS_DIRECTORY: join(directory, 'reports'),
      ...env,
    },
  });
  return { ...result, closed: /^error: the release stops at (.*); see above\n$/.exec(result.stderr)?.[1] };
}

const output = (name: string) => JSON.parse(readFileSync(join(directory, 'output', name), 'utf8'));
const report = () => readFileSync(join(directory, 'reports/gates.xml'), 'utf8');

function vulnerable(severity: string): void {
  osv.pages = { 'pkg:npm/good@1': [['GHSA-1']] };
  const record = { id: 'GHSA-1', aliases: ['CVE-1'], summary: 'Injection', database_specific: { severity } };
  osv.records = { 'GHSA-1': record };
}

test('a clean source passes every gate, and leaves its SBOM and a summary', async () => {
  const { code, stderr, stdout } = await inspect();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.match(/^passed {2}(.*?):/gm)).toHaveLength(GATES.length);
  expect(output('sbom.json').components).toEqual([{ purl: 'pkg:npm/good@1' }]);
  expect(output('inspection.json')).toMatchObject({
    commit: clone.git('rev-parse', 'HEAD'),
    gates: GATES.map((gate) => ({ gate, open: true })),
    used: [],
  });
});

test('every gate does its work, though the first is closed', async () => {
  clone.commit({ Dockerfile: 'FROM node', 'src/a.txt': 'PLANTED' });
  vulnerable('HIGH');
  tools.prints('eslint', { version: '2.1.0', runs: [{ artifacts: [{}], results: [{ ruleId: 'r', level: 'error' }] }] });
  const { code, closed } = await inspect();
  expect(code).toBe(1);
  expect(closed).toBe(
    'secrets (1 finding), Dockerfile (3 findings), dependencies (1 finding), static analysis (1 finding)',
  );
  expect(report().match(/<failure /g)).toHaveLength(6);
});

test('a secret is named with its file and line, and its value is in no output', async () => {
  clone.commit({ 'src/config.ts': 'ok\nkey = "PLANTED-0815"\n', '.gitignore': 'local.env' });
  clone.write('local.env', 'PLANTED, but not of the source');
  const { code, closed, stdout, stderr } = await inspect({ allow: [accepted('Planted')] });
  expect({ code, closed }).toEqual({ code: 1, closed: 'secrets (1 finding)' });
  expect(stdout).toContain('stops     src/config.ts:2: critical Planted');
  expect(stdout + stderr + report() + JSON.stringify(output('inspection.json'))).not.toContain('-0815');
});

test('only the part of a repository that is the service is inspected, with what it shares', async () => {
  clone.commit({
    'services/web/Dockerfile': DOCKERFILE,
    'services/other/secret.txt': 'PLANTED',
    'packages/money/secret.txt': 'PLANTED',
  });
  const env = { SOURCE_PATH: 'services/web', SHARED_PATHS: '["packages/money"]' };
  const { stdout } = await inspect({}, env);
  expect(stdout).toContain('passed  Dockerfile: services/web/Dockerfile');
  expect(stdout).toContain('stops     packages/money/secret.txt:1');
  expect(stdout).not.toContain('services/other');
});

test('a vulnerability that is accepted lets the release pass, and its entry is reported as used', async () => {
  vulnerable('CRITICAL');
  const { code, stdout } = await inspect({ allow: [accepted('CVE-1'), accepted('CVE-2')] });
  expect(code).toBe(0);
  expect(stdout).toContain('accepted  pkg:npm/good@1: critical CVE-1: Injection (accepted until 2999-12-31');
  expect(output('inspection.json').used).toEqual(['CVE-1']);
});

test('one that nobody could ask about, or that has no SBOM, stops', async () => {
  tools.fails('cdxgen', 2, 'out of memory');
  const { closed, stdout } = await inspect();
  expect(closed).toBe('SBOM (could not be checked), dependencies (could not be checked)');
  expect(stdout).toContain('cdxgen failed with exit code 2: out of memory');
});

test("the team's own analysis runs in the service's directory after the installation", async () => {
  clone.commit({ 'services/web/Dockerfile': DOCKERFILE });
  const sarif = JSON.stringify({ version: '2.1.0', runs: [{ results: [{ ruleId: 'r', level: 'error' }] }] });
  const { closed, stdout } = await inspect(
    {},
    {
      SOURCE_PATH: 'services/web',
      INSTALL_COMMAND: 'echo installed in $(basename $PWD) >installed',
      ANALYZE_COMMAND: `cat installed && mkdir reports && printf '%s' '${sarif}' >reports/analysis.sarif`,
    },
  );
  expect(closed).toBe('static analysis (1 finding)');
  expect(stdout).toContain('installed in web\n');
});

test('without limits nothing is inspected', async () => {
  const { code, stderr } = await inspect({}, { GATES: '{}' });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the limits of the gates must be JSON with allow, baseRegistries and findings (got {})\n',
  });
  expect(existsSync(join(directory, 'output'))).toBe(false);
});
