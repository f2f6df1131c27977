import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { GITLAB_AUDIENCE } from '../../../lib/source/constants';
import { templateInputs } from '../../../lib/source/template-inputs';
import { INTEGRATION } from './job';

/** The part of GitLab's CI/CD YAML reference that the template uses; any other keyword is a mistake here. */
const input = z.strictObject({
  description: z.string(),
  default: z.union([z.string(), z.array(z.string())]).optional(),
  type: z.enum(['string', 'array']).optional(),
  options: z.array(z.string()).min(1).optional(),
});
const header = z.strictObject({
  spec: z.strictObject({ inputs: z.record(z.string().regex(/^[a-z][a-z-]*$/), input) }),
});
const job = z.strictObject({
  stage: z.string().min(1),
  tags: z.array(z.string()).optional(),
  image: z.string(),
  services: z.array(z.strictObject({ name: z.string(), alias: z.string() })).optional(),
  variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()),
  id_tokens: z.record(z.string(), z.strictObject({ aud: z.string() })),
  rules: z.array(z.strictObject({ if: z.string() })).min(1),
  needs: z.array(z.strictObject({ job: z.string(), artifacts: z.boolean() })).optional(),
  dependencies: z.array(z.string()).optional(),
  resource_group: z.string().optional(),
  before_script: z.array(z.string()),
  script: z.array(z.string()).min(1),
  artifacts: z.strictObject({ expire_in: z.string(), reports: z.strictObject({ dotenv: z.string() }) }).optional(),
});
const body = z.record(z.string(), job);

const text = readFileSync(join(INTEGRATION, 'slipway.gitlab-ci.yml'), 'utf8');
const documents = parseAllDocuments(text);
const { inputs } = header.parse(documents[0]!.toJS()).spec;

type Value = string | readonly string[];

/** What GitLab does with `$[[ inputs.x ]]`: in text it puts the value there, and where it is all that stands it is the value. */
function interpolated(value: unknown, values: Readonly<Record<string, Value>>): unknown {
  if (Array.isArray(value)) return value.map((item) => interpolated(item, values));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [interpolated(key, values), interpolated(member, values)]),
    );
  }
  if (typeof value !== 'string') return value;
  const given = (name: string) => {
    const found = values[name] ?? inputs[name]?.default;
    if (!inputs[name] || found === undefined) throw new Error(`The template has no value for ${name}`);
    return found;
  };
  const whole = /^\$\[\[ inputs\.([a-z-]+) \]\]$/.exec(value)?.[1];
  if (whole) return given(whole);
  return value.replace(/\$\[\[ inputs\.([a-z-]+) \]\]/g, (_, name: string) => String(given(name)));
}

/** The inputs as the pipeline's stack prints them, read as a team's `.gitlab-ci.yml` would. */
const printed = templateInputs({
  line: 'release',
  branches: ['main', 'release/*'],
  role: 'arn:aws:iam::111122223333:role/shop-web-release-gitlab',
  repository: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-web',
  pipeline: 'shop-web-release',
  architecture: 'arm64',
  gates: {
    findings: { critical: 0, high: 2 },
    allow: [{ id: 'CVE-2026-1', until: '2026-12-31', reason: 'unreachable' }],
  },
});
const values = parseAllDocuments(`inputs: ${printed}`)[0]!.toJS().inputs as Record<string, string>;
const jobs = body.parse(interpolated(documents[1]!.toJS(), values));
const { 'publish shop-web-release': publish, 'release shop-web-release': release } = jobs;

test('the template is a header with inputs and two jobs, without a mistake in its YAML', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  expect(documents).toHaveLength(2);
  expect(Object.keys(jobs)).toEqual(['publish shop-web-release', 'release shop-web-release']);
});

test("the stack's output gives each input that has no default, and none that does not exist", () => {
  const required = Object.keys(inputs).filter((name) => inputs[name]!.default === undefined);
  expect(Object.keys(values)).toEqual(expect.arrayContaining(required));
  expect(Object.keys(values).filter((name) => !inputs[name])).toEqual([]);
});

