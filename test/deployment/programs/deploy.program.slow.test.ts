import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceUpdate } from '../../../lib/deployment/programs/service-update';
import { AwsServer, awsError, sessionOf } from '../../support/aws-server';
import { NATIVE, NATIVE_MANIFEST } from '../../support/native-release';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const ROLE = 'arn:aws:iam::444455556666:role/shop-dev-web-deploy';
const REVISION = 'arn:aws:ecs:ap-east-1:444455556666:task-definition/shop-dev-web:8';
const arn = (kind: string, id: string) => `arn:aws:ecs:ap-east-1:444455556666:${kind}/shop-dev/web/${id}`;
const DEPLOYMENT = arn('service-deployment', 'ours');
const TASK_DEFINITION = {
  family: 'shop-dev-web',
  containerDefinitions: [{ name: 'app', environment: [{ name: 'API_KEY', value: 'not-for-the-log' }] }],
};
const UPDATE = serviceUpdate(NATIVE_MANIFEST, NATIVE);

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let directory: string;
let count = 0;

/** What ECS answers to one look at the deployment after the other; the last again and again. */
function deploymentGoes(...snapshots: object[]): void {
  const left = [...snapshots];
  server.on({
    DescribeServiceDeployments: () => ({ serviceDeployments: [left.length > 1 ? left.shift() : left[0]] }),
  });
}

beforeAll(async () => {
  bundle = await bundleProgram('lib/deployment/programs/deploy.program.ts', root);
});

beforeEach(() => {
  directory = join(root, String(count++));
  mkdirSync(directory);
  writeFileSync(join(directory, 'taskdef.json'), JSON.stringify(TASK_DEFINITION));
  writeFileSync(join(directory, 'service-update.json'), JSON.stringify(UPDATE));
  server.on({
    AssumeRole: () => sessionOf('ASIADEPLOY'),
    // With a status it is asked whether something is going on, with a time what has begun.
    ListServiceDeployments: ({ status }) => ({
      serviceDeployments: status
        ? []
        : [
            {
              serviceDeploymentArn: arn('service-deployment', 'before'),
              targetServiceRevisionArn: arn('service-revision', '1'),
            },
            { serviceDeploymentArn: DEPLOYMENT, targetServiceRevisionArn: arn('service-revision', '2') },
          ],
    }),
    DescribeServiceRevisions: () => ({
      serviceRevisions: [
        { serviceRevisionArn: arn('service-revision', '1'), taskDefinition: REVISION.replace(':8', ':7') },
        { serviceRevisionArn: arn('service-revision', '2'), taskDefinition: REVISION },
      ],
    }),
    RegisterTaskDefinition: () => ({ taskDefinition: { taskDefinitionArn: REVISION } }),
    UpdateService: () => ({ service: {} }),
  });
  deploymentGoes(
    { status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' },
    { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' },
    { status: 'SUCCESSFUL' },
  );
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

const changes = () => server.actions.filter((action) => /^(Register|Update|Stop)/.test(action));

test('the revision is registered and deployed, and the program waits until that is done', async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.replace(/^\d\d:\d\d:\d\d/gm, '<time>')).toBe(
    [
      `task definition: ${REVISION}`,
      `deployment:      ${DEPLOYMENT}`,
      '<time> SCALE_UP: new tasks start',
      '<time> BAKE_TIME: the old tasks stay, ready for a rollback',
      '<time> SUCCESSFUL',
      '',
    ].join('\n'),
  );
  expect(server.inputs('RegisterTaskDefinition')).toEqual([TASK_DEFINITION]);
  expect(server.inputs('UpdateService')).toEqual([{ ...UPDATE.update, taskDefinition: REVISION }]);
  expect(server.inputs('DescribeServiceDeployments')).toEqual(Array(3).fill({ serviceDeploymentArns: [DEPLOYMENT] }));
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
  expect(others.length).toBeGreaterThan(5);
  for (const { accessKey, region } of others) expect([accessKey, region]).toEqual(['ASIADEPLOY', 'ap-east-1']);
});

test('a session that ends is followed by another', async () => {
  let sessions = 0;
  server.on({
    AssumeRole: () => sessionOf(`ASIA${++sessions}`, new Date(Date.now() + 1000).toISOString()),
  });
  expect(await run()).toMatchObject({ code: 0 });
  expect(sessions).toBeGreaterThan(1);
  expect(server.requests.at(-1)!.accessKey).toBe(`ASIA${sessions}`);
});

test('a deployment that is rolled back is a failure, with the reason in one line', async () => {
  deploymentGoes(
    { status: 'IN_PROGRESS', lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT' },
    { status: 'ROLLBACK_SUCCESSFUL', alarms: { triggeredAlarmNames: ['shop-dev-web-green-errors'] } },
  );
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the deployment was rolled back: in alarm: shop-dev-web-green-errors\n',
  });
  expect(changes()).toEqual(['RegisterTaskDefinition', 'UpdateService']);
});

test('when the time is up ECS is asked once to roll back, and is watched until it has', async () => {
  writeFileSync(join(directory, 'service-update.json'), JSON.stringify({ ...UPDATE, minutes: 0 }));
  deploymentGoes(
    { status: 'IN_PROGRESS', lifecycleStage: 'BAKE_TIME' },
    { status: 'ROLLBACK_IN_PROGRESS' },
    { status: 'ROLLBACK_SUCCESSFUL' },
  );
  server.on({ StopServiceDeployment: () => ({ serviceDeploymentArn: DEPLOYMENT }) });
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the deployment was rolled back: not done after 0 minutes\n',
  });
  expect(stdout).toContain('not done after 0 minutes: asking ECS to roll back\n');
  expect(server.inputs('StopServiceDeployment')).toEqual([{ serviceDeploymentArn: DEPLOYMENT, stopType: 'ROLLBACK' }]);
});

