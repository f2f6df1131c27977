import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceLabels, treeTag } from '../../../lib/build/programs/source';
import { AwsFailure } from '../../support/fake-aws';
import { GitRepository } from '../../support/git-repository';
import { type ProgramResult, temporaryDirectory } from '../../support/program';
import { DIGEST, Job, REGISTRY, REPOSITORY, ROLE, TOKEN } from './job';

const PASSWORD = 'ecr-password';
const MISSING = new AwsFailure('ImageNotFoundException', 'The image requested does not exist');
const STORED = { imageDetails: [{ imageDigest: DIGEST }] };

const root = temporaryDirectory();
let clone: GitRepository;
let job: Job;
let commit: string;
let tree: string;
let count = 0;

beforeAll(() => {
  new GitRepository(join(root, 'template')).commit({ 'services/web/Dockerfile': 'FROM scratch', 'README.md': 'hello' });
});

beforeEach(() => {
  const directory = join(root, String(count++));
  cpSync(join(root, 'template'), join(directory, 'clone'), { recursive: true });
  clone = new GitRepository(join(directory, 'clone'));
  job = new Job(directory, clone.directory);
  [commit, tree] = [clone.git('rev-parse', 'HEAD'), clone.git('rev-parse', 'HEAD^{tree}')];
  job.aws.on('ecr describe-images', MISSING, STORED);
  job.aws.on('ecr get-login-password', PASSWORD);
});

function publish(env: NodeJS.ProcessEnv = {}, failing?: { command: string; message: string }): Promise<ProgramResult> {
  return job.run('publish.sh', { CI_COMMIT_SHA: commit, SLIPWAY_PLATFORM: 'linux/arm64', ...env }, failing);
}

