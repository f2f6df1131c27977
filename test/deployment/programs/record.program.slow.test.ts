import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDeployedRecord } from '../../../lib/deployment/deployed-record';
import { AwsServer, awsError } from '../../support/aws-server';
import { FakeRegistry } from '../../support/fake-registry';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const EXECUTION = '11111111-2222-3333-4444-555555555555';
const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sandbox/storefront';

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let registry: FakeRegistry;

beforeAll(async () => {
  bundle = await bundleProgram('lib/deployment/programs/record.program.ts', root);
});

beforeEach(() => {
  registry = new FakeRegistry(server);
  server.on({
    PutParameter: () => ({ Version: 2 }),
    PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] }),
  });
});

function record(digest: string, environmentName = 'prod'): Promise<ProgramResult> {
  writeFileSync(join(root, 'imageDetail.json'), JSON.stringify({ ImageURI: `${URI}@${digest}` }));
  const image = { repository: URI, tag: 'tree-1', digest, platform: 'linux/arm64', commit: COMMIT, tree: '1' };
  writeFileSync(join(root, 'image.json'), JSON.stringify(image));
  const env = {
    AWS_ENDPOINT_URL: server.url,
    IMAGE_DIRECTORY: root,
    ENVIRONMENT_NAME: environmentName,
    DEPLOYED_PARAMETER: `/sandbox/${environmentName}/storefront/deployed`,
    PIPELINE_EXECUTION_ID: EXECUTION,
    DELIVERY_NAME: 'sandbox',
    SERVICE_NAME: 'storefront',
  };
  return runBundle(bundle, { home: root, env });
}

test('the tag of the environment moves from the former image to the deployed one', async () => {
  const [former, deployed] = [registry.push('tree-1'), registry.push('tree-2')];
  await record(former);
  expect(await record(deployed)).toEqual({
    code: 0,
    stdout: `deployed-prod: ${URI}@${deployed} (moved)\n/sandbox/prod/storefront/deployed: ${COMMIT}\ntold the records: release-recorded\n`,
    stderr: '',
  });
  expect(Object.fromEntries(registry.tags)).toEqual({
    'tree-1': former,
    'tree-2': deployed,
    'deployed-prod': deployed,
  });
});

test('recording the same image twice succeeds and changes nothing', async () => {
  const deployed = registry.push('tree-1');
  await record(deployed);
  const tags = new Map(registry.tags);
  expect(await record(deployed)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`deployed-prod: ${URI}@${deployed} (unchanged)\n`),
  });
  expect(registry.tags).toEqual(tags);
});

test('every environment has a tag of its own', async () => {
  const [first, second] = [registry.push('tree-1'), registry.push('tree-2')];
  await record(second, 'dev');
  await record(first, 'prod');
  expect([registry.tags.get('deployed-dev'), registry.tags.get('deployed-prod')]).toEqual([second, first]);
});

test.each(['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'])(
  'an image of several platforms (%s) keeps its manifest and media type',
  async (mediaType) => {
    const manifest = `{\n  "schemaVersion": 2,\n  "mediaType": "${mediaType}", "manifests": [] }`;
    const digest = registry.put(manifest, mediaType, 'tree-1');
    expect(await record(digest)).toMatchObject({ code: 0 });
    expect(server.inputs('PutImage')).toEqual([
      {
        registryId: '111122223333',
        repositoryName: 'sandbox/storefront',
        imageManifest: manifest,
        imageManifestMediaType: mediaType,
        imageTag: 'deployed-prod',
        imageDigest: digest,
      },
    ]);
  },
);

test('ECR is asked in the region of the repository', async () => {
  await record(registry.push('tree-1'));
  expect(server.requests.map(({ action, region }) => [action, region])).toEqual([
    ['BatchGetImage', 'eu-west-1'],
    ['PutImage', 'eu-west-1'],
    // The record is the pipeline's own, wherever the images are.
    ['PutParameter', 'eu-central-1'],
    ['PutEvents', 'eu-central-1'],
  ]);
});

test('an image that is gone from the repository is one line', async () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  expect(await record(digest)).toEqual({
    code: 1,
    stdout: '',
    stderr: `error: cannot read the manifest of ${digest} in ${URI}: Requested image not found\n`,
  });
});

test('an environment name that makes no tag is refused before anything is called', async () => {
  const { code, stderr } = await record(registry.push('tree-1'), 'prod eu');
  expect(code).toBe(1);
  expect(stderr).toBe(
    'error: the environment name must be letters, digits, . _ and - that make a tag of at most 128 characters (got "prod eu")\n',
  );
  expect(server.requests).toEqual([]);
});

test('the record says which commit, image and execution it was, and when', async () => {
  const digest = registry.push('tree-1');
  await record(digest);
  const [{ Name, Value, Overwrite }, ...others] = server.inputs('PutParameter') as [Record<string, unknown>];
  expect({ Name, Overwrite, others }).toEqual({
    Name: '/sandbox/prod/storefront/deployed',
    Overwrite: true,
    others: [],
  });
  const written = parseDeployedRecord(Value as string)!;
  expect(written).toEqual({ commit: COMMIT, digest, tag: 'tree-1', executionId: EXECUTION, at: written.at });
  expect(Math.abs(Date.parse(written.at) - Date.now())).toBeLessThan(60_000);
});

test('an image that could not be marked is not recorded, and nobody is told', async () => {
  await record(`sha256:${'0'.repeat(64)}`);
  expect(server.actions).toEqual(['BatchGetImage']);
});

test('a record that could not be written fails the step, for the next ones would work with the old one', async () => {
  server.on({
    PutParameter: () => {
      throw awsError('AccessDeniedException', 'not authorized to perform: ssm:PutParameter');
    },
  });
  expect(await record(registry.push('tree-1'))).toMatchObject({
    code: 1,
    stderr:
      'error: cannot write the parameter /sandbox/prod/storefront/deployed: AccessDeniedException: ' +
      'not authorized to perform: ssm:PutParameter\n',
  });
});

describe('the records of the delivery', () => {
  test('get to know what the environment runs now, at the time of the record', async () => {
    const digest = registry.push('tree-1');
    await record(digest);
    const [{ Entries }] = server.inputs('PutEvents') as [{ Entries: [{ Detail: string }] }];
    const { at } = parseDeployedRecord(server.inputs('PutParameter')[0]!['Value'] as string)!;
    expect(JSON.parse(Entries[0].Detail)).toEqual({
      delivery: 'sandbox',
      event: {
        kind: 'release-recorded',
        id: `release-recorded/prod/${EXECUTION}/${at}`,
        at,
        service: 'storefront',
        environment: 'prod',
        execution: EXECUTION,
        digest,
        commit: COMMIT,
      },
    });
  });

  test('that cannot be told are a warning, as the release is out', async () => {
    server.on({
      PutEvents: () => {
        throw awsError('AccessDeniedException', 'not authorized to perform: events:PutEvents');
      },
    });
    expect(await record(registry.push('tree-1'))).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("warning: the delivery's records do not get to know of this: "),
    });
    expect(server.actions).toContain('PutParameter');
  });
});
