import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolloutRelease } from '../../../lib/deployment/programs/rollout-release';
import type { DeployRequest, RolloutSnapshot } from '../../../lib/workload/requests';
import { AwsServer, awsError, sessionOf } from '../../support/aws-server';
import { EKS_MANIFEST } from '../../support/eks-release';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const ROLE = 'arn:aws:iam::444455556666:role/shop-dev-web-deploy';
const [OLD, NEW] = ['a', 'b'].map(
  (letter) => `111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop-web@sha256:${letter.repeat(64)}`,
);
const RELEASE = rolloutRelease(EKS_MANIFEST, NEW!);

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let directory: string;
let count = 0;

const snapshot = (change: Partial<RolloutSnapshot> = {}): RolloutSnapshot => ({
  phase: 'Progressing',
  isObserved: true,
  isAborted: false,
  image: NEW!,
  currentHash: 'new',
  stableHash: 'old',
  step: { done: 0, of: 3 },
  pods: { wanted: 2, updated: 1, ready: 2 },
  analyses: [],
  ...change,
});
const DONE = snapshot({ phase: 'Healthy', stableHash: 'new' });
const ABORTED = snapshot({
  phase: 'Degraded',
  message: 'RolloutAborted',
  isAborted: true,
  analyses: [{ name: 'validation', phase: 'Failed', message: 'job failed' }],
});
const RESTORED = snapshot({ phase: 'Healthy', image: OLD!, currentHash: 'old' });

type Answer = object | Error;

/** What the function answers: to one look after the other, the last again and again; and to the rest. */
function functionSays(looks: readonly Answer[], others: Partial<Record<DeployRequest['kind'], Answer>> = {}): void {
  const left = [...looks];
  server.on({
    Invoke: ({ kind }) => {
      const answer =
        kind === 'look'
          ? ((left.length > 1 ? left.shift() : left[0]) as Answer)
          : { deploy: { revision: 4 }, abort: { aborted: true }, restore: { restored: 3 }, ...others }[
              kind as 'deploy'
            ];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
}

beforeAll(async () => {
  bundle = await bundleProgram('lib/deployment/programs/rollout.program.ts', root);
});

beforeEach(() => {
  directory = join(root, String(count++));
  mkdirSync(directory);
  writeFileSync(join(directory, 'rollout.json'), JSON.stringify(RELEASE));
  server.on({
    AssumeRole: () => sessionOf('ASIADEPLOY'),
  });
  functionSays([snapshot(), DONE]);
});

function run(env: NodeJS.ProcessEnv = {}): Promise<ProgramResult> {
  return runBundle(bundle, {
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      DEPLOY_ROLE_ARN: ROLE,
      ENVIRONMENT_REGION: 'ap-east-1',
      DEPLOYMENT_DIRECTORY: directory,
      PIPELINE_EXECUTION_ID: '1b2c3d4e-5f60',
      POLL_SECONDS: '0.001',
      ...env,
    },
  });
}

const asked = () => server.inputs('Invoke').map(({ kind }) => kind);

test('the release is installed, and the program waits until its rollout is done', async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.replace(/^\d\d:\d\d:\d\d/gm, '<time>')).toBe(
    [
      'release: web, revision 4',
      '<time> Progressing; step 0 of 3; 1 new pods, 2 of 2 ready',
      '<time> Healthy; 1 new pods, 2 of 2 ready',
      '',
    ].join('\n'),
  );
  expect(server.inputs('Invoke')[0]).toEqual({
    FunctionName: 'shop-dev-web-rollout:deploy',
    kind: 'deploy',
    values: { ...EKS_MANIFEST.values, image: NEW },
  });
});

test("all is done with the role, in the environment's region, in one session", async () => {
  await run();
  const [enter, ...others] = server.requests;
  expect(enter).toMatchObject({
    action: 'AssumeRole',
    accessKey: 'AKIAEXAMPLEBUILD',
    region: 'eu-central-1',
    input: { RoleArn: ROLE, RoleSessionName: 'slipway-1b2c3d4e-5f60' },
  });
  expect(others).toHaveLength(3);
  for (const { accessKey, region } of others) expect([accessKey, region]).toEqual(['ASIADEPLOY', 'ap-east-1']);
});

test('a rollout that is aborted is restored, and a failure with the reason in one line', async () => {
  functionSays([snapshot(), ABORTED, RESTORED]);
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the deployment was rolled back: RolloutAborted; validation Failed: job failed\n',
  });
  expect(asked()).toEqual(['deploy', 'look', 'look', 'restore', 'look']);
  expect(server.inputs('Invoke')[3]).toEqual({
    FunctionName: 'shop-dev-web-rollout:deploy',
    kind: 'restore',
    image: NEW,
  });
});

