import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { serviceUpdate } from '../../../lib/deployment/programs/service-update';
import { AwsServer, awsError, sessionOf } from '../../support/aws-server';
import { EKS_MANIFEST } from '../../support/eks-release';
import { NATIVE, NATIVE_MANIFEST } from '../../support/native-release';
import { bundleProgram, type ProgramResult, runBundle, temporaryDirectory } from '../../support/program';

const IMAGE = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/sandbox/storefront@sha256:${'ab'.repeat(32)}`;
const ROLE = 'arn:aws:iam::444455556666:role/dev-storefront-deploy';
const PARAMETER = '/slipway/sandbox/dev/storefront/release';
const MANIFEST = {
  taskDefinition: 'arn:aws:ecs:ap-east-1:444455556666:task-definition/dev-storefront:7',
  container: 'app',
  port: 8080,
  subnets: ['subnet-0a1b'],
  securityGroups: ['sg-0e3f'],
  assignPublicIp: 'DISABLED',
};
/** As ECS answers, with its dates as seconds. */
const TASK_DEFINITION = {
  taskDefinitionArn: MANIFEST.taskDefinition,
  family: 'dev-storefront',
  revision: 7,
  status: 'ACTIVE',
  networkMode: 'awsvpc',
  executionRoleArn: 'arn:aws:iam::444455556666:role/execution',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
  compatibilities: ['EC2', 'FARGATE'],
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
  registeredAt: 1790000000.123,
  registeredBy: 'arn:aws:sts::444455556666:assumed-role/cfn-exec/AWSCloudFormation',
  containerDefinitions: [
    {
      name: 'app',
      image: 'public.ecr.aws/docker/library/node:24-slim',
      essential: true,
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      environment: [{ name: 'API_KEY', value: 'not-for-the-log' }],
    },
    { name: 'collector', image: 'public.ecr.aws/aws-observability/collector:1', essential: false },
  ],
};

const COMMIT = 'c0ffee'.padEnd(40, '0');
const PARENT = 'beef'.padEnd(40, '0');
const ORIGIN = { platform: 'linux/arm64', commit: COMMIT, tag: 'tree-1' };
const DEPLOYED = '/sandbox/dev/storefront/deployed';
/** The answer about the manifest, and about what is deployed: nothing, unless stated. */
const parameters =
  (manifest: object | string, deployed = 'none') =>
  ({ Name }: Record<string, unknown>) => {
    const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
    return { Parameter: { Name, Type: 'String', Value: Name === DEPLOYED ? deployed : text } };
  };

/** What CodePipeline says of the stage: others are in it, of which Render is not one. */
const stage =
  (type: 'STANDARD' | 'ROLLBACK', stageName = 'dev') =>
  () => ({
    stageStates: [
      { stageName: 'test', latestExecution: { pipelineExecutionId: '0', status: 'Succeeded', type: 'STANDARD' } },
      { stageName, latestExecution: { pipelineExecutionId: '9', status: 'InProgress', type } },
    ],
  });
const askedBy = (triggerType: string) => () => ({
  pipelineExecution: { executionType: 'ROLLBACK', trigger: { triggerType } },
});
const GROUP = { applicationName: 'sandbox-dev-storefront', deploymentGroupName: 'sandbox-dev-storefront' };
const ALARMS = [{ name: 'sandbox-dev-storefront-blue-errors' }, { name: 'sandbox-dev-storefront-green-errors' }];
/** What CodeDeploy says of the service's group. */
const group = (enabled: boolean) => () => ({
  deploymentGroupInfo: { alarmConfiguration: { enabled, ignorePollAlarmFailure: false, alarms: ALARMS } },
});

const root = temporaryDirectory();
const server = AwsServer.forTests();
let bundle: string;
let directory: string;
let count = 0;

beforeAll(async () => {
  bundle = await bundleProgram('lib/deployment/programs/render.program.ts', root);
});

beforeEach(() => {
  directory = join(root, String(count++));
  mkdirSync(directory);
  writeFileSync(join(directory, 'imageDetail.json'), JSON.stringify({ ImageURI: IMAGE }));
  writeFileSync(join(directory, 'image.json'), JSON.stringify(ORIGIN));
  server.on({
    AssumeRole: () => sessionOf('ASIADEPLOY'),
    GetParameter: parameters(MANIFEST),
    DescribeTaskDefinition: () => ({ taskDefinition: TASK_DEFINITION }),
    GetPipelineState: stage('STANDARD'),
    GetDeploymentGroup: group(true),
    PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] }),
  });
});

const output = () => join(directory, 'output');

function run(env: NodeJS.ProcessEnv = {}): Promise<ProgramResult> {
  return runBundle(bundle, {
    home: root,
    env: {
      AWS_ENDPOINT_URL: server.url,
      DEPLOY_ROLE_ARN: ROLE,
      ENVIRONMENT_REGION: 'ap-east-1',
      RELEASE_PARAMETER: PARAMETER,
      IMAGE_DIRECTORY: directory,
      OUTPUT_DIRECTORY: output(),
      PIPELINE_EXECUTION_ID: '1b2c3d4e-5f60',
      PIPELINE_NAME: 'sandbox-storefront-develop',
      DELIVERY_NAME: 'sandbox',
      SERVICE_NAME: 'storefront',
      ENVIRONMENT_NAME: 'dev',
      DEPLOYED_PARAMETER: DEPLOYED,
      STRATEGY: 'canary 10 % for 15 min',
      BAKE_MINUTES: '5',
      ...env,
    },
  });
}

/** Runs, and expects the one line and no output at all. */
async function expectProblem(line: string | RegExp): Promise<void> {
  const { code, stderr } = await run();
  expect(stderr.split('\n')).toHaveLength(2);
  expect(stderr).toMatch(line);
  expect(code).toBe(1);
  expect(existsSync(output())).toBe(false);
}

test('the current revision comes out with the new image, ready to be registered', async () => {
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  const [app, collector] = TASK_DEFINITION.containerDefinitions;
  expect(JSON.parse(readFileSync(join(output(), 'taskdef.json'), 'utf8'))).toEqual({
    family: 'dev-storefront',
    networkMode: 'awsvpc',
    executionRoleArn: TASK_DEFINITION.executionRoleArn,
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    runtimePlatform: TASK_DEFINITION.runtimePlatform,
    containerDefinitions: [{ ...app, image: IMAGE }, collector],
  });
});

test('the AppSpec file sends traffic to the container of the manifest', async () => {
  await run();
  expect(
    parse(readFileSync(join(output(), 'appspec.yaml'), 'utf8')).Resources[0].TargetService.Properties,
  ).toMatchObject({
    LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ['subnet-0a1b'], AssignPublicIp: 'DISABLED' } },
  });
});

test('the AppSpec file has CodeDeploy ask the function that the manifest names', async () => {
  const hook = 'arn:aws:lambda:ap-east-1:444455556666:function:dev-storefront-validate';
  server.on({ GetParameter: parameters({ ...MANIFEST, hook }) });
  await run();
  expect(parse(readFileSync(join(output(), 'appspec.yaml'), 'utf8')).Hooks).toEqual([{ AfterAllowTestTraffic: hook }]);
});

test('where ECS itself deploys, an update of the service takes the place of the AppSpec file', async () => {
  const manifest = { ...NATIVE_MANIFEST, taskDefinition: MANIFEST.taskDefinition, port: 8080 };
  server.on({ GetParameter: parameters(manifest) });
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(output()).sort()).toEqual(['service-update.json', 'taskdef.json']);
  expect(JSON.parse(readFileSync(join(output(), 'service-update.json'), 'utf8'))).toEqual(
    serviceUpdate(manifest, NATIVE),
  );
});

test('the role is assumed in the own region, under the name of the execution', async () => {
  await run();
  expect(server.requests.find(({ action }) => action === 'AssumeRole')).toMatchObject({
    accessKey: 'AKIAEXAMPLEBUILD',
    region: 'eu-central-1',
    input: { RoleArn: ROLE, RoleSessionName: 'slipway-1b2c3d4e-5f60' },
  });
});

test("all that is read of the environment is read with the role, in the environment's region, and by its exact name", async () => {
  await run();
  const session = { accessKey: 'ASIADEPLOY', region: 'ap-east-1' };
  expect(server.requests.filter(({ accessKey }) => accessKey === 'ASIADEPLOY')).toEqual([
    { action: 'GetParameter', input: { Name: PARAMETER }, ...session },
    { action: 'DescribeTaskDefinition', input: { taskDefinition: MANIFEST.taskDefinition }, ...session },
    { action: 'GetDeploymentGroup', input: GROUP, ...session },
  ]);
});

test('the log names what is deployed, and no secret', async () => {
  const { stdout, stderr } = await run();
  expect(stdout).toBe(
    `task definition: ${MANIFEST.taskDefinition}\ncontainer:       app, port 8080\nimage:           ${IMAGE}\ntold the records: release-prepared\n`,
  );
  expect(stdout + stderr).not.toMatch(/not-for-the-log|session-|ASIADEPLOY/);
});

test('a second run writes the same files', async () => {
  await run();
  const read = () => readdirSync(output()).map((name) => [name, readFileSync(join(output(), name), 'utf8')]);
  const first = read();
  await run();
  expect(read()).toEqual(first);
  expect(first.map(([name]) => name)).toEqual(['appspec.yaml', 'taskdef.json']);
});

test('an image for another processor is refused, and nothing is rendered', async () => {
  writeFileSync(join(directory, 'image.json'), JSON.stringify({ ...ORIGIN, platform: 'linux/amd64' }));
  await expectProblem(/^error: the task definition is for linux\/arm64, but the image is for linux\/amd64/);
});

test('an image by tag is refused before anything is called', async () => {
  writeFileSync(join(directory, 'imageDetail.json'), JSON.stringify({ ImageURI: IMAGE.replace(/@.*/, ':latest') }));
  await expectProblem(/^error: the image must be pinned by digest/);
  expect(server.requests).toEqual([]);
});

test('a role that must not be assumed is one line', async () => {
  server.on({
    AssumeRole: () => {
      throw awsError('AccessDenied', 'User: build is not authorized to perform: sts:AssumeRole', 403);
    },
  });
  await expectProblem(
    `error: cannot assume ${ROLE}: AccessDenied: User: build is not authorized to perform: sts:AssumeRole\n`,
  );
});

test('a parameter that is not there says what to do', async () => {
  server.on({
    GetParameter: () => {
      throw awsError('ParameterNotFound', 'UnknownError');
    },
  });
  await expectProblem(
    `error: the parameter ${PARAMETER} does not exist: deploy the service's stack in this environment first\n`,
  );
});

