import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJson, writeFiles } from '../../../lib/build/programs/files';
import type { Gates } from '../../../lib/config/delivery';
import { AwsServer } from '../../support/aws-server';
import { FakeRegistry } from '../../support/fake-registry';
import { bundleProgram, runBundle, temporaryDirectory } from '../../support/program';
import { accepted, expired, LIMITS } from '../limits';
import { basicFinding, storeImage } from '../stored-image';

const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-web';
const PROFILE = 'arn:aws:signer:eu-west-1:111122223333:/signing-profiles/shop';
const SBOM = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ purl: 'pkg:npm/a@1' }] };

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let directory: string;
let digest: string;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/gates/programs/scan.program.ts', root);
});

beforeEach(async () => {
  directory = join(root, String(count++));
  digest = storeImage(server, new FakeRegistry(server), '1000');
  await writeFiles(join(directory, 'image'), { 'imageDetail.json': toJson({ ImageURI: `${URI}@${digest}` }) });
  await writeFiles(join(directory, 'inspection'), {
    'inspection.json': toJson({ gates: [{ gate: 'secrets', open: true }], used: ['CVE-9'] }),
    'sbom.json': toJson(SBOM),
  });
  server.on({
    DescribeImageScanFindings: () => found(),
    DescribeImageSigningStatus: () => ({ signingStatuses: [{ signingProfileArn: PROFILE, status: 'COMPLETE' }] }),
    [putPath()]: () => ({}),
  });
});

const key = () => `sbom/web/${digest}.json`;
const putPath = () => `/shop-sboms/sbom/web/${encodeURIComponent(digest)}.json?x-id=PutObject`;
const found = (...findings: object[]) => ({
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: { imageScanCompletedAt: 1_700_000_000, findings },
});

async function scan(gates: Partial<Gates> = {}, env: NodeJS.ProcessEnv = {}) {
  const result = await runBundle(bundle, {
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      GATES: JSON.stringify({ ...LIMITS, ...gates }),
      SERVICE: 'web',
      SIGNING_PROFILE: PROFILE,
      SBOM_BUCKET: 'shop-sboms',
      IMAGE_DIRECTORY: join(directory, 'image'),
      CODEBUILD_SRC_DIR_Inspection: join(directory, 'inspection'),
      OUTPUT_DIRECTORY: join(directory, 'output'),
      REPORTS_DIRECTORY: join(directory, 'reports'),
      POLL_SECONDS: '0.001',
      WAIT_SECONDS: '0.001',
      SETTLE_SECONDS: '0.001',
      ...env,
    },
  });
  return { ...result, closed: /^error: the release stops at (.*); see above\n$/.exec(result.stderr)?.[1] };
}

const output = (name: string) => JSON.parse(readFileSync(join(directory, 'output', name), 'utf8'));

test('a clean image passes, and its SBOM is stored under its digest and handed on', async () => {
  const { code, stderr, stdout } = await scan();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`passed  SBOM: s3://shop-sboms/${key()}`);
  const stored = server.inputs(putPath())[0];
  expect(stored).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { version: digest } } });
  expect(output('sbom.json')).toEqual(stored);
});

test('the summary says what an approval has to know', async () => {
  server.on({ DescribeImageScanFindings: () => found(basicFinding('CVE-1', 'MEDIUM'), basicFinding('CVE-2', 'HIGH')) });
  await scan({ allow: [accepted('CVE-2'), accepted('CVE-9'), accepted('CVE-10')] });
  expect(output('scan-summary.json')).toMatchObject({
    image: `${URI}@${digest}`,
    counts: { critical: 0, high: 1, medium: 1, low: 0, unknown: 0 },
    scannedAt: '2023-11-14T22:13:20.000Z',
    signature: `signed by ${PROFILE}`,
    gates: [
      { gate: 'secrets', open: true },
      { gate: 'image scan', open: true, accepted: 1 },
      { gate: 'image user', open: true },
      { gate: 'signature', open: true },
      { gate: 'SBOM', open: true },
    ],
    // CVE-9 was met in the source.
    unused: ['CVE-10'],
  });
});

test('every closed gate is named, and every finding is in the report', async () => {
  digest = storeImage(server, new FakeRegistry(server), 'root');
  await writeFiles(join(directory, 'image'), { 'imageDetail.json': toJson({ ImageURI: `${URI}@${digest}` }) });
  server.on({
    DescribeImageScanFindings: () => found(basicFinding('CVE-1', 'HIGH'), basicFinding('CVE-2', 'CRITICAL')),
    DescribeImageSigningStatus: () => ({ signingStatuses: [] }),
  });
  const { code, closed, stdout } = await scan({ allow: [expired('CVE-1')] });
  expect(code).toBe(1);
  expect(closed).toBe(
    'image scan (2 findings), image user (1 finding), signature (could not be checked), SBOM (could not be checked)',
  );
  expect(stdout).toContain('(was accepted until 2020-01-01, which is over: not reachable)');
  expect(readFileSync(join(directory, 'reports/gates.xml'), 'utf8').match(/<failure /g)).toHaveLength(3);
});

test('where images are not signed nobody asks for a signature, and the summary says so', async () => {
  expect((await scan({}, { SIGNING_PROFILE: '' })).code).toBe(0);
  expect(server.actions).not.toContain('DescribeImageSigningStatus');
  expect(output('scan-summary.json').signature).toBe('not asked for: this delivery does not sign its images');
});

test('an image of another CI has no inspection and no SBOM, and the other gates hold', async () => {
  const env = { INSPECTED: 'false', CODEBUILD_SRC_DIR_Inspection: undefined };
  expect((await scan({}, env)).code).toBe(0);
  expect(server.actions).not.toContain(putPath());
  server.on({ DescribeImageScanFindings: () => found(basicFinding('CVE-1', 'CRITICAL')) });
  expect((await scan({}, env)).closed).toBe('image scan (1 finding)');
});

test('an inspection that should be there and is not stops', async () => {
  const { code, stderr } = await scan({}, { CODEBUILD_SRC_DIR_Inspection: undefined });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: CODEBUILD_SRC_DIR_Inspection names no directory: the artifact is missing\n',
  });
});
