import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsServer } from '../../support/aws-server';
import { FakeDocker } from '../../support/fake-docker';
import { FakeRegistry } from '../../support/fake-registry';
import { GitRepository } from '../../support/git-repository';
import { bundleProgram, runBundle, temporaryDirectory } from '../../support/program';

const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-web';

interface Image {
  readonly tag: string;
  readonly digest: string;
  readonly reused: boolean;
}

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let clone: GitRepository;
let docker: FakeDocker;
let registry: FakeRegistry;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/build/programs/image.program.ts', root);
});

/** A repository as GitFlow begins: one commit, on main and on develop. */
beforeEach(() => {
  const directory = join(root, String(count++));
  clone = new GitRepository(join(directory, 'clone'));
  clone.commit({ Dockerfile: 'FROM scratch', 'app.js': 'line 1\n', 'version.txt': '0' });
  clone.git('checkout', '--quiet', '-b', 'develop');
  docker = new FakeDocker(join(directory, 'bin'));
  registry = new FakeRegistry(server);
  registry.beforeLookup = () => {
    const pushed = docker.calls
      .findLast(({ argv }) => argv[0] === 'push')
      ?.argv.at(-1)
      ?.split(':')
      .at(-1);
    // Of equal trees each build gives another digest, as builds do.
    if (pushed && !registry.tags.has(pushed)) registry.push(pushed, 'linux/arm64', `build ${docker.calls.length}`);
  };
});

/** What a push to the branch does in its release line: the image that goes on to the environments. */
async function release(branch: string): Promise<Image> {
  clone.git('checkout', '--quiet', branch);
  const output = join(root, `output-${count}-${branch.replaceAll('/', '-')}-${docker.calls.length}`);
  const { code, stderr } = await runBundle(bundle, {
    cwd: clone.directory,
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      REPOSITORY_URI: URI,
      IMAGE_PLATFORM: 'linux/arm64',
      OUTPUT_DIRECTORY: output,
      ...docker.environment(),
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(existsSync(join(output, 'imageDetail.json'))).toBe(true);
  return JSON.parse(readFileSync(join(output, 'image.json'), 'utf8'));
}

function merge(from: string, into: string): void {
  clone.git('checkout', '--quiet', into);
  clone.git('merge', '--quiet', '--no-ff', '--message', `merge ${from}`, from);
}

function branch(name: string, from: string, files: Readonly<Record<string, string>>): void {
  clone.git('checkout', '--quiet', '-b', name, from);
  clone.commit(files, `work on ${name}`);
}

test('from a feature over develop and a release branch to main it is one image, built once', async () => {
  branch('feature/price', 'develop', { 'app.js': 'line 1\nprice\n' });
  merge('feature/price', 'develop');
  const developed = await release('develop');
  clone.git('checkout', '--quiet', '-b', 'release/1.0', 'develop');
  const tested = await release('release/1.0');
  merge('release/1.0', 'main');
  const released = await release('main');

  expect(clone.git('rev-list', '--parents', '-n', '1', 'main').split(' ')).toHaveLength(3);
  expect(docker.commands.filter((command) => command === 'build')).toHaveLength(1);
  expect(developed.reused).toBe(false);
  for (const promoted of [tested, released]) {
    expect(promoted).toMatchObject({ tag: developed.tag, digest: developed.digest, reused: true });
  }
});

test('a fix on the release branch is built there, and main gets that very image', async () => {
  const developed = await release('develop');
  branch('release/1.0', 'develop', { 'version.txt': '1.0' });
  const tested = await release('release/1.0');
  merge('release/1.0', 'main');
  const released = await release('main');
  expect(tested.tag).not.toBe(developed.tag);
  expect(released).toMatchObject({ tag: tested.tag, digest: tested.digest, reused: true });
});

test('the resolution of a conflict is a new image', async () => {
  branch('release/1.0', 'develop', { 'version.txt': '1.0' });
  const tested = await release('release/1.0');
  branch('hotfix/0.1', 'main', { 'version.txt': '0.1' });
  merge('hotfix/0.1', 'main');
  const hotfix = await release('main');
  expect(() => merge('release/1.0', 'main')).toThrow();
  clone.commit({ 'version.txt': '1.0 with 0.1' }, 'merge release/1.0');
  const resolved = await release('main');

  expect(resolved.reused).toBe(false);
  expect(new Set([tested.tag, hotfix.tag, resolved.tag]).size).toBe(3);
  expect(new Set([tested.digest, hotfix.digest, resolved.digest]).size).toBe(3);
});

test('a revert goes back to the image from before', async () => {
  const before = await release('develop');
  clone.commit({ 'app.js': 'a mistake\n' });
  const mistake = await release('develop');
  clone.git('revert', '--no-edit', 'HEAD');
  const reverted = await release('develop');
  expect(mistake.digest).not.toBe(before.digest);
  expect(reverted).toMatchObject({ tag: before.tag, digest: before.digest, reused: true });
});