test('a manifest that is not JSON is refused without repeating it', async () => {
  server.on({ GetParameter: parameters('API_KEY=not-for-the-log') });
  await expectProblem(/^error: the release manifest is not JSON\n$/);
});

test('a task definition that was deregistered asks for another run', async () => {
  server.on({ DescribeTaskDefinition: () => ({ taskDefinition: { ...TASK_DEFINITION, status: 'INACTIVE' } }) });
  await expectProblem(
    `error: ${MANIFEST.taskDefinition} is INACTIVE: the environment's stack has moved on to a newer revision; run this stage again\n`,
  );
});

test('a missing container is refused, and an older output stays whole', async () => {
  await run();
  const before = readFileSync(join(output(), 'taskdef.json'), 'utf8');
  server.on({
    GetParameter: parameters({ ...MANIFEST, container: 'web' }),
  });
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the task definition dev-storefront has no container "web" (it has app, collector)\n',
  });
  expect(readFileSync(join(output(), 'taskdef.json'), 'utf8')).toBe(before);
});

test('a port that the container does not map is refused', async () => {
  server.on({ GetParameter: parameters({ ...MANIFEST, port: 80 }) });
  await expectProblem('error: the container "app" must map the port 80 (it maps 8080)\n');
});

test('a throttled call is tried again', async () => {
  let calls = 0;
  server.on({
    DescribeTaskDefinition: () => {
      if (calls++ === 0) throw awsError('ThrottlingException', 'Rate exceeded');
      return { taskDefinition: TASK_DEFINITION };
    },
  });
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(calls).toBe(2);
});

