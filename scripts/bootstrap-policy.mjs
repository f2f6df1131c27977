// Writes the policies with which CloudFormation deploys a delivery, for `cdk bootstrap --cloudformation-execution-policies`,
// from the templates of its configuration: one set of files for each account. docs/bootstrap.md says what to do with them.
//
//   node scripts/bootstrap-policy.mjs sandbox [DIRECTORY]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { require as requireTypeScript } from 'tsx/cjs/api';

const root = fileURLToPath(new URL('..', import.meta.url));
const [config, directory = 'bootstrap-policies', ...others] = process.argv.slice(2);
if (!config || others.length > 0) {
  console.error('usage: node scripts/bootstrap-policy.mjs CONFIGURATION [DIRECTORY]');
  process.exit(1);
}
const { executionPolicies } = requireTypeScript('../lib/bootstrap/execution-policy.ts', import.meta.url);
const { loadDelivery } = requireTypeScript('../lib/config/load.ts', import.meta.url);

const delivery = loadDelivery(config, root);
const assembly = mkdtempSync(join(tmpdir(), 'slipway-bootstrap-'));
try {
  synthesize();
  mkdirSync(directory, { recursive: true });
  for (const [account, templates] of templatesByAccount()) {
    const files = executionPolicies(delivery.name, templates).map((policy, index) => {
      const file = join(directory, `${delivery.name}-deployment-${account}-${index + 1}.json`);
      writeFileSync(file, `${JSON.stringify(policy)}\n`);
      return file;
    });
    console.log([`${account}:`, ...files.map((file) => `  ${file}`)].join('\n'));
  }
} finally {
  rmSync(assembly, { recursive: true });
}

function synthesize() {
  const args = ['synth', '--quiet', '--no-notices', '--context', `config=${config}`, '--output', assembly];
  const { status } = spawnSync(join(root, 'node_modules/.bin/cdk'), args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** By the account's number; `account` where the credentials decide. */
function templatesByAccount() {
  const { artifacts } = JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8'));
  const accounts = new Map();
  for (const { type, environment, properties } of Object.values(artifacts)) {
    if (type !== 'aws:cloudformation:stack') continue;
    const account = /^aws:\/\/(\d{12})\//.exec(environment)?.[1] ?? 'account';
    const template = JSON.parse(readFileSync(join(assembly, properties.templateFile), 'utf8'));
    accounts.set(account, [...(accounts.get(account) ?? []), template]);
  }
  return accounts;
}