test('every input is used', () => {
  const unused = Object.keys(inputs).filter((name) => !text.includes(`$[[ inputs.${name} ]]`));
  expect(unused).toEqual([]);
});

test('an input with a choice gets one of it', () => {
  for (const [name, { options }] of Object.entries(inputs)) if (options) expect(options).toContain(values[name]);
});

test('both jobs get a token for AWS and for nobody else, under the name that the scripts read', () => {
  for (const { id_tokens } of [publish!, release!])
    expect(id_tokens).toEqual({ SLIPWAY_ID_TOKEN: { aud: GITLAB_AUDIENCE } });
});

test('no key is stored', () => {
  const variables = [publish!, release!].flatMap((one) => Object.keys(one.variables));
  expect(variables.filter((name) => /ACCESS_KEY|SECRET|PASSWORD/.test(name))).toEqual([]);
});

test.each([
  ['main', true],
  ['release/1.0', true],
  ['release/2026/11', true],
  ['release', false],
  ['main2', false],
  ['feature/main', false],
])('a push to %s publishes and releases: %s', (branch, runs) => {
  for (const { rules } of [publish!, release!]) {
    const expression = /^\$CI_COMMIT_BRANCH =~ \/(.+)\/$/.exec(rules[0]!.if)![1]!;
    expect(new RegExp(expression).test(branch)).toBe(runs);
  }
});

test('the release waits for the image and gets its digest', () => {
  expect(release!.needs).toEqual([{ job: 'publish shop-web-release', artifacts: true }]);
  expect(publish!.artifacts!.reports.dotenv).toBe('slipway.env');
});

test('images are published after the tests, which are in the stage `test` by default', () => {
  expect([publish!.stage, release!.stage]).toEqual(['deploy', 'deploy']);
});

test('what other jobs have left is not in the clone that is built', () => {
  expect(publish!.dependencies).toEqual([]);
});

test.each([
  ['publish.sh', publish!],
  ['release.sh', release!],
])('the job of %s runs it and sets all that it reads', (script, one) => {
  expect(one.script).toEqual([`sh .slipway/${script}`]);
  expect(existsSync(join(INTEGRATION, script))).toBe(true);
  const source = ['common.sh', script].map((name) => readFileSync(join(INTEGRATION, name), 'utf8')).join('\n');
  const required = [...source.matchAll(/^ *require (.+)$/gm)].flatMap(([, list]) => list!.split(' '));
  const fromElsewhere = ['CI_COMMIT_SHA', 'SLIPWAY_DIGEST', ...Object.keys(one.id_tokens)];
  const set = [...Object.keys(one.variables), ...fromElsewhere];
  expect(required.filter((name) => name !== '"$@"' && !set.includes(name))).toEqual([]);
  expect(required.length).toBeGreaterThan(4);
});

test('variables that the scripts do not read are not set', () => {
  const scripts = ['common.sh', 'publish.sh', 'release.sh'].map((name) =>
    readFileSync(join(INTEGRATION, name), 'utf8'),
  );
  const all = [publish!, release!]
    .flatMap((one) => Object.keys(one.variables))
    .filter((name) => name.startsWith('SLIPWAY_'));
  expect(all.filter((name) => !scripts.join('\n').includes(name))).toEqual([]);
});

test('the limits and the accepted findings are those of the service', () => {
  expect(release!.variables).toMatchObject({
    SLIPWAY_FINDINGS: 'critical=0 high=2',
    SLIPWAY_ALLOW: 'CVE-2026-1=2026-12-31',
    SLIPWAY_LINE: 'release',
  });
  expect(publish!.variables).toMatchObject({ SLIPWAY_PLATFORM: 'linux/arm64', SLIPWAY_PATH: '.' });
});

test.each([
  ['a keyword that GitLab does not have', { script: ['x'], scripts: [] }],
  ['a variable that is no text', { variables: { SLIPWAY_LINE: 1 } }],
])('the schema finds %s', (_, change) => {
  expect(job.safeParse({ ...release, ...change }).success).toBe(false);
});
