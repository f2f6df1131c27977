import { Match } from 'aws-cdk-lib/assertions';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const full = shop((delivery) => {
  delivery.tools = TOOLS;
  Object.assign(delivery.environments[0]!, { account: '222222222222' });
  Object.assign(delivery.services[0]!, {
    cpu: 512,
    memory: 2048,
    tracing: false,
    port: 3000,
    user: '10001:10002',
    calls: ['orders'],
    table: { partitionKey: 'id' },
    healthCommand: ['/app/healthy', '--quick'],
    variables: { LEVEL: 'info' },
    secrets: { SESSION_KEY: 'secretsmanager:shop/web:session', FEATURES: 'ssm:/shop/web/features' },
    sidecars: [
      { name: 'proxy', image: 'example.com/proxy:1', memory: 96, command: ['run'], variables: { LEVEL: 'warn' } },
    ],
  });
  delivery.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
});
const plain = shop(({ services: [web] }) => Object.assign(web!, { architecture: 'x86_64', tracing: false }));

const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';
const template = templateOf(full, 'dev-web');
const release = only(template, TASK_DEFINITION, { Family: 'shop-dev-web' }).Properties!;
const plainRelease = only(templateOf(plain, 'dev-web'), TASK_DEFINITION, { Family: 'shop-dev-web' }).Properties!;
const container = (name: string): Properties =>
  release['ContainerDefinitions'].find((definition: Properties) => definition['Name'] === name);
const execution = allowedBy(full, 'dev-web', 'ReleaseExecutionRole');

test('the task has the configured size', () => {
  expect(release).toMatchObject({ Cpu: '512', Memory: '2048', RequiresCompatibilities: ['FARGATE'] });
});

test.each([
  ['ARM64', release],
  ['X86_64', plainRelease],
])('the task runs on the processor that its image is built for: %s', (architecture, { RuntimePlatform }) => {
  expect(RuntimePlatform).toEqual({ CpuArchitecture: architecture, OperatingSystemFamily: 'LINUX' });
});

test.each(['app', 'proxy'])('container %s writes no file and has no capability', (name) => {
  expect(container(name)).toMatchObject({
    ReadonlyRootFilesystem: true,
    LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
  });
  expect(container(name)['Privileged']).toBeUndefined();
  expect(container(name)['LinuxParameters'].Capabilities.Add).toBeUndefined();
});

test('the service runs as the configured user', () => {
  expect(container('app')['User']).toBe('10001:10002');
});

test('the service runs as an ordinary user by default', () => {
  expect(plainRelease['ContainerDefinitions'][0].User).toBe('1000:1000');
});

test('the service gets its own variables and those of the platform', () => {
  expect(
    container('app')
      ['Environment'].map((variable: Properties) => variable['Name'])
      .sort(),
  ).toEqual(['LEVEL', 'ORDERS_URL', 'PORT', 'TABLE_NAME']);
});

test('the service is told the port that the load balancer will call', () => {
  expect(container('app')).toMatchObject({ PortMappings: [{ ContainerPort: 3000, Protocol: 'tcp' }] });
  expect(container('app')['Environment']).toContainEqual({ Name: 'PORT', Value: '3000' });
});

test('the service is told the name of its table', () => {
  const table = only(template, 'AWS::DynamoDB::Table').id;
  expect(container('app')['Environment']).toContainEqual({ Name: 'TABLE_NAME', Value: { Ref: table } });
});

test('a service without table and calls is told of none', () => {
  expect(plainRelease['ContainerDefinitions'][0].Environment).toEqual([{ Name: 'PORT', Value: '8080' }]);
});

test('secrets come by reference from both stores', () => {
  expect(evaluated(full, 'dev-web', container('app')['Secrets'])).toEqual([
    { Name: 'SESSION_KEY', ValueFrom: 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:shop/web:session::' },
    { Name: 'FEATURES', ValueFrom: 'arn:aws:ssm:eu-central-1:222222222222:parameter/shop/web/features' },
  ]);
});

test('of Secrets Manager the task may read just its secret', () => {
  expect(about(execution, 'secretsmanager:GetSecretValue')).toEqual([
    {
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resources: ['arn:aws:secretsmanager:eu-central-1:222222222222:secret:shop/web-??????'],
    },
  ]);
});

test('of the parameters the task may read just its own', () => {
  const [statement, ...others] = about(execution, 'ssm:GetParameters');
  expect(others).toEqual([]);
  expect(statement!.resources).toEqual(['arn:aws:ssm:eu-central-1:222222222222:parameter/shop/web/features']);
});

test('without secrets the task may read no store', () => {
  const statements = allowedBy(plain, 'dev-web', 'ReleaseExecutionRole');
  expect(about(statements, 'secretsmanager:GetSecretValue', 'ssm:GetParameters', 'ssm:GetParameter')).toEqual([]);
});

test("the task may pull the service's images, which are in the tools account", () => {
  expect(about(execution, 'ecr:BatchGetImage').map(({ resources }) => resources)).toEqual([
    ['arn:aws:ecr:eu-central-1:111111111111:repository/shop-web'],
  ]);
});

test('the code itself may read no secret and pull no image', () => {
  const code = allowedBy(full, 'dev-web', 'ReleaseTaskRole').flatMap(({ actions }) => actions);
  expect(code.filter((action) => /^(secretsmanager|ssm|ecr):/.test(action))).toEqual([]);
});

test('only ECS, for tasks of this account, takes on the roles', () => {
  for (const description of ['What the code of shop-dev-web may do', Match.stringLikeRegexp('^What ECS does')]) {
    const { AssumeRolePolicyDocument } = only(template, 'AWS::IAM::Role', { Description: description }).Properties!;
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } },
      },
    ]);
  }
});

test('the container asks itself with the configured command', () => {
  expect(container('app')['HealthCheck']).toMatchObject({ Command: ['CMD', '/app/healthy', '--quick'] });
});

test('without a health command the load balancer asks alone', () => {
  expect(plainRelease['ContainerDefinitions'][0].HealthCheck).toBeUndefined();
});

test('the service goes on when a sidecar stops', () => {
  expect(container('app')['Essential']).toBe(true);
  expect(container('proxy')['Essential']).toBe(false);
});

test('a sidecar is what the configuration says', () => {
  expect(container('proxy')).toMatchObject({
    Image: 'example.com/proxy:1',
    Memory: 96,
    Command: ['run'],
    Environment: [{ Name: 'LEVEL', Value: 'warn' }],
  });
});

test("a sidecar gets none of the service's secrets", () => {
  expect(container('proxy')['Secrets']).toBeUndefined();
});
