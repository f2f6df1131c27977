import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsServer } from '../../support/aws-server';
import { digestOf, FakeRegistry } from '../../support/fake-registry';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-web';
const COMMIT = 'c'.repeat(40);
const TREE = 'a'.repeat(40);
const TAG = `tree-${TREE}`;
const LABELS = { 'org.opencontainers.image.revision': COMMIT, 'slipway.source-tree': TREE };

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let registry: FakeRegistry;
let directory: string;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/build/programs/adopt-image.program.ts', root);
});

beforeEach(() => {
  directory = join(root, String(count++));
  mkdirSync(directory);
  registry = new FakeRegistry(server);
});

interface Pushed {
  readonly tag?: string;
  readonly platform?: string;
  readonly content?: string;
  readonly labels?: Record<string, string>;
}

/** What the other CI does to the repository. */
function push({ tag = TAG, platform = 'linux/arm64', content = 'web', labels = LABELS }: Pushed = {}): string {
  return registry.push(tag, platform, content, labels);
}

/** What CodePipeline's ECR action leaves ("Amazon ECR source action reference" in the user guide). */
function found(digest: string, uri = URI): void {
  const detail = {
    ImageSizeInBytes: '44728918',
    ImageDigest: digest,
    Version: digest,
    ImagePushedAt: 'Mon Jan 21 20:04:00 UTC 2019',
    RegistryId: '111122223333',
    RepositoryName: 'shop-web',
    ImageURI: `${uri}@${digest}`,
    ImageTags: ['candidate-main', TAG],
  };
  writeFileSync(join(directory, 'imageDetail.json'), JSON.stringify(detail));
}

function run(): Promise<ProgramResult> {
  return runBundle(bundle, {
    cwd: directory,
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      REPOSITORY_URI: URI,
      IMAGE_PLATFORM: 'linux/arm64',
      IMAGE_DIRECTORY: '.',
      OUTPUT_DIRECTORY: 'output',
    },
  });
}

const written = (name: string) => JSON.parse(readFileSync(join(directory, 'output', name), 'utf8'));

test('leaves what a build would have left', async () => {
  const digest = push();
  found(digest);
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`image: ${URI}@${digest}\n`);
  expect(written('imageDetail.json')).toEqual({ ImageURI: `${URI}@${digest}` });
  expect(written('image.json')).toEqual({
    repository: URI,
    tag: TAG,
    digest,
    platform: 'linux/arm64',
    commit: COMMIT,
    tree: TREE,
    reused: true,
  });
});

async function refused(): Promise<string> {
  const { code, stderr } = await run();
  expect(code).toBe(1);
  expect(existsSync(join(directory, 'output'))).toBe(false);
  return stderr;
}

test('an image of another repository is refused', async () => {
  const digest = push();
  found(digest, URI.replace('shop-web', 'shop-orders'));
  expect(await refused()).toBe(
    `error: the pushed image must be in ${URI} (it is in ${URI.replace('shop-web', 'shop-orders')})\n`,
  );
  expect(server.actions).toEqual([]);
});

test('an image for another processor is refused', async () => {
  const digest = push({ platform: 'linux/amd64' });
  found(digest);
  expect(await refused()).toBe(
    `error: ${digest} is for linux/amd64: build it with docker build --platform linux/arm64\n`,
  );
});

test('an index of several images is refused', async () => {
  const index = JSON.stringify({ schemaVersion: 2, manifests: [{ platform: { os: 'linux', architecture: 'arm64' } }] });
  found(registry.put(index, 'application/vnd.oci.image.index.v1+json', TAG));
  expect(await refused()).toContain('is an index of several images, not one for linux/arm64');
});

test.each([
  [{}, 'org.opencontainers.image.revision, slipway.source-tree (got null, null)'],
  [{ ...LABELS, 'slipway.source-tree': 'main' }, 'slipway.source-tree (got "main")'],
])('an image that does not say what it was built from is refused: %j', async (labels, said) => {
  const digest = push({ labels });
  found(digest);
  expect(await refused()).toBe(
    `error: ${digest} must have the hash of a commit and of its tree in the labels ${said}\n`,
  );
});

test("an image that bears another tree's label is refused", async () => {
  const first = push();
  const second = push({ tag: 'candidate-main', content: 'other' });
  found(second);
  expect(await refused()).toBe(`error: ${second} says that it is ${TAG}, but that tag is of ${first}\n`);
});

test('an image without the tag of its tree is refused', async () => {
  const digest = push({ tag: 'candidate-main' });
  found(digest);
  expect(await refused()).toBe(`error: ${digest} says that it is ${TAG}, but that tag is of no image\n`);
});

test('an image that is gone is refused', async () => {
  found(digestOf('nothing'));
  expect(await refused()).toContain(`cannot read the manifest of ${digestOf('nothing')} in ${URI}`);
});
