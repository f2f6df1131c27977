import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsServer, awsError } from '../../support/aws-server';
import { FakeDocker } from '../../support/fake-docker';
import { FakeRegistry } from '../../support/fake-registry';
import { GitRepository } from '../../support/git-repository';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const URI = `${REGISTRY}/sandbox/storefront`;
const IMMUTABLE = (tag: string, what = 'tag') =>
  `tag invalid: The image tag '${tag}' already exists in the 'sandbox/storefront' repository and cannot be ` +
  `overwritten because the ${what} is immutable.`;

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let clone: GitRepository;
let docker: FakeDocker;
let registry: FakeRegistry;
let output: string;
let tag: string;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/build/programs/image.program.ts', root);
  const template = new GitRepository(join(root, 'template'));
  template.commit({ 'services/web/Dockerfile': 'FROM scratch', 'README.md': 'hello' });
});

beforeEach(() => {
  const directory = join(root, String(count++));
  cpSync(join(root, 'template'), join(directory, 'clone'), { recursive: true });
  clone = new GitRepository(join(directory, 'clone'));
  docker = new FakeDocker(join(directory, 'bin'));
  registry = new FakeRegistry(server);
  output = join(directory, 'output');
  tag = `tree-${clone.git('rev-parse', 'HEAD^{tree}')}`;
  pushArrives(true);
});

/** Whether ECR has an image once `docker push` has run: its own, or the one of a build that was faster. */
function pushArrives(arrives: boolean): void {
  registry.beforeLookup = () => {
    if (arrives && docker.commands.includes('push') && !registry.tags.has(tag)) registry.push(tag);
  };
}

function run(env: NodeJS.ProcessEnv = {}, failing?: { command: string; message: string }): Promise<ProgramResult> {
  return runBundle(bundle, {
    cwd: clone.directory,
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      REPOSITORY_URI: URI,
      IMAGE_PLATFORM: 'linux/arm64',
      OUTPUT_DIRECTORY: output,
      ...docker.environment(failing),
      ...env,
    },
  });
}

const written = (name: string) => JSON.parse(readFileSync(join(output, name), 'utf8'));

test('a new tree is built, pushed, and handed on by the digest that ECR has', async () => {
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const commit = clone.git('rev-parse', 'HEAD');
  const digest = registry.tags.get(tag);
  expect(docker.calls.map(({ argv }) => argv)).toEqual([
    ['login', '--username', 'AWS', '--password-stdin', REGISTRY],
    [
      ...['build', '--platform', 'linux/arm64', '--tag', `${URI}:${tag}`],
      ...[
        '--label',
        `org.opencontainers.image.revision=${commit}`,
        '--label',
        `slipway.source-tree=${tag.slice(5)}`,
        '.',
      ],
    ],
    ['push', `${URI}:${tag}`],
  ]);
  expect(written('imageDetail.json')).toEqual({ ImageURI: `${URI}@${digest}` });
  expect(written('image.json')).toEqual({
    repository: URI,
    tag,
    digest,
    platform: 'linux/arm64',
    commit,
    tree: tag.slice(5),
    reused: false,
  });
});

test('the history of the commit goes along with the image', async () => {
  tag = `tree-${clone.git('rev-parse', 'HEAD:services/web')}`;
  await run({ SOURCE_PATH: 'services/web' });
  clone.commit({ 'README.md': 'more' }, 'Say more');
  const first = written('commits.json').commits[0];
  await run({ SOURCE_PATH: 'services/web' });
  expect(written('commits.json')).toEqual({
    author: 'Test',
    subject: 'Say more',
    commits: [
      { hash: clone.git('rev-parse', 'HEAD'), at: expect.any(String), parents: [first.hash], touches: false },
      { ...first, touches: true },
    ],
  });
});

