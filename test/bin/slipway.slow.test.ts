import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'slipway-bin-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the app as the CLI does, by the command in cdk.json. */
function synth(config: string) {
  const output = join(directory, 'out');
  rmSync(output, { recursive: true, force: true });
  const { app, context } = require(join(ROOT, 'cdk.json'));
  const { status, stderr } = spawnSync(app, {
    shell: true,
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, config, 'aws:cdk:bundling-stacks': [] }),
    },
  });
  const templates = existsSync(output) ? readdirSync(output).filter((file) => file.endsWith('.template.json')) : [];
  return { status, stderr, templates };
}

function configuration(content: unknown): string {
  const file = join(directory, 'team.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const VALID = {
  name: 'team',
  environments: [{ name: 'dev' }],
  services: [{ name: 'orders', directory: join(ROOT, 'services/orders') }],
};

test('a valid configuration outside the repository writes a template for each stack', () => {
  const { status, stderr, templates } = synth(configuration(VALID));
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(templates.map((name) => name.replace(/[0-9A-F]{8}\.template\.json$/, '')).sort()).toEqual(
    [
      ...['network', 'cluster', 'orders', 'observability', 'incidents', 'drift'].map((name) => `teamdev${name}`),
      ...['artifacts', 'source', 'registry', 'release', 'pullrequests', 'orderschecks', 'drift'].map(
        (name) => `teamtoolchain${name}`,
      ),
      ...['deliverymetrics', 'incidents'].map((name) => `teamtoolchain${name}`),
      'teamtoolchainordersdeveloppipeline',
    ].sort(),
  );
});

test('a bad configuration exits with 1, names every problem without a stack trace and writes no template', () => {
  const { status, stderr, templates } = synth(
    configuration({
      ...VALID,
      environments: [{ name: 'dev', account: '12' }],
      services: [{ ...VALID.services[0], cpu: 300 }],
    }),
  );
  expect(status).toBe(1);
  expect(stderr).toContain('environments[0].account');
  expect(stderr).toContain('services[0].cpu');
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(templates).toEqual([]);
});

test('an unknown name of a configuration says which there are', () => {
  const { status, stderr } = synth('staging');
  expect(status).toBe(1);
  expect(stderr).toContain('sandbox, workshop');
});
