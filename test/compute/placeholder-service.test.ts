import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Match } from 'aws-cdk-lib/assertions';
import { PLACEHOLDER } from '../../lib/compute/constants';
import { evaluated, only, shop, templateOf } from '../support/templates';

const SERVICE = 'AWS::ECS::Service';
const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';

const sandbox = shop();
const wide = shop(({ environments: [dev] }) => Object.assign(dev!, { network: { zones: 3, natGateways: 1 } }));
const template = templateOf(sandbox, 'dev-web');
const service = only(template, SERVICE);

test('the service is in the hands of CodeDeploy', () => {
  template.hasResourceProperties(SERVICE, {
    ServiceName: 'web',
    LaunchType: 'FARGATE',
    DeploymentController: { Type: 'CODE_DEPLOY' },
  });
});

test('what CodeDeploy does not go with is not there', () => {
  template.hasResourceProperties(SERVICE, {
    DeploymentConfiguration: Match.absent(),
    ServiceConnectConfiguration: Match.absent(),
  });
});

test('the service names a family, as a revision would change', () => {
  template.hasResourceProperties(SERVICE, { TaskDefinition: 'shop-dev-web_placeholder' });
});

test('how many tasks run is for scaling to say', () => {
  template.hasResourceProperties(SERVICE, { DesiredCount: Match.absent() });
});

test('the service starts behind blue', () => {
  const blue = only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', { Name: 'shop-dev-web-blue' }).id;
  template.hasResourceProperties(SERVICE, {
    LoadBalancers: [{ ContainerName: 'app', ContainerPort: 8080, TargetGroupArn: { Ref: blue } }],
  });
});

test('the service waits for its listeners and its task definition', () => {
  const listeners = Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::Listener'));
  const taskDefinition = only(template, TASK_DEFINITION, { Family: 'shop-dev-web_placeholder' }).id;
  expect(listeners).toHaveLength(2);
  expect(service.DependsOn).toEqual(expect.arrayContaining([...listeners, taskDefinition]));
});

test('the service waits for what its first task needs to write its log', () => {
  const policies = Object.keys(template.findResources('AWS::IAM::Policy')).filter((id) =>
    /ServiceExecutionRoleDefaultPolicy/.test(id),
  );
  expect(policies).toHaveLength(1);
  expect(only(template, SERVICE).DependsOn).toEqual(expect.arrayContaining(policies));
});

test('the subnets are those of the first two zones, even in an environment with three', () => {
  const subnets = (delivery: typeof wide) =>
    only(templateOf(delivery, 'dev-web'), SERVICE).Properties!['NetworkConfiguration'].AwsvpcConfiguration.Subnets;
  const network = Object.keys(templateOf(wide, 'dev-network').findResources('AWS::EC2::Subnet'));
  expect(evaluated(wide, 'dev-web', subnets(wide))).toEqual(
    network.filter((id) => /^VpcTasksSubnet[12]/.test(id)).map((id) => evaluated(wide, 'dev-network', { Ref: id })),
  );
});

test.each([
  ['without a NAT gateway tasks have', sandbox, 'ENABLED'],
  ['behind a NAT gateway tasks have no', wide, 'DISABLED'],
])('%s public address', (_, delivery, assignPublicIp) => {
  templateOf(delivery, 'dev-web').hasResourceProperties(SERVICE, {
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: assignPublicIp } },
  });
});

test('the placeholder runs as an ordinary user on a read-only root', () => {
  template.hasResourceProperties(TASK_DEFINITION, {
    Family: 'shop-dev-web_placeholder',
    ContainerDefinitions: [
      Match.objectLike({
        Name: 'app',
        User: '1000:1000',
        ReadonlyRootFilesystem: true,
        PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
      }),
    ],
  });
});

test('the placeholder may write its logs and do nothing else', () => {
  const { TaskRoleArn } = only(template, TASK_DEFINITION, { Family: 'shop-dev-web_placeholder' }).Properties!;
  const roles = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.Roles);
  expect(roles).not.toContainEqual({ Ref: TaskRoleArn['Fn::GetAtt'][0] });
});

test('the placeholder is a program for node', () => {
  template.hasResourceProperties(TASK_DEFINITION, {
    Family: 'shop-dev-web_placeholder',
    ContainerDefinitions: [
      Match.objectLike({
        Image: Match.stringLikeRegexp('^public\\.ecr\\.aws/.*/node:'),
        Command: ['node', '-e', PLACEHOLDER.program],
      }),
    ],
  });
});

test("the placeholder's program answers every request and stops on SIGTERM", async () => {
  expect(PLACEHOLDER.program).toContain(`.listen(${PLACEHOLDER.port})`);
  // The same on a free port, for this machine only.
  const program = PLACEHOLDER.program.replace(
    `.listen(${PLACEHOLDER.port})`,
    ".listen(0, '127.0.0.1', function () { console.log(this.address().port); })",
  );
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  try {
    const [output] = await once(child.stdout, 'data');
    for (const path of ['/', '/health', '/any/where?else=1']) {
      const response = await fetch(`http://127.0.0.1:${Number(output)}${path}`);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('Waiting for the first release.\n');
    }
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