test('ECR is asked in the region and account of the repository', async () => {
  await run();
  expect(new Set(server.requests.map(({ region }) => region).filter(Boolean))).toEqual(new Set(['eu-west-1']));
  expect(server.inputs('DescribeImages')[0]).toEqual({
    registryId: '111122223333',
    repositoryName: 'sandbox/storefront',
    imageIds: [{ imageTag: tag }],
  });
});

test('the password reaches docker through stdin alone', async () => {
  const { stdout, stderr } = await run();
  expect(docker.calls[0]!.stdin).toBe('ecr-password');
  expect(JSON.stringify(docker.calls.map(({ argv }) => argv)) + stdout + stderr).not.toContain('ecr-password');
});

test('the image gets no attestations, which would make it an index', async () => {
  await run();
  expect(docker.calls[1]).toMatchObject({ noAttestations: '1' });
});

test('a tree that has an image is not built again', async () => {
  await run();
  const first = written('imageDetail.json');
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toContain(`${tag} is in ECR already: reusing it, nothing is built`);
  expect(docker.commands).toEqual(['login', 'build', 'push']);
  expect(written('imageDetail.json')).toEqual(first);
  expect(written('image.json')).toMatchObject({ reused: true, digest: registry.tags.get(tag) });
});

test('the merge of a tested branch reuses its image under the new commit', async () => {
  clone.git('checkout', '--quiet', '-b', 'release/1');
  const tested = registry.push(tag);
  clone.git('checkout', '--quiet', '-b', 'production');
  clone.git('commit', '--quiet', '--allow-empty', '--message', 'merge release/1');
  await run();
  expect(docker.calls).toEqual([]);
  expect(written('image.json')).toMatchObject({ digest: tested, commit: clone.git('rev-parse', 'HEAD') });
});

test('an existing image for another platform is refused', async () => {
  registry.push(tag, 'linux/amd64');
  const { code, stderr } = await run();
  expect(code).toBe(1);
  expect(stderr).toContain(`error: the existing image ${tag} is for linux/amd64, not for linux/arm64`);
  expect(existsSync(output)).toBe(false);
});

test('the address of an unreadable layer stays out of the log', async () => {
  registry.push(tag);
  server.on({ GetDownloadUrlForLayer: () => ({ downloadUrl: `${server.url}/none?X-Amz-Signature=signed-away` }) });
  const { code, stdout, stderr } = await run();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot read the platform of sha256:[0-9a-f]{64}: HTTP 400 from the layer store\n$/);
  expect(stdout + stderr).not.toContain('signed-away');
});

test.each(['tag', 'repository'])('a concurrent build that pushed first wins (the %s is immutable)', async (what) => {
  const { code, stdout } = await run({}, { command: 'push', message: IMMUTABLE(tag, what) });
  expect(code).toBe(0);
  expect(stdout).toContain(`a concurrent build has pushed ${tag} first: using its image`);
  expect(written('image.json')).toMatchObject({ digest: registry.tags.get(tag), reused: true });
});

test.each([
  ['push', 'denied: User is not authorized to perform: ecr:InitiateLayerUpload'],
  ['push', 'unknown: repository already exists and is immutable'],
  ['build', 'failed to solve: process "npm ci" did not complete'],
  ['login', 'Error response from daemon: login attempt failed'],
])('a docker %s that fails with "%s" fails the program', async (command, message) => {
  pushArrives(false);
  const { code, stderr } = await run({}, { command, message });
  expect(code).toBe(1);
  expect(stderr).toBe(`${message}\nerror: docker ${command} failed with exit code 1; its own message is above\n`);
  expect(existsSync(output)).toBe(false);
});

test('only the named directory of a shared repository is built', async () => {
  tag = `tree-${clone.git('rev-parse', 'HEAD:services/web')}`;
  clone.write('README.md', 'not committed, and not in the image');
  await run({ SOURCE_PATH: 'services/web' });
  expect(docker.calls[1]!.argv.at(-1)).toBe('./services/web');
  expect(written('image.json')).toMatchObject({ tag, digest: registry.tags.get(tag) });
});

