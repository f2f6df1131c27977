import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDeployedRecord, NOTHING_DEPLOYED } from '../../../lib/deployment/deployed-record';
import { AwsServer, awsError } from '../../support/aws-server';
import { GitRepository } from '../../support/git-repository';
import { bundleProgram, isolated, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const DIGEST = `sha256:${'d'.repeat(64)}`;
const EXECUTION = 'https://console.example.com/executions/1';
const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:shop-notifications';

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let directory: string;
let clone: GitRepository;
let first: string;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/release/programs/notes.program.ts', root);
});

beforeEach(() => {
  directory = join(root, String(count++));
  clone = new GitRepository(join(directory, 'clone'));
  clone.commit({ a: '1' }, 'first');
  first = clone.git('rev-parse', 'HEAD');
  // No query protocol's answer has a body that anyone reads.
  server.on({ Publish: () => ({ MessageId: '1' }) });
});

function deployed(commit: string): string {
  const at = '2026-11-20T10:00:00.000Z';
  return formatDeployedRecord({ commit, digest: DIGEST, tag: 'tree-0', executionId: 'e-1', at });
}

async function notes(parameter: string, env: NodeJS.ProcessEnv = {}, scan?: unknown): Promise<ProgramResult> {
  server.on({ GetParameter: () => ({ Parameter: { Value: parameter } }) });
  const image = join(directory, 'image');
  mkdirSync(image, { recursive: true });
  const commit = clone.git('rev-parse', 'HEAD');
  writeFileSync(join(image, 'image.json'), JSON.stringify({ commit, tag: 'tree-1' }));
  const uri = `111111111111.dkr.ecr.eu-central-1.amazonaws.com/shop-web@${DIGEST}`;
  writeFileSync(join(image, 'imageDetail.json'), JSON.stringify({ ImageURI: uri }));
  if (scan !== undefined) {
    mkdirSync(join(directory, 'scan'), { recursive: true });
    writeFileSync(join(directory, 'scan/scan-summary.json'), JSON.stringify(scan));
  }
  return runBundle(bundle, {
    cwd: clone.directory,
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      SERVICE_NAME: 'web',
      ENVIRONMENT_NAME: 'prod',
      DEPLOYED_PARAMETER: '/shop/prod/web/deployed',
      COMPARE_URL: 'https://git.example.com/web/compare/{from}...{to}',
      EXECUTION_URL: EXECUTION,
      TOPIC_ARN: TOPIC,
      CODEBUILD_SRC_DIR_Image: image,
      ...(scan !== undefined && { CODEBUILD_SRC_DIR_Scan: join(directory, 'scan') }),
      OUTPUT_DIRECTORY: join(directory, 'output'),
      EXPORTS_DIRECTORY: join(directory, 'exports'),
      ...env,
    },
  });
}

const exported = (name: string) => readFileSync(join(directory, 'exports', name), 'utf8');
const written = () => readFileSync(join(directory, 'output/release-notes.md'), 'utf8');