test('when the time is up it is aborted once, and restored when it is back', async () => {
  writeFileSync(join(directory, 'rollout.json'), JSON.stringify({ ...RELEASE, minutes: 0 }));
  functionSays([snapshot(), snapshot(), ABORTED, RESTORED]);
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the deployment was rolled back: not done after 0 minutes\n',
  });
  expect(stdout).toContain('not done after 0 minutes: asking Argo Rollouts to go back\n');
  expect(asked()).toEqual(['deploy', 'look', 'abort', 'look', 'look', 'restore', 'look']);
});

test('a first release that fails says that there is nothing to go back to', async () => {
  functionSays([snapshot({ phase: 'Degraded', message: 'ProgressDeadlineExceeded', stableHash: 'new' })], {
    abort: { aborted: false },
    restore: { reason: 'there was none before' },
  });
  expect(await run()).toMatchObject({
    code: 1,
    stderr: 'error: the deployment failed: ProgressDeadlineExceeded; nothing is restored, as there was none before\n',
  });
});

test('a release that cannot be installed is a failure, and nothing else is asked', async () => {
  functionSays([DONE], { deploy: new Error('helm upgrade failed: denied; revision 3 is restored') });
  expect(await run()).toMatchObject({
    code: 1,
    stderr: 'error: shop-dev-web-rollout:deploy failed: helm upgrade failed: denied; revision 3 is restored\n',
  });
  expect(asked()).toEqual(['deploy']);
});

test.each([
  [
    'is at work',
    'another release of web is being installed (revision 4, pending-upgrade): run this again when it is done',
  ],
  ['was cut off', '2026-11-23T08:00:00.000Z 6c3a Task timed out after 300.00 seconds'],
])('an installation that %s is waited for, and done again', async (_, message) => {
  const answers = [new Error(message), new Error(message), { revision: 4 }];
  server.on({
    Invoke: ({ kind }) => {
      const answer = kind === 'deploy' ? answers.shift()! : DONE;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(asked()).toEqual(['deploy', 'deploy', 'deploy', 'look']);
});

test('a way back whose call is lost is taken again', async () => {
  const answers = [new Error("the cluster's API does not answer"), { restored: 3 }];
  const looks = [ABORTED, RESTORED];
  server.on({
    Invoke: ({ kind }) => {
      const answer = { deploy: () => ({ revision: 4 }), look: () => looks.shift()!, restore: () => answers.shift()! }[
        kind as 'deploy' | 'look' | 'restore'
      ]();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  expect(await run()).toMatchObject({ code: 1, stderr: expect.stringContaining('the deployment was rolled back') });
  expect(asked()).toEqual(['deploy', 'look', 'restore', 'restore', 'look']);
});

test('a look that is lost is taken again', async () => {
  const lost = new Error("the cluster's API does not answer");
  functionSays([snapshot(), lost, lost, DONE]);
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toContain("shop-dev-web-rollout:deploy failed: the cluster's API does not answer: looking again\n");
});

test('a function that never answers any more is a failure', async () => {
  functionSays([snapshot(), new Error("the cluster's API does not answer")]);
  expect(await run()).toMatchObject({
    code: 1,
    stderr: "error: shop-dev-web-rollout:deploy failed: the cluster's API does not answer\n",
  });
  expect(asked().filter((kind) => kind === 'look')).toHaveLength(22);
});

test('a role that may not ask the function is one line', async () => {
  server.on({
    Invoke: () => {
      throw awsError('AccessDeniedException', 'not authorized to perform: lambda:InvokeFunction', 403);
    },
  });
  expect(await run()).toMatchObject({
    code: 1,
    stderr:
      'error: cannot call shop-dev-web-rollout:deploy: AccessDeniedException: not authorized to perform: lambda:InvokeFunction\n',
  });
});

test('the log holds no value of a variable, and no secret', async () => {
  const { stdout, stderr } = await run();
  expect(stdout + stderr).not.toMatch(/not-for-the-log|session-|ASIADEPLOY/);
});

test('an artifact without the release is refused before anything is called', async () => {
  const { code, stderr } = await run({ DEPLOYMENT_DIRECTORY: join(root, 'nowhere') });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot read the artifact's rollout\.json: /);
  expect(server.requests).toEqual([]);
});
