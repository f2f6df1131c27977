import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { serviceUpdate } from '../../../lib/deployment/programs/service-update';
import { AwsServer, awsError } from '../../support/aws-server';
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
  writeFileSync(join(directory, 'image.json'), JSON.stringify({ platform: 'linux/arm64' }));
  server.on({
    AssumeRole: () => ({
      Credentials: {
        AccessKeyId: 'ASIADEPLOY',
        SecretAccessKey: 'session-secret',
        SessionToken: 'session-token',
        Expiration: '2030-01-01T00:00:00Z',
      },
    }),
    GetParameter: ({ Name }) => ({ Parameter: { Name, Type: 'String', Value: JSON.stringify(MANIFEST) } }),
    DescribeTaskDefinition: () => ({ taskDefinition: TASK_DEFINITION }),
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
  server.on({ GetParameter: () => ({ Parameter: { Value: JSON.stringify({ ...MANIFEST, hook }) } }) });
  await run();
  expect(parse(readFileSync(join(output(), 'appspec.yaml'), 'utf8')).Hooks).toEqual([{ AfterAllowTestTraffic: hook }]);
});

test('where ECS itself deploys, an update of the service takes the place of the AppSpec file', async () => {
  const manifest = { ...NATIVE_MANIFEST, taskDefinition: MANIFEST.taskDefinition, port: 8080 };
  server.on({ GetParameter: () => ({ Parameter: { Value: JSON.stringify(manifest) } }) });
  expect(await run()).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(output()).sort()).toEqual(['service-update.json', 'taskdef.json']);
  expect(JSON.parse(readFileSync(join(output(), 'service-update.json'), 'utf8'))).toEqual(
    serviceUpdate(manifest, NATIVE),
  );
});

test('the role is assumed in the own region, under the name of the execution', async () => {
  await run();
  expect(server.requests[0]).toMatchObject({
    action: 'AssumeRole',
    accessKey: 'AKIAEXAMPLEBUILD',
    region: 'eu-central-1',
    input: { RoleArn: ROLE, RoleSessionName: 'slipway-1b2c3d4e-5f60' },
  });
});

test("all that is read is read with the role, in the environment's region, and by its exact name", async () => {
  await run();
  const session = { accessKey: 'ASIADEPLOY', region: 'ap-east-1' };
  expect(server.requests.slice(1)).toEqual([
    { action: 'GetParameter', input: { Name: PARAMETER }, ...session },
    { action: 'DescribeTaskDefinition', input: { taskDefinition: MANIFEST.taskDefinition }, ...session },
  ]);
});

test('the log names what is deployed, and no secret', async () => {
  const { stdout, stderr } = await run();
  expect(stdout).toBe(
    `task definition: ${MANIFEST.taskDefinition}\ncontainer:       app, port 8080\nimage:           ${IMAGE}\n`,
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
  writeFileSync(join(directory, 'image.json'), JSON.stringify({ platform: 'linux/amd64' }));
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
  server.on({ GetParameter: () => ({ Parameter: { Value: 'API_KEY=not-for-the-log' } }) });
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
    GetParameter: () => ({ Parameter: { Value: JSON.stringify({ ...MANIFEST, container: 'web' }) } }),
  });
  const { code, stderr } = await run();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'error: the task definition dev-storefront has no container "web" (it has app, collector)\n',
  });
  expect(readFileSync(join(output(), 'taskdef.json'), 'utf8')).toBe(before);
});

test('a port that the container does not map is refused', async () => {
  server.on({ GetParameter: () => ({ Parameter: { Value: JSON.stringify({ ...MANIFEST, port: 80 }) } }) });
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