test('the notes name the commits since the last release, their authors, the scan and where to look', async () => {
  clone.commit({ a: '2' }, 'Fix the basket\n\nIt lost items.');
  clone.git('commit', '--quiet', '--allow-empty', '--author=Zoë <zoe@example.com>', '--message', 'Say it better');
  const head = clone.git('rev-parse', 'HEAD');
  const { code, stderr } = await notes(
    deployed(first),
    {},
    { counts: { high: 1, critical: 0 }, signature: 'COMPLETE' },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(written()).toBe(`# web to prod

- Commit: ${head}
- Image: tree-1, ${DIGEST}
- Deployed now: ${first}, since 2026-11-20T10:00:00.000Z
- Pipeline: ${EXECUTION}
- Changes: https://git.example.com/web/compare/${first}...${head}

## 2 commits since ${first.slice(0, 8)} by Zoë, Test

- ${head.slice(0, 8)} Say it better (Zoë)
- ${clone.git('rev-parse', 'HEAD~1').slice(0, 8)} Fix the basket (Test)

## Scan

- scan: high 1
- signature: COMPLETE
`);
});

test('the first release has nothing to compare with, and links to itself', async () => {
  await notes(NOTHING_DEPLOYED);
  expect(exported('SUMMARY')).toBe('web to prod: the first release | scan: no summary in this pipeline');
  expect(`https://${exported('COMPARE_LINK')}`).toBe(EXECUTION);
});

test('a pipeline that starts from an image needs no clone', async () => {
  const { code } = await notes(deployed('e'.repeat(40)), { HISTORY: 'none', GIT_DIR: '/nowhere' });
  expect(code).toBe(0);
  expect(exported('SUMMARY')).toContain('are not known: the commits are in the project that built the image');
});

test('the approval gets them in one line, and the link to the changes', async () => {
  clone.commit({ a: '2' }, 'Fix the basket');
  await notes(deployed(first), {}, { counts: {} });
  expect(exported('SUMMARY')).toBe(
    `web to prod: 1 commit since ${first.slice(0, 8)} by Test | Fix the basket | scan: no findings`,
  );
  expect(exported('COMPARE_LINK')).toBe(`git.example.com/web/compare/${first}...${clone.git('rev-parse', 'HEAD')}`);
});

test('people get the whole of them', async () => {
  clone.commit({ a: '2' }, 'Fix the basket');
  await notes(deployed(first));
  expect(server.inputs('Publish')).toEqual([
    expect.objectContaining({ TopicArn: TOPIC, Subject: 'Approve web to prod?', Message: written() }),
  ]);
});

test('what is deployed now and would be gone stands out', async () => {
  clone.git('checkout', '--quiet', '-b', 'hotfix');
  clone.commit({ b: '1' }, 'Stop the leak');
  const hotfix = clone.git('rev-parse', 'HEAD');
  clone.git('checkout', '--quiet', 'main');
  clone.commit({ a: '2' }, 'Fix the basket');
  await notes(deployed(hotfix));
  expect(exported('SUMMARY')).toContain('| LEAVES OUT 1 commit that is deployed now |');
  expect(written()).toContain(
    `## LEAVES OUT 1 commit that is deployed now\n\n- ${hotfix.slice(0, 8)} Stop the leak (Test)\n`,
  );
});

test('a deployed commit that is in the remote alone is fetched', async () => {
  const copy = new GitRepository(join(directory, 'copy'));
  clone.git('remote', 'add', 'origin', copy.directory);
  clone.git('push', '--quiet', 'origin', 'main:other');
  copy.git('checkout', '--quiet', 'other');
  copy.commit({ c: '1' }, 'elsewhere');
  clone.commit({ a: '2' }, 'Fix the basket');
  await notes(deployed(copy.git('rev-parse', 'HEAD')));
  expect(exported('SUMMARY')).toContain('1 commit since');
});

test('a deployed commit that nobody knows is said to be unknown, and the person decides', async () => {
  clone.git('remote', 'add', 'origin', clone.directory);
  const { code } = await notes(deployed('e'.repeat(40)));
  expect(code).toBe(0);
  expect(exported('SUMMARY')).toContain(
    'changes since eeeeeeee are not known: the deployed commit is not in the repository any more',
  );
});

test('a commit message is text to the shell that exports it, whatever it holds', async () => {
  const message = `$(touch ${directory}/pwned) \`touch ${directory}/pwned\` "; touch ${directory}/pwned; ' \\ #{codepipeline.x}`;
  clone.git('commit', '--quiet', '--allow-empty', '-m', message);
  await notes(deployed(first));
  // As the build specification does it.
  const command = `export SUMMARY="$(cat ${directory}/exports/SUMMARY)"; printf %s "$SUMMARY"`;
  const seen = execFileSync('sh', ['-c', command], { env: isolated(root), encoding: 'utf8' });
  expect(seen).toContain(` | ${message.replace('#{', '# {')} | `);
  expect(existsSync(join(directory, 'pwned'))).toBe(false);
});

test('a message that cannot be sent fails the step, for nobody would come to approve', async () => {
  server.on({
    Publish: () => {
      throw awsError('AuthorizationError', 'not authorized to perform: SNS:Publish', 403);
    },
  });
  const { code, stderr } = await notes(deployed(first));
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^error: cannot publish to ${TOPIC}: .*not authorized to perform: SNS:Publish\n$`));
});