describe('a rollback, which the alarms of what it takes away would stop', () => {
  const off = { alarmConfiguration: { enabled: false, ignorePollAlarmFailure: false, alarms: ALARMS } };

  beforeEach(() => {
    server.on({
      GetPipelineState: stage('ROLLBACK'),
      GetPipelineExecution: askedBy('ManualRollback'),
      UpdateDeploymentGroup: () => ({}),
    });
  });

  test('is one by what CodePipeline says of the stage, whatever id it gives, under the own role', async () => {
    await run();
    const accessKey = 'AKIAEXAMPLEBUILD';
    expect(server.requests.slice(0, 2)).toMatchObject([
      { action: 'GetPipelineState', accessKey, input: { name: 'sandbox-storefront-develop' } },
      {
        action: 'GetPipelineExecution',
        accessKey,
        input: { pipelineName: 'sandbox-storefront-develop', pipelineExecutionId: '9' },
      },
    ]);
  });

  test("of CodePipeline's own is judged: it brings the configuration that may just have been refused", async () => {
    server.on({ GetPipelineExecution: askedBy('AutomatedRollback') });
    const { code, stdout } = await run();
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.not.stringContaining('a rollback') });
    expect(server.actions).not.toContain('UpdateDeploymentGroup');
  });

  test('of another stage is none here', async () => {
    server.on({ GetPipelineState: stage('ROLLBACK', 'prod') });
    await run();
    expect(server.actions).not.toContain('UpdateDeploymentGroup');
  });

  test('is not stopped by them under CodeDeploy, and the group keeps them', async () => {
    const { code, stdout } = await run();
    expect({ code, inputs: server.inputs('UpdateDeploymentGroup') }).toEqual({
      code: 0,
      inputs: [
        { applicationName: GROUP.applicationName, currentDeploymentGroupName: GROUP.deploymentGroupName, ...off },
      ],
    });
    expect(stdout).toContain('a rollback:      no alarm judges it\n');
  });

  test('after a rollback needs no second change', async () => {
    server.on({ GetDeploymentGroup: group(false) });
    await run();
    expect(server.actions).not.toContain('UpdateDeploymentGroup');
  });

  test('leaves a group alone whose alarms a person has taken out', async () => {
    server.on({
      GetPipelineState: stage('STANDARD'),
      GetDeploymentGroup: () => ({ deploymentGroupInfo: { alarmConfiguration: { enabled: false, alarms: [] } } }),
    });
    await run();
    expect(server.actions).not.toContain('UpdateDeploymentGroup');
  });

  test('leaves the alarms off for no longer than until the next release', async () => {
    server.on({ GetPipelineState: stage('STANDARD'), GetDeploymentGroup: group(false) });
    expect(await run()).toMatchObject({ code: 0 });
    const [{ alarmConfiguration }] = server.inputs('UpdateDeploymentGroup') as [typeof off];
    expect(alarmConfiguration).toEqual({ ...off.alarmConfiguration, enabled: true });
  });

  test('is not stopped by them under ECS, either', async () => {
    const manifest = { ...NATIVE_MANIFEST, taskDefinition: MANIFEST.taskDefinition, port: 8080 };
    server.on({ GetParameter: parameters(manifest) });
    await run();
    expect(JSON.parse(readFileSync(join(output(), 'service-update.json'), 'utf8'))).toEqual(
      serviceUpdate(manifest, NATIVE, true),
    );
    expect(server.actions).not.toContain('GetDeploymentGroup');
  });

  test('goes in at once on EKS, with nothing of alarms to analyse', async () => {
    const values = { ...EKS_MANIFEST.values, strategy: { kind: 'linear', percent: 25, minutes: 3 } };
    server.on({ GetParameter: parameters({ ...EKS_MANIFEST, values }) });
    await run();
    expect(JSON.parse(readFileSync(join(output(), 'rollout.json'), 'utf8')).values).toEqual({
      ...EKS_MANIFEST.values,
      image: IMAGE,
      strategy: { kind: 'allAtOnce' },
      bakeMinutes: 0,
    });
    const [{ Entries }] = server.inputs('PutEvents') as [{ Entries: { Detail: string }[] }];
    expect(JSON.parse(Entries[0]!.Detail).event).toMatchObject({ strategy: 'all at once', bakeMinutes: 0 });
  });

  test('that cannot be told from a release stops before anything is changed', async () => {
    server.on({
      GetPipelineState: () => {
        throw awsError('AccessDeniedException', 'not authorized');
      },
    });
    await expectProblem(/^error: cannot read the state of sandbox-storefront-develop: AccessDenied/);
    expect(server.actions).toEqual(['GetPipelineState']);
  });
});

