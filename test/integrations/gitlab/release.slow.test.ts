import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CANDIDATE_TAG_PREFIX, SOURCE_ACTION } from '../../../lib/source/constants';
import { AwsFailure } from '../../support/fake-aws';
import { type ProgramResult, temporaryDirectory } from '../../support/program';
import { DIGEST, Job, ROLE, TOKEN } from './job';

const FINDINGS = 'ecr describe-image-scan-findings';
const EXECUTION = '0a1b2c3d-0000-4000-8000-000000000000';

interface Finding {
  readonly name: string;
  readonly severity: string;
}

const root = temporaryDirectory();
let job: Job;
let count = 0;

beforeEach(() => {
  const directory = join(root, String(count++));
  mkdirSync(directory);
  job = new Job(directory, directory);
  job.aws.on(FINDINGS, scan());
  job.aws.on('ecr batch-get-image', { images: [{ imageManifest: '{\n  "schemaVersion": 2\n}' }] });
  job.aws.on('ecr put-image', { image: { imageId: { imageTag: 'candidate-main' } } });
  job.aws.on('codepipeline start-pipeline-execution', { pipelineExecutionId: EXECUTION });
});

/** As basic scanning answers. */
function scan(findings: readonly Finding[] = [], status = 'COMPLETE', description = 'done'): object {
  return { imageScanStatus: { status, description }, imageScanFindings: { findings } };
}

/** As Amazon Inspector answers. */
function inspected(findings: readonly Finding[]): object {
  const enhancedFindings = findings.map(({ name, severity }) => ({
    severity,
    status: 'ACTIVE',
    packageVulnerabilityDetails: { vulnerabilityId: name },
  }));
  return { imageScanStatus: { status: 'ACTIVE' }, imageScanFindings: { enhancedFindings } };
}

function release(env: NodeJS.ProcessEnv = {}): Promise<ProgramResult> {
  return job.run('release.sh', {
    SLIPWAY_DIGEST: DIGEST,
    SLIPWAY_PIPELINE: 'shop-web-main',
    SLIPWAY_LINE: 'main',
    SLIPWAY_FINDINGS: 'critical=0 high=0',
    SLIPWAY_SCAN_SECONDS: '0',
    SLIPWAY_SCAN_ATTEMPTS: '3',
    ...env,
  });
}

function argumentsOf(operation: string): readonly string[] {
  return job.aws.calls.find((call) => call.operation === operation)!.argv;
}

test('an image within the limits goes to the pipeline, by its digest', async () => {
  const { code, stdout, stderr } = await release();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(argumentsOf('codepipeline start-pipeline-execution')).toEqual(
    expect.arrayContaining([
      'shop-web-main',
      `actionName=${SOURCE_ACTION},revisionType=IMAGE_DIGEST,revisionValue=${DIGEST}`,
    ]),
  );
  expect(stdout).toContain(`started shop-web-main: ${EXECUTION}\n`);
  expect(stdout).toContain('https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/shop-web-main/');
});

test("the line's tag moves to the image, whose manifest stays as it is, before the pipeline starts", async () => {
  await release();
  const put = argumentsOf('ecr put-image');
  expect(put).toEqual(expect.arrayContaining([`${CANDIDATE_TAG_PREFIX}main`, '{\n  "schemaVersion": 2\n}', DIGEST]));
  expect(job.aws.operations.slice(-3)).toEqual([
    'ecr batch-get-image',
    'ecr put-image',
    'codepipeline start-pipeline-execution',
  ]);
});

test('every call is for the image that was published', async () => {
  await release();
  const about = job.aws.calls.filter(({ operation }) => operation.startsWith('ecr '));
  expect(about.length).toBeGreaterThan(3);
  for (const { argv } of about) {
    expect(argv).toEqual(expect.arrayContaining(['--registry-id', '111122223333', '--repository-name', 'shop-web']));
    expect(argv.some((argument) => argument.endsWith(DIGEST))).toBe(true);
  }
});

test('the token goes with the job and is in no argument and no output', async () => {
  const { stdout, stderr } = await release();
  for (const call of job.aws.calls) expect(call).toMatchObject({ role: ROLE, token: TOKEN, mode: '-rw-------' });
  expect([stdout, stderr, ...job.aws.calls.flatMap(({ argv }) => argv)].join('\n')).not.toContain(TOKEN);
  expect(job.leftovers).toEqual([]);
});

test('the scan is waited for', async () => {
  const none = new AwsFailure('ScanNotFoundException', 'Image scan does not exist');
  job.aws.on(FINDINGS, none, scan([], 'IN_PROGRESS'), scan());
  expect((await release()).code).toBe(0);
});

test('a tag that is there already is no failure', async () => {
  job.aws.on('ecr put-image', new AwsFailure('ImageAlreadyExistsException', 'Image already exists'));
  expect((await release()).code).toBe(0);
});

const CRITICAL = { name: 'CVE-2026-1', severity: 'CRITICAL' };
const HIGH = { name: 'CVE-2026-2', severity: 'HIGH' };
const LOW = { name: 'CVE-2026-3', severity: 'LOW' };