describe('a service with shared paths', () => {
  const shared = { SOURCE_PATH: 'services/web', SHARED_PATHS: '["packages/money", "package-lock.json"]' };
  const files = {
    'packages/money/index.js': '1',
    'package-lock.json': '{}',
    'services/other/secret.js': 'not for web',
  };
  const built = async () => {
    await run(shared);
    return written('image.json').tag as string;
  };

  beforeEach(() => {
    clone.commit(files);
    registry.beforeLookup = () => {
      const build = docker.calls.filter(({ argv }) => argv[0] === 'push').at(-1);
      const pushed = build?.argv.at(-1)?.split(':').at(-1);
      if (pushed && !registry.tags.has(pushed)) registry.push(pushed);
    };
  });

  test('sees its directory and them, and nothing else of the repository', async () => {
    await built();
    expect(docker.context).toEqual(['./package-lock.json', './packages/money/index.js', './services/web/Dockerfile']);
    const [file, directory] = docker.calls[1]!.argv.slice(-2);
    expect(file).toBe(`${directory}/services/web/Dockerfile`);
    expect(existsSync(directory!)).toBe(false);
  });

  test('gets the tag of a Git tree of just these files', async () => {
    const tag = await built();
    clone.git('checkout', '--quiet', '--orphan', 'alone');
    clone.git('rm', '-r', '--cached', '--quiet', 'services/other', 'README.md');
    expect(tag).toBe(`tree-${clone.git('write-tree')}`);
  });

  test('gets another tag when one of them changes', async () => {
    const before = await built();
    clone.commit({ 'packages/money/index.js': '2' });
    expect(await built()).not.toBe(before);
  });

  test('keeps its tag when another service changes', async () => {
    const before = await built();
    clone.commit({ 'services/other/secret.js': 'changed' });
    expect(await built()).toBe(before);
    expect(written('image.json')).toMatchObject({ reused: true });
  });

  test('is refused when one of them does not exist', async () => {
    const { code, stderr } = await run({ ...shared, SHARED_PATHS: '["packages/mony"]' });
    const commit = clone.git('rev-parse', 'HEAD');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: ./packages/mony does not exist in commit ${commit}\n`,
    });
  });

  test('is refused when one of them has uncommitted changes', async () => {
    clone.write('packages/money/index.js', 'changed');
    const { code, stderr } = await run(shared);
    expect(code).toBe(1);
    expect(stderr).toContain('./packages/money, ./package-lock.json has uncommitted changes');
  });

  test.each(['packages', '{"a": 1}', '[1]'])('is refused when they are no list of paths: %s', async (text) => {
    const { code, stderr } = await run({ ...shared, SHARED_PATHS: text });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: the shared paths must be a JSON list of paths (got ${JSON.stringify(text)})\n`,
    });
  });
});

test('an uncommitted change stops the program before it calls anything', async () => {
  clone.write('services/web/Dockerfile', 'FROM other');
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'error: . has uncommitted changes, so the tag of its Git tree would not be true: M services/web/Dockerfile\n',
  });
  expect([...docker.calls, ...server.requests]).toEqual([]);
});

test('missing variables are one line without a stack', async () => {
  const { code, stderr } = await run({ REPOSITORY_URI: '', IMAGE_PLATFORM: undefined });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: missing environment variables: REPOSITORY_URI, IMAGE_PLATFORM\n',
  });
});

test('denied access to ECR is one line that says what was denied', async () => {
  server.on({
    DescribeImages: () => {
      throw awsError('AccessDeniedException', 'User: build is not authorized\n to perform: ecr:DescribeImages');
    },
  });
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      `error: cannot look for ${tag} in ${URI}: AccessDeniedException: ` +
      'User: build is not authorized to perform: ecr:DescribeImages\n',
  });
});

test('a pushed tag that ECR does not have fails', async () => {
  pushArrives(false);
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 1, stderr: `error: ${tag} was pushed, but ${URI} has no such image\n` });
});