describe('on EKS', () => {
  beforeEach(() => {
    server.on({ GetParameter: parameters(EKS_MANIFEST) });
  });

  test('the values of the chart come out with the image, and what installs them', async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(output())).toEqual(['rollout.json']);
    expect(JSON.parse(readFileSync(join(output(), 'rollout.json'), 'utf8'))).toEqual({
      function: EKS_MANIFEST.function,
      minutes: EKS_MANIFEST.minutes,
      values: { ...EKS_MANIFEST.values, image: IMAGE },
    });
    expect(stdout).toBe(
      `service:         web, port 3000\nimage:           ${IMAGE}\ntold the records: release-prepared\n`,
    );
    expect(server.actions).not.toContain('DescribeTaskDefinition');
  });

  test('an image for another processor is refused, and nothing is rendered', async () => {
    writeFileSync(join(directory, 'image.json'), JSON.stringify({ ...ORIGIN, platform: 'linux/amd64' }));
    await expectProblem(/^error: the release is for linux\/arm64, but the image is for linux\/amd64/);
  });
});

describe('what the records get to know', () => {
  const deployed = JSON.stringify({
    commit: PARENT,
    digest: `sha256:${'cd'.repeat(32)}`,
    tag: 'tree-0',
    executionId: '0a',
    at: '2026-11-20T08:00:00.000Z',
  });
  const told = () =>
    (server.inputs('PutEvents') as { Entries: { Source: string; DetailType: string; Detail: string }[] }[]).flatMap(
      ({ Entries }) => Entries.map(({ Detail, ...entry }) => ({ ...entry, detail: JSON.parse(Detail) })),
    );
  const history = (parent = PARENT) => ({
    author: 'Ada',
    subject: 'Sell on Sundays',
    commits: [
      { hash: COMMIT, at: '2026-11-24T10:00:00.000Z', parents: [parent], touches: true },
      { hash: parent, at: '2026-11-20T07:00:00.000Z', parents: [], touches: true },
    ],
  });

  test('is the release with the commits that the environment does not have, under the own role', async () => {
    writeFileSync(join(directory, 'commits.json'), JSON.stringify(history()));
    server.on({ GetParameter: parameters(MANIFEST, deployed) });
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    const [{ Source, DetailType, detail }, ...others] = told() as [ReturnType<typeof told>[number]];
    expect({ Source, DetailType, others }).toEqual({ Source: 'slipway', DetailType: 'Delivery Event', others: [] });
    const { at } = detail.event;
    expect(detail).toEqual({
      delivery: 'sandbox',
      event: {
        kind: 'release-prepared',
        id: `release-prepared/dev/1b2c3d4e-5f60/${at}`,
        at,
        service: 'storefront',
        environment: 'dev',
        execution: '1b2c3d4e-5f60',
        digest: IMAGE.split('@')[1],
        commit: COMMIT,
        author: 'Ada',
        subject: 'Sell on Sundays',
        commits: [{ hash: COMMIT, at: '2026-11-24T10:00:00.000Z' }],
        strategy: 'canary 10 % for 15 min',
        bakeMinutes: 5,
      },
    });
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    const own = { accessKey: 'AKIAEXAMPLEBUILD', region: 'eu-central-1' };
    expect(server.requests.slice(-2)).toEqual([
      { action: 'GetParameter', input: { Name: DEPLOYED }, ...own },
      expect.objectContaining({ action: 'PutEvents', ...own }),
    ]);
  });

  test('claims no commit and no author where another CI has built the image', async () => {
    await run();
    const [{ detail }] = told() as [ReturnType<typeof told>[number]];
    expect(detail.event).toMatchObject({ commit: COMMIT, commits: [] });
    expect(detail.event).not.toHaveProperty('author');
  });

  test('is nothing when nothing could be rendered', async () => {
    server.on({ DescribeTaskDefinition: () => ({ taskDefinition: { ...TASK_DEFINITION, status: 'INACTIVE' } }) });
    await run();
    expect(told()).toEqual([]);
  });

  test.each([
    [
      'the bus denies it',
      () => {
        server.on({
          PutEvents: () => {
            throw awsError('AccessDeniedException', 'not authorized to perform: events:PutEvents');
          },
        });
      },
      'cannot put release-prepared on the event bus: AccessDeniedException: not authorized to perform: events:PutEvents',
    ],
    [
      'the bus takes the call and not the event',
      () => server.on({ PutEvents: () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }) }),
      'cannot put release-prepared on the event bus: InternalFailure: undefined',
    ],
    [
      'nobody knows what is deployed',
      () => server.on({ GetParameter: parameters(MANIFEST, '?') }),
      'the record of what is deployed is neither JSON nor "none" (got "?")',
    ],
    [
      'the history is broken',
      () => writeFileSync(join(directory, 'commits.json'), '{"commits": [{}]}'),
      'the history of commits must be JSON with author, subject and commits',
    ],
  ])('is missing with a warning when %s, and the release goes on', async (_, breakIt, reason) => {
    breakIt();
    expect(await run()).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`warning: the delivery's records do not get to know of this: ${reason}`),
    });
    expect(readdirSync(output())).toContain('taskdef.json');
  });
});