const left = () => {
  const file = join(clone.directory, 'slipway.env');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

test('builds the image of the tree and pushes it, as the platform itself does', async () => {
  const { code, stdout, stderr } = await publish();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const tag = treeTag({ tree });
  const labels = Object.entries(sourceLabels({ path: '.', sharedPaths: [], commit, tree })).flatMap(([key, value]) => [
    '--label',
    `${key}=${value}`,
  ]);
  expect(job.docker.calls.map(({ argv }) => argv)).toEqual([
    ['login', '--username', 'AWS', '--password-stdin', REGISTRY],
    ['build', '--platform', 'linux/arm64', '--tag', `${REPOSITORY}:${tag}`, ...labels, '.'],
    ['push', `${REPOSITORY}:${tag}`],
  ]);
  expect(job.docker.calls[1]!.noAttestations).toBe('1');
  expect(left()).toBe(`SLIPWAY_DIGEST=${DIGEST}\n`);
  expect(stdout).toContain(`image: ${REPOSITORY}@${DIGEST}\n`);
});

test('the password and the token are in no argument and in no output', async () => {
  const { stdout, stderr } = await publish();
  expect(job.docker.calls[0]!.stdin).toBe(PASSWORD);
  const seen = [
    stdout,
    stderr,
    ...job.docker.calls.flatMap(({ argv }) => argv),
    ...job.aws.calls.flatMap(({ argv }) => argv),
  ];
  expect(seen.filter((text) => text.includes(PASSWORD) || text.includes(TOKEN))).toEqual([]);
});

test('the role is taken on with a token that nobody else can read and that is gone afterwards', async () => {
  await publish();
  expect(job.aws.calls.length).toBeGreaterThan(3);
  for (const call of job.aws.calls) expect(call).toMatchObject({ role: ROLE, token: TOKEN, mode: '-rw-------' });
  expect(job.leftovers).toEqual([]);
});

test('a tree that has an image is not built again', async () => {
  job.aws.on('ecr describe-images', STORED);
  const { code, stdout } = await publish();
  expect(code).toBe(0);
  expect(stdout).toContain(`${treeTag({ tree })} is in ECR already: reusing it, nothing is built`);
  expect(job.docker.calls).toEqual([]);
  expect(left()).toBe(`SLIPWAY_DIGEST=${DIGEST}\n`);
});

test('only the named directory is built, under its own tree', async () => {
  clone.write('README.md', 'not committed, and not in the image');
  const own = treeTag({ tree: clone.git('rev-parse', 'HEAD:services/web') });
  expect((await publish({ SLIPWAY_PATH: './services/web/' })).code).toBe(0);
  expect(job.docker.calls[1]!.argv).toEqual(expect.arrayContaining([`${REPOSITORY}:${own}`, './services/web/']));
});

test('a push that loses a race takes the image that is there', async () => {
  const message =
    `tag invalid: The image tag '${treeTag({ tree })}' already exists in the 'shop-web' repository and cannot be ` +
    'overwritten because the tag is immutable.';
  const { code, stdout } = await publish({}, { command: 'push', message });
  expect(code).toBe(0);
  expect(stdout).toContain(`a concurrent job has pushed ${treeTag({ tree })} first: using its image`);
});

async function refused(result: Promise<ProgramResult>): Promise<string> {
  const { code, stdout, stderr } = await result;
  expect(code).toBe(1);
  expect(left()).toBeUndefined();
  expect(stdout + stderr).not.toContain(TOKEN);
  expect(job.leftovers).toEqual([]);
  return stderr;
}

test('a job that the role does not let in stops', async () => {
  job.refuseToken();
  expect(await refused(publish())).toBe(
    `error: cannot take on ${ROLE}: An error occurred (AccessDenied) when calling the GetCallerIdentity operation: ` +
      'Not authorized to perform sts:AssumeRoleWithWebIdentity\n',
  );
  expect(job.aws.operations).toEqual(['sts get-caller-identity']);
  expect(job.docker.calls).toEqual([]);
});

test('stored keys are refused, as the AWS CLI would use them in place of the token', async () => {
  expect(await refused(publish({ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' }))).toMatch(/^error: AWS_ACCESS_KEY_ID is set/);
  expect(job.aws.calls).toEqual([]);
});

test.each([
  ['push', 'denied: User is not authorized to perform: ecr:InitiateLayerUpload'],
  ['push', 'unknown: repository already exists and is immutable'],
  ['build', 'failed to solve: process "npm ci" did not complete'],
  ['login', 'Error response from daemon: login attempt failed'],
])('a docker %s that fails with "%s" fails the job', async (command, message) => {
  expect(await refused(publish({}, { command, message }))).toBe(
    `${message}\nerror: docker ${command} failed; its own message is above\n`,
  );
});

test('denied access to ECR stops the job before it builds', async () => {
  job.aws.on('ecr describe-images', new AwsFailure('AccessDeniedException', 'not authorized'));
  expect(await refused(publish())).toMatch(/^error: cannot look for tree-\w+ in shop-web: .*AccessDeniedException/);
  expect(job.docker.calls).toEqual([]);
});

test('without a password for ECR nothing is built', async () => {
  job.aws.on('ecr get-login-password', new AwsFailure('AccessDeniedException', 'not authorized'));
  expect(await refused(publish())).toMatch(/^error: cannot get a password for ECR: .*AccessDeniedException/);
  expect(job.docker.calls).toEqual([]);
});

test('a pushed tag that ECR does not have fails the job', async () => {
  job.aws.on('ecr describe-images', MISSING);
  expect(await refused(publish())).toBe(
    `error: ${treeTag({ tree })} was pushed, but ${REPOSITORY} has no such image\n`,
  );
});

test('what other jobs have left stops the job before it calls anything', async () => {
  clone.write('services/web/dist/app.js', 'built');
  expect(await refused(publish())).toBe(`error: '.' has changes that are not committed: ?? services/web/dist/ \n`);
  expect(job.aws.calls).toEqual([]);
});

test('a clone of another commit than the job is for is refused', async () => {
  clone.commit({ 'README.md': 'newer' });
  expect(await refused(publish())).toMatch(/^error: the clone is at [0-9a-f]{40}, but the job is for/);
});

test.each(['README.md', 'services/none'])('%s is no directory to build', async (path) => {
  expect(await refused(publish({ SLIPWAY_PATH: path }))).toBe(`error: '${path}' is no directory in commit ${commit}\n`);
});

test('missing variables are said together', async () => {
  expect(await refused(publish({ SLIPWAY_ROLE: undefined, SLIPWAY_ID_TOKEN: '' }))).toBe(
    'error: missing variables: SLIPWAY_ID_TOKEN SLIPWAY_ROLE\n',
  );
});

test.each(['shop-web', 'docker.io/library/node', REGISTRY])('%s is no repository of ECR', async (uri) => {
  expect(await refused(publish({ SLIPWAY_REPOSITORY: uri }))).toBe(
    `error: SLIPWAY_REPOSITORY must be <account>.dkr.ecr.<region>.amazonaws.com/<name> (got '${uri}')\n`,
  );
});