test('what cannot be rolled back any more is watched to its end', async () => {
  writeFileSync(join(directory, 'service-update.json'), JSON.stringify({ ...UPDATE, minutes: 0 }));
  deploymentGoes({ status: 'IN_PROGRESS', lifecycleStage: 'CLEAN_UP' }, { status: 'SUCCESSFUL' });
  server.on({
    StopServiceDeployment: () => {
      throw awsError('ConflictException', 'The deployment is finishing');
    },
  });
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toContain('ECS does not roll it back any more\n');
});

test('a deployment that is going on is left alone, and nothing is registered', async () => {
  const running = arn('service-deployment', 'other');
  server.on({ ListServiceDeployments: () => ({ serviceDeployments: [{ serviceDeploymentArn: running }] }) });
  const { code, stderr } = await run();
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error: shop-dev/web is being deployed already (${running}): wait for it, or stop it with ` +
      `aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn ${running}; then run this stage again\n`,
  );
  expect(server.inputs('ListServiceDeployments')).toEqual([
    {
      cluster: 'shop-dev',
      service: 'web',
      status: ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'],
    },
  ]);
  expect(changes()).toEqual([]);
});

test('a deployment that is listed late is waited for', async () => {
  let looks = 0;
  server.on({
    DescribeServiceRevisions: () => ({
      serviceRevisions:
        looks++ < 2 ? [] : [{ serviceRevisionArn: arn('service-revision', '2'), taskDefinition: REVISION }],
    }),
  });
  expect(await run()).toMatchObject({ code: 0 });
  expect(looks).toBe(3);
});

test('an update that is refused is one line, and is not tried again', async () => {
  server.on({
    UpdateService: () => {
      throw awsError('InvalidParameterException', 'Unable to assume role');
    },
  });
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: cannot update shop-dev/web: InvalidParameterException: Unable to assume role\n',
  });
  expect(changes()).toEqual(['RegisterTaskDefinition', 'UpdateService']);
});

test('a look that is throttled is taken again', async () => {
  let calls = 0;
  server.on({
    DescribeServiceDeployments: () => {
      if (calls++ === 0) throw awsError('ThrottlingException', 'Rate exceeded');
      return { serviceDeployments: [{ status: 'SUCCESSFUL' }] };
    },
  });
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
});

test('a deployment that ECS no longer knows is a failure', async () => {
  server.on({ DescribeServiceDeployments: () => ({ failures: [{ arn: DEPLOYMENT, reason: 'MISSING' }] }) });
  expect(await run()).toMatchObject({ code: 1, stderr: `error: cannot describe ${DEPLOYMENT}: MISSING\n` });
});

test('the log holds no secret', async () => {
  const { stdout, stderr } = await run();
  expect(stdout + stderr).not.toMatch(/not-for-the-log|session-|ASIADEPLOY/);
});

test('an artifact without the update is refused before anything is called', async () => {
  const { code, stderr } = await run({ DEPLOYMENT_DIRECTORY: join(root, 'nowhere') });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot read the artifact's taskdef\.json: /);
  expect(server.requests).toEqual([]);
});
