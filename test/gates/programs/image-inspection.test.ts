import { ECRClient, ScanStatus } from '@aws-sdk/client-ecr';
import { parseImageUri } from '../../../lib/build/programs/image-uri';
import { inspectSignature, inspectUser, readScan } from '../../../lib/gates/programs/image-inspection';
import { AwsServer, awsError } from '../../support/aws-server';
import { FakeRegistry } from '../../support/fake-registry';
import { basicFinding, enhancedFinding, storeImage } from '../stored-image';

const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-web';
const IMAGE = parseImageUri(`${URI}@sha256:${'a'.repeat(64)}`);
const PROFILE = 'arn:aws:signer:eu-west-1:111122223333:/signing-profiles/shop';
/** Two questions, and then it is over. */
const PATIENCE = { pollSeconds: 0.001, waitSeconds: 0.001, settleSeconds: 0.001 };

const server = AwsServer.forTests();
let client: ECRClient;

beforeEach(() => {
  const credentials = { accessKeyId: 'AKIAEXAMPLEBUILD', secretAccessKey: 'build-secret' };
  client = new ECRClient({ region: 'eu-west-1', endpoint: server.url, credentials, maxAttempts: 1 });
});

/** Answers of the registry, of which the last one stays. */
function scans(...answers: (object | Error)[]): void {
  server.on({
    DescribeImageScanFindings: () => {
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
}

const status = (name: string, description?: string) => ({ imageScanStatus: { status: name, description } });
const done = (more: object = {}, name = 'COMPLETE') => ({ ...status(name), imageScanFindings: more });
const scan = () => readScan(client, IMAGE, PATIENCE);

describe("the registry's scan", () => {
  test('is asked for by the digest, in the account of the registry', async () => {
    scans(done());
    await scan();
    expect(server.inputs('DescribeImageScanFindings')).toEqual([
      { registryId: '111122223333', repositoryName: 'shop-web', imageId: { imageDigest: IMAGE.digest } },
    ]);
  });

  test('of the basic kind names the package and its vulnerability', async () => {
    scans(done({ imageScanCompletedAt: 1_700_000_000, findings: [basicFinding('CVE-1', 'HIGH')] }));
    expect(await scan()).toEqual({
      findings: [{ ids: ['CVE-1'], severity: 'high', title: 'It leaks.', where: 'openssl 3.0.1' }],
      scannedAt: new Date(1_700_000_000_000),
    });
  });

  test('of Inspector is read though it never ends, without what is mended', async () => {
    const found = [enhancedFinding('CVE-1', 'CRITICAL'), enhancedFinding('CVE-2', 'HIGH', 'CLOSED')];
    scans(done({ enhancedFindings: found }, 'ACTIVE'));
    expect((await scan()).findings).toEqual([
      { ids: ['CVE-1'], severity: 'critical', title: 'CVE-1 - openssl', where: 'openssl 3.0.1' },
    ]);
  });

  test("what Inspector's rules suppress counts all the same", async () => {
    scans(done({ enhancedFindings: [enhancedFinding('CVE-1', 'HIGH', 'SUPPRESSED')] }, 'ACTIVE'));
    expect((await scan()).findings).toHaveLength(1);
  });

  test('is read to its last page', async () => {
    scans(
      { ...done({ findings: [basicFinding('CVE-1', 'HIGH')] }), nextToken: 'two' },
      { ...done({ findings: [basicFinding('CVE-2', 'LOW')] }), nextToken: 'three' },
      done({ findings: [basicFinding('CVE-3', 'CRITICAL')] }),
    );
    expect((await scan()).findings.map(({ ids }) => ids[0])).toEqual(['CVE-1', 'CVE-2', 'CVE-3']);
    expect(server.inputs('DescribeImageScanFindings').map(({ nextToken }) => nextToken)).toEqual([
      undefined,
      'two',
      'three',
    ]);
  });

  test.each(['INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'])('%s is no severity that a limit has', async (severity) => {
    scans(done({ findings: [basicFinding('CVE-1', severity)] }));
    expect((await scan()).findings).toMatchObject([{ severity: 'unknown' }]);
  });

  test.each(['IN_PROGRESS', 'PENDING'])('is waited for while it is %s', async (name) => {
    scans(status(name), done());
    expect((await scan()).findings).toEqual([]);
  });

  test('is waited for a moment where the registry does not know of it yet', async () => {
    scans(awsError('ScanNotFoundException', 'Image scan does not exist'), done());
    expect((await scan()).findings).toEqual([]);
  });
});

describe('without findings to trust it stops', () => {
  test.each(['IN_PROGRESS', 'PENDING'])('while it is still %s when nobody waits any more', async (name) => {
    scans(status(name));
    await expect(scan()).rejects.toThrow(`the registry's scan is ${name}, after 0.001 seconds`);
  });

  test.each([
    'FAILED',
    'UNSUPPORTED_IMAGE',
    'SCAN_ELIGIBILITY_EXPIRED',
    'FINDINGS_UNAVAILABLE',
    'LIMIT_EXCEEDED',
    'IMAGE_ARCHIVED',
    'A_STATUS_OF_TOMORROW',
  ])('at once when it is %s', async (name) => {
    scans(status(name, 'why'), done());
    await expect(scan()).rejects.toThrow(`the registry's scan is ${name} (why), so it has no findings to trust`);
  });

  test('when it has no status at all', async () => {
    scans({});
    await expect(scan()).rejects.toThrow("the registry's scan is without a status, so it has no findings to trust");
  });

  test('when there is none', async () => {
    scans(awsError('ScanNotFoundException', 'Image scan does not exist'));
    await expect(scan()).rejects.toThrow(`the registry has no scan of ${IMAGE.digest}, after 0.001 seconds`);
  });

  test('when it may not be read', async () => {
    await expect(scan()).rejects.toThrow(/^cannot read the scan of sha256:a+: AccessDeniedException: /);
  });

  test('whatever state the API knows, it is one that is waited for, read, or refused above', () => {
    expect(Object.keys(ScanStatus).sort()).toEqual(
      [
        ...['ACTIVE', 'COMPLETE', 'IN_PROGRESS', 'PENDING', 'FAILED', 'UNSUPPORTED_IMAGE'],
        ...['SCAN_ELIGIBILITY_EXPIRED', 'FINDINGS_UNAVAILABLE', 'LIMIT_EXCEEDED', 'IMAGE_ARCHIVED'],
      ].sort(),
    );
  });
});

describe('a signature', () => {
  const signed = (name: string, more: object = {}) => ({ signingProfileArn: PROFILE, status: name, ...more });
  const inspect = () => inspectSignature(client, IMAGE, PROFILE, PATIENCE);

  function signatures(...answers: object[][]): void {
    server.on({
      DescribeImageSigningStatus: () => ({ signingStatuses: answers.length > 1 ? answers.shift() : answers[0] }),
    });
  }

  test("of the delivery's profile lets the image pass", async () => {
    signatures([{ signingProfileArn: `${PROFILE}_2`, status: 'FAILED' }, signed('COMPLETE')]);
    expect(await inspect()).toEqual({ findings: [], note: `signed by ${PROFILE}` });
  });

  test('that is being made is waited for', async () => {
    signatures([signed('IN_PROGRESS')], [signed('COMPLETE')]);
    expect(await inspect()).toMatchObject({ findings: [] });
  });

  test('that is still being made when nobody waits any more stops', async () => {
    signatures([signed('IN_PROGRESS')]);
    await expect(inspect()).rejects.toThrow(`the signature of ${IMAGE.digest} is IN_PROGRESS, after 0.001 seconds`);
  });

  test('that failed stops at once, with the reason', async () => {
    signatures([signed('FAILED', { failureCode: 'AccessDenied', failureReason: 'no signer:SignPayload' })]);
    await expect(inspect()).rejects.toThrow(
      `the signature of ${IMAGE.digest} is FAILED (AccessDenied: no signer:SignPayload)`,
    );
  });

  test.each([
    ['there is none', [], 'nobody'],
    ['another profile made it', [{ signingProfileArn: `${PROFILE}_2`, status: 'COMPLETE' }], `${PROFILE}_2`],
  ])('stops where %s', async (_, answer, by) => {
    signatures(answer);
    await expect(inspect()).rejects.toThrow(`${IMAGE.digest} is not signed by ${PROFILE} but by ${by}, after`);
  });
});

describe('the user of the stored image', () => {
  const inspect = (user?: string) => {
    const digest = storeImage(server, new FakeRegistry(server), user);
    return inspectUser(client, parseImageUri(`${URI}@${digest}`));
  };

  test.each(['1000:1000', 'node'])('may be %s', async (user) => {
    expect(await inspect(user)).toEqual({ findings: [], note: `user ${user}` });
  });

  test.each([undefined, '', 'root', '0', '0:0'])('may not be %p', async (user) => {
    expect((await inspect(user)).findings).toMatchObject([{ ids: ['root'], outcome: 'stops' }]);
  });

  test('of an index is that of several images', async () => {
    const registry = new FakeRegistry(server);
    const digest = registry.put('{"manifests":[]}', 'application/vnd.oci.image.index.v1+json', 'index');
    await expect(inspectUser(client, parseImageUri(`${URI}@${digest}`))).rejects.toThrow('is an index');
  });
});
