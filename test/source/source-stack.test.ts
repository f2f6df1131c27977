import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';

import { context } from '../../cdk.json';
import type { Delivery } from '../../lib/config/delivery';
import { SourceStack } from '../../lib/source/source-stack';
import { DELIVERIES, SERVICE_DIRECTORY } from '../support/deliveries';
import { temporaryDirectory } from '../support/program';
import { evaluated, only, shop, templateOf } from '../support/templates';

const REPOSITORY = 'AWS::CodeCommit::Repository';
/** What CodeCommit takes in the archive of a first commit, and in one commit through its API. */
const MOST_BYTES = 20_000_000;
const MOST_FILES = 100;

/** The files of each seed, as they would be uploaded. */
function seedsOf(delivery: Delivery, outdir: string): string[][] {
  const app = new App({ outdir, analyticsReporting: false, context });
  const key = new Key(new Stack(app, 'key'), 'Key');
  new SourceStack(app, 'source', { delivery, key });
  const assembly = app.synth();
  return readdirSync(assembly.directory)
    .filter((name) => name.startsWith('asset.'))
    .map((name) => filesIn(join(assembly.directory, name)));
}

function filesIn(directory: string): string[] {
  return (readdirSync(directory, { recursive: true, encoding: 'utf8' }) as string[])
    .filter((path) => statSync(join(directory, path)).isFile())
    .sort();
}

const project = temporaryDirectory();
cpSync(SERVICE_DIRECTORY, project, { recursive: true });
const WRITTEN = [
  '.dockerignore',
  '.gitignore',
  'src/main.ts',
  'src/reports/monthly.ts',
  'node_modules/left-pad/index.js',
  'packages/one/node_modules/left-pad/index.js',
  'dist/main.js',
  'coverage/lcov.info',
  'reports/junit.xml',
  '.git/config',
];
for (const path of WRITTEN) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), path);
}
const [seed] = seedsOf(
  shop(({ services: [web] }) => Object.assign(web!, { directory: project })),
  temporaryDirectory(),
) as [string[]];

const outdir = temporaryDirectory();

const delivery = shop((input) => {
  input.branching = { releaseLines: [{ branches: ['develop'], environments: ['dev'] }] };
  input.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
});
const template = templateOf(delivery, 'toolchain-source');

test('each service has a repository', () => {
  template.resourceCountIs(REPOSITORY, 2);
  template.hasResourceProperties(REPOSITORY, { RepositoryName: 'shop-web' });
  template.hasResourceProperties(REPOSITORY, { RepositoryName: 'shop-orders' });
});

test('the first commit is on the default branch', () => {
  template.allResourcesProperties(REPOSITORY, { Code: { BranchName: 'develop' } });
});

test("the source is encrypted with the toolchain's key", () => {
  const key = only(templateOf(delivery, 'toolchain-artifacts'), 'AWS::KMS::Key').id;
  const arn = evaluated(delivery, 'toolchain-artifacts', { 'Fn::GetAtt': [key, 'Arn'] });
  for (const { Properties } of Object.values(template.findResources(REPOSITORY))) {
    expect(evaluated(delivery, 'toolchain-source', Properties.KmsKeyId)).toBe(arn);
  }
});

test('a repository goes with its stack', () => {
  template.allResources(REPOSITORY, { DeletionPolicy: 'Delete' });
});

test('a repository that feeds production stays', () => {
  const production = shop(({ environments: [dev] }) => Object.assign(dev!, { production: true }));
  templateOf(production, 'toolchain-source').allResources(REPOSITORY, { DeletionPolicy: 'Retain' });
});

test("the first commit is the service's directory with its hidden files", () => {
  expect(seed).toEqual(expect.arrayContaining(['Dockerfile', '.dockerignore', '.gitignore', 'src/main.ts']));
});

test('what is installed or built is not in the first commit', () => {
  const made = /(^|\/)(node_modules|\.git)\/|^(dist|coverage|reports)\//;
  expect(WRITTEN.filter((path) => made.test(path))).toHaveLength(6);
  expect(seed.filter((path) => made.test(path))).toEqual([]);
});

test('source in a directory that is called like a result is in the first commit', () => {
  expect(seed).toContain('src/reports/monthly.ts');
});

test('CodeCommit takes the sample services', () => {
  const seeds = seedsOf(DELIVERIES.sandbox, outdir);
  expect(seeds).toHaveLength(DELIVERIES.sandbox.services.length);
  for (const files of seeds) {
    expect(files).toContain('Dockerfile');
    expect(files.length).toBeLessThanOrEqual(MOST_FILES);
  }
  for (const name of readdirSync(outdir).filter((entry) => entry.startsWith('asset.'))) {
    const sizes = filesIn(join(outdir, name)).map((path) => statSync(join(outdir, name, path)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  }
});

describe('services that share a repository', () => {
  const part = (name: string, path: string) => ({
    name,
    directory: SERVICE_DIRECTORY,
    source: { kind: 'codecommit' as const, repository: 'mono', path },
  });
  const shared = shop((input) => {
    Object.assign(input.services[0]!, part('web', 'services/web'));
    input.services.push(
      { ...part('orders', 'services/orders'), listenerPort: 8081 },
      { name: 'stock', directory: SERVICE_DIRECTORY, listenerPort: 8082 },
    );
  });

  test('have one, beside those of the others', () => {
    const found = Object.values(templateOf(shared, 'toolchain-source').findResources(REPOSITORY));
    expect(found.map(({ Properties }) => [Properties.RepositoryName, Properties.RepositoryDescription])).toEqual([
      ['shop-mono', 'The source of web, orders'],
      ['shop-stock', 'The source of stock'],
    ]);
  });

  const seeds = temporaryDirectory();

  test('find their directories in its first commit', () => {
    expect(seedsOf(shared, seeds).sort()).toEqual([
      ['Dockerfile'],
      ['services/orders/Dockerfile', 'services/web/Dockerfile'],
    ]);
  });
});

test('a service whose code is elsewhere has no repository', () => {
  const elsewhere = shop(({ services: [web] }) => {
    delete web!.directory;
    web!.source = { kind: 'gitlabCi', project: 'group/web' };
  });
  templateOf(elsewhere, 'toolchain-source').resourceCountIs(REPOSITORY, 0);
});