async function stopped(result: Promise<ProgramResult>): Promise<ProgramResult> {
  const { code, stdout, stderr } = await result;
  expect(code).toBe(1);
  expect(job.aws.operations).not.toContain('ecr put-image');
  expect(job.aws.operations).not.toContain('codepipeline start-pipeline-execution');
  expect(stdout + stderr).not.toContain(TOKEN);
  return { code, stdout, stderr };
}

test.each([
  ['basic scanning', scan([CRITICAL, HIGH, LOW])],
  ['Amazon Inspector', inspected([CRITICAL, HIGH, LOW])],
])('findings of %s over the limits stop the release, each by its name', async (_, answer) => {
  job.aws.on(FINDINGS, answer);
  const { stdout, stderr } = await stopped(release());
  expect(stderr).toBe('error: the findings are over the limits\n');
  for (const line of ['CRITICAL: CVE-2026-1', 'CRITICAL: 1, allowed 0', 'HIGH: CVE-2026-2', 'HIGH: 1, allowed 0']) {
    expect(stdout.split('\n')).toContain(line);
  }
  expect(stdout).not.toContain('CVE-2026-3');
});

test.each([
  ['as many as allowed', [HIGH, HIGH], 'high=2', true],
  ['one more than allowed', [HIGH, HIGH, HIGH], 'high=2', false],
  ['those that have no limit', [CRITICAL, HIGH, LOW], 'medium=0', true],
  ['those of the least severity', [LOW], 'low=0', false],
])('%s: %j under %s goes on: %s', async (_, found, limits, goesOn) => {
  job.aws.on(FINDINGS, scan(found));
  const result = release({ SLIPWAY_FINDINGS: limits });
  if (goesOn) expect((await result).code).toBe(0);
  else await stopped(result);
});

test('an accepted finding is let through until its day', async () => {
  job.aws.on(FINDINGS, scan([CRITICAL]));
  const { code, stdout } = await release({ SLIPWAY_ALLOW: 'CVE-2026-9=2999-12-31 CVE-2026-1=2999-12-31' });
  expect(code).toBe(0);
  expect(stdout).toContain('accepted until 2999-12-31: CVE-2026-1\n');
});

test.each(['CVE-2026-1=2020-12-31', 'CVE-2026-1', 'CVE-2026-10=2999-12-31'])(
  'a finding is not accepted by %s',
  async (allow) => {
    job.aws.on(FINDINGS, scan([CRITICAL]));
    await stopped(release({ SLIPWAY_ALLOW: allow }));
  },
);

test.each(['FAILED', 'UNSUPPORTED_IMAGE', 'SCAN_ELIGIBILITY_EXPIRED', 'FINDINGS_UNAVAILABLE', 'SOMETHING_NEW'])(
  'an image whose scan is %s is not released',
  async (status) => {
    job.aws.on(FINDINGS, scan([], status, 'The reason that ECR gives'));
    const { stderr } = await stopped(release());
    expect(stderr).toBe(`error: the image was not scanned: ${status} The reason that ECR gives\n`);
  },
);

test.each([
  ['IN_PROGRESS', scan([], 'IN_PROGRESS')],
  ['SCAN_NOT_FOUND', new AwsFailure('ScanNotFoundException', 'Image scan does not exist')],
])('a scan that stays %s stops the release', async (status, answer) => {
  job.aws.on(FINDINGS, answer);
  const { stderr } = await stopped(release());
  expect(stderr).toBe(`error: the scan has not finished in time (its status is ${status})\n`);
});

test('a scan that may not be read stops the release', async () => {
  job.aws.on(FINDINGS, new AwsFailure('AccessDeniedException', 'not authorized'));
  expect((await stopped(release())).stderr).toMatch(/^error: cannot read the scan: .*AccessDeniedException/);
});

test('findings that cannot be read stop the release', async () => {
  job.aws.on(FINDINGS, scan(), new AwsFailure('ThrottlingException', 'Rate exceeded'));
  expect((await stopped(release())).stderr).toMatch(/^error: cannot read the findings: .*ThrottlingException/);
});

test('a job that the role does not let in stops', async () => {
  job.refuseToken();
  expect((await stopped(release())).stderr).toMatch(/^error: cannot take on \S+-gitlab: .*AccessDenied/);
  expect(job.aws.operations).toEqual(['sts get-caller-identity']);
});

test('a tag that may not be moved stops the release', async () => {
  job.aws.on('ecr put-image', new AwsFailure('AccessDeniedException', 'not authorized'));
  const { code, stderr } = await release();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot move the tag candidate-main: .*AccessDeniedException/);
  expect(job.aws.operations).not.toContain('codepipeline start-pipeline-execution');
});

test('an image that has no manifest for one platform stops the release', async () => {
  job.aws.on('ecr batch-get-image', { images: [] });
  expect((await stopped(release())).stderr).toMatch(/has no image sha256:d+ for one platform\n$/);
});

test('a pipeline that may not be started fails the job', async () => {
  job.aws.on('codepipeline start-pipeline-execution', new AwsFailure('AccessDeniedException', 'not authorized'));
  const { code, stderr } = await release();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot start shop-web-main: .*AccessDeniedException/);
});

test('without a published image there is nothing to release', async () => {
  expect((await stopped(release({ SLIPWAY_DIGEST: '' }))).stderr).toBe('error: missing variables: SLIPWAY_DIGEST\n');
});
