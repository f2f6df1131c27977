// Sources with one known defect each, and clean ones: what the inspection has to say of them.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { commit, newDirectory, runProgram, serviceFiles } from './gate-runs.mjs';

const LIMITS = {
  coverage: 80,
  staticAnalysis: 'high',
  dependencies: 'high',
  findings: { critical: 0, high: 0 },
  baseRegistries: ['public.ecr.aws'],
  allow: [],
};
const CVE = 'CVE-2021-23337';
const allow = (until) => [{ id: CVE, until, reason: 'the function is not called' }];

const DOCKERFILE =
  'FROM public.ecr.aws/docker/library/node:24-slim\nCOPY . .\nUSER 1000:1000\nCMD ["node", "main.js"]\n';
const CLEAN = { Dockerfile: DOCKERFILE, 'main.js': "console.log('hello');\n" };
const VULNERABLE = {
  ...CLEAN,
  'package.json': '{"name":"web","version":"1.0.0","dependencies":{"lodash":"4.17.20"}}',
  'package-lock.json': JSON.stringify({
    name: 'web',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: 'web', version: '1.0.0', dependencies: { lodash: '4.17.20' } },
      'node_modules/lodash': {
        version: '4.17.20',
        integrity: 'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==',
      },
    },
  }),
};

/** Letters and digits that nobody has seen before, so that no secret stands in this repository. */
function random(length, letters) {
  return Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('');
}
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @returns the cases of the inspection */
export function sourceCases({ tools, osv }) {
  const inspect = async (files, gates = {}, env = {}) => {
    const directory = newDirectory();
    const clone = commit(join(directory, 'clone'), files);
    return runProgram('inspect', {
      cwd: clone,
      env: {
        GATES: JSON.stringify({ ...LIMITS, ...gates }),
        OWN_REGISTRY: '111122223333.dkr.ecr.eu-central-1.amazonaws.com',
        TOOLS_DIRECTORY: tools.directory,
        OSV_URL: osv.url,
        OUTPUT_DIRECTORY: join(directory, 'output'),
        REPORTS_DIRECTORY: join(directory, 'reports'),
        ...env,
      },
    });
  };
  const needs = tools.missing;
  const passes = (what, ...args) => ({ gate: 'all of the source', what, needs, run: () => inspect(...args) });
  const stops = (gate, what, says, ...args) => ({ gate, what, says, needs, stops: true, run: () => inspect(...args) });
  const secret = (what, file, line, text, value) => ({
    ...stops('secrets', what, `stops     ${file}:${line}: critical`, { ...CLEAN, [file]: text }),
    hides: value,
  });

  const key = random(40, MIXED);
  const id = `AKIA${random(16, UPPER)}`;
  const password = random(20, MIXED);
  const sarif = (level) => JSON.stringify({ version: '2.1.0', runs: [{ results: [{ ruleId: 'own', level }] }] });
  const analysis = (level) => ({
    ANALYZE_COMMAND: `mkdir -p reports && printf '%s' '${sarif(level)}' >reports/analysis.sarif`,
  });
  const GO = { Dockerfile: DOCKERFILE, 'main.go': 'package main\n\nfunc main() {}\n' };
  const INJECTION = "import { exec } from 'node:child_process';\n";

  return [
    passes('services/orders', serviceFiles('orders')),
    passes('services/storefront', serviceFiles('storefront')),
    passes('a source that needs no package', CLEAN),
    secret('an AWS secret key', 'config.js', 2, `\nconst AWS_SECRET_ACCESS_KEY = '${key}';\n`, key),
    secret(
      'an AWS key id, with a comment that would hide it',
      'a.js',
      1,
      `a('${id}'); // secretlint-disable-line\n`,
      id,
    ),
    secret(
      'a database password among what others wrote',
      'node_modules/x/a.js',
      1,
      `a('postgres://u:${password}@db.example.com/x')`,
      password,
    ),
    stops(
      'dependencies',
      'a package with a known vulnerability',
      `stops     pkg:npm/lodash@4.17.20: high ${CVE}`,
      VULNERABLE,
    ),
    stops('dependencies', 'the same with settings that would hide it', `high ${CVE}`, {
      ...VULNERABLE,
      '.cdxgenrc': '{"filter":["lodash"],"exclude":["**/package-lock.json"]}',
    }),
    passes('one that is accepted for a while', VULNERABLE, { allow: allow('2999-12-31') }),
    stops('dependencies', 'one that was accepted once', 'was accepted until 2020-01-01, which is over', VULNERABLE, {
      allow: allow('2020-01-01'),
    }),
    stops(
      'dependencies',
      'OSV that does not answer',
      'cannot ask http://127.0.0.1:1/v1/querybatch',
      VULNERABLE,
      {},
      { OSV_URL: 'http://127.0.0.1:1' },
    ),
    stops('SBOM', 'packages without a lock file', 'package.json', {
      ...CLEAN,
      'package.json': VULNERABLE['package.json'],
    }),
    stops('Dockerfile', 'a container that runs as root', 'no USER is set', {
      ...CLEAN,
      Dockerfile: DOCKERFILE.replace(/USER.*\n/, ''),
    }),
    stops('Dockerfile', 'a base image of another registry', 'docker.io/library/node is not from', {
      ...CLEAN,
      Dockerfile: DOCKERFILE.replace(/FROM.*/, 'FROM node:24-slim'),
    }),
    stops('Dockerfile', 'a base image without a version', 'is another image tomorrow', {
      ...CLEAN,
      Dockerfile: DOCKERFILE.replace(':24-slim', ''),
    }),
    stops('Dockerfile', 'an instruction that does not exist', 'dockerfile/lint-error', {
      ...CLEAN,
      Dockerfile: `${DOCKERFILE}STRAT now\n`,
    }),
    stops('Dockerfile', 'the same with a comment that would hide it', 'dockerfile/lint-error', {
      ...CLEAN,
      Dockerfile: `${DOCKERFILE}# dockerfile-utils: ignore\nSTRAT now\n`,
    }),
    stops('static analysis', 'a command made of what a user sends', 'high sonarjs/os-command', {
      ...CLEAN,
      'a.mjs': `${INJECTION}exec('ls ' + process.argv[2]);\n`,
    }),
    stops('static analysis', 'the same with a comment that would hide it', 'high sonarjs/os-command', {
      ...CLEAN,
      'a.mts': `${INJECTION}/* eslint-disable */\nexec('ls ' + process.argv[2]);\n`,
    }),
    stops('static analysis', 'the same among what others wrote', 'node_modules/a/a.mjs:2', {
      ...CLEAN,
      'node_modules/a/a.mjs': `${INJECTION}exec('ls ' + process.argv[2]);\n`,
    }),
    stops('static analysis', 'code that cannot be read', 'critical unreadable', { ...CLEAN, 'a.ts': 'const a = {;\n' }),
    stops('static analysis', 'a language that the platform does not analyse', 'state commands.analyze', GO),
    stops(
      'static analysis',
      "a finding of the team's own analysis",
      'stops     the source: high own',
      GO,
      {},
      analysis('error'),
    ),
    passes("a clean analysis of the team's own", GO, {}, analysis('note')),
  ];
}
