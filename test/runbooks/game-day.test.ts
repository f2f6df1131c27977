import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { DeliveryInput } from '../../lib/config/input';
import { GameDay } from '../../lib/runbooks/game-day';
import { TestStack } from '../release/constructs';
import { onEks, type Writable } from '../support/configs';
import type { Properties } from '../support/template';
import { only, shop, TOOLS } from '../support/templates';

/** A game day's stack of the environment dev, which has the services web and orders. */
function gameDay(change: (input: Writable<DeliveryInput>) => void = () => {}): TestStack {
  const delivery = shop((input) => {
    input.tools = TOOLS;
    input.services[0]!.scaling = { minimum: 3, maximum: 6 };
    input.services.push({
      ...input.services[0]!,
      name: 'orders',
      listenerPort: 8081,
      scaling: { minimum: 1, maximum: 3 },
      table: undefined,
    });
    change(input);
  });
  return new TestStack((scope) => {
    new GameDay(scope, 'GameDay', {
      delivery,
      environment: delivery.environments[0]!,
      vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a', 'b'],
        publicSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3', 'subnet-4'],
        publicSubnetNames: ['Public', 'Tasks'],
        publicSubnetRouteTableIds: ['rtb-1', 'rtb-2', 'rtb-3', 'rtb-4'],
      }),
    });
  });
}

const withTable = (input: Writable<DeliveryInput>) => {
  input.services[1]!.table = { partitionKey: 'id' };
};
const withAgent = (input: Writable<DeliveryInput>) => {
  input.environments[0]!.faultInjection = true;
};

const plain = gameDay();
const full = gameDay((input) => {
  withTable(input);
  withAgent(input);
});

/** The templates by the end of their ids. */
function experiments(stack: TestStack): Record<string, Properties> {
  const found = Object.values(stack.template.findResources('AWS::FIS::ExperimentTemplate'));
  return Object.fromEntries(
    found.map(({ Properties }) => [Properties.Tags.Name.split(' ')[1], stack.evaluated(Properties)]),
  );
}

describe('the faults', () => {
  test('are those that the environment can bear: tasks stop everywhere', () => {
    expect(Object.keys(experiments(plain))).toEqual(['Stop-web', 'Stop-orders']);
  });

  test('of the network need the agent beside the services', () => {
    expect(Object.keys(experiments(gameDay(withAgent)))).toEqual([
      'Stop-web',
      'Stop-orders',
      'Slow-web',
      'Slow-orders',
    ]);
  });

  test('of DynamoDB need a service that has a table', () => {
    expect(Object.keys(experiments(gameDay(withTable)))).toEqual(['Stop-web', 'Stop-orders', 'DenyDynamoDb']);
  });

  test('of tasks leave out services on EKS, which is said where the faults are listed; that of DynamoDB hits them too', () => {
    const mixed = gameDay((input) => {
      onEks(input);
      withTable(input);
      withAgent(input);
    });
    expect(Object.keys(experiments(mixed))).toEqual(['Stop-orders', 'Slow-orders', 'DenyDynamoDb']);
    expect(Object.values(mixed.template.findOutputs('*'))[0]!['Description']).toBe(
      'List the faults of dev; start one with aws fis start-experiment. Services on EKS have none of their own: web',
    );
  });

  test('are none where all services are on EKS and none has a table, and no role waits for one', () => {
    const pods = gameDay((input) => {
      onEks(input);
      withAgent(input);
      input.services.pop();
    });
    expect(experiments(pods)).toEqual({});
    pods.template.resourceCountIs('AWS::IAM::Role', 0);
  });

  test.each([
    ['web', 2],
    ['orders', 1],
  ])('stop half of the tasks that %s runs at least, and one at least', (service, count) => {
    expect(experiments(plain)[`Stop-${service}`]).toMatchObject({
      Actions: { StopTasks: { ActionId: 'aws:ecs:stop-task', Targets: { Tasks: 'Tasks' } } },
      Targets: {
        Tasks: {
          ResourceType: 'aws:ecs:task',
          Parameters: { cluster: 'shop-dev', service },
          SelectionMode: `COUNT(${count})`,
        },
      },
    });
  });

  test("slow a service down through ECS's own endpoints, as Fargate asks", () => {
    expect(experiments(full)['Slow-web']).toMatchObject({
      Actions: {
        SlowNetwork: {
          ActionId: 'aws:ecs:task-network-latency',
          Parameters: { duration: 'PT10M', delayMilliseconds: '300', useEcsFaultInjectionEndpoints: 'true' },
        },
      },
      Targets: { Tasks: { Parameters: { cluster: 'shop-dev', service: 'web' }, SelectionMode: 'ALL' } },
    });
  });

  test("keep DynamoDB from the tasks' subnets, not from the load balancers'", () => {
    expect(experiments(full)['DenyDynamoDb']).toMatchObject({
      Actions: {
        DenyDynamoDb: {
          ActionId: 'aws:network:disrupt-connectivity',
          Parameters: { duration: 'PT10M', scope: 'dynamodb' },
          Targets: { Subnets: 'Subnets' },
        },
      },
      Targets: {
        Subnets: {
          ResourceType: 'aws:ec2:subnet',
          ResourceArns: [
            'arn:aws:ec2:eu-central-1:111111111111:subnet/subnet-3',
            'arn:aws:ec2:eu-central-1:111111111111:subnet/subnet-4',
          ],
        },
      },
    });
  });

  test("all stop on the environment's page alarm, fail on nothing, and leave a log", () => {
    const all = Object.values(experiments(full));
    expect(all).toHaveLength(5);
    const group = only(full.template, 'AWS::Logs::LogGroup', { LogGroupName: '/shop/dev/game-day' });
    for (const one of all) {
      expect(one).toMatchObject({
        StopConditions: [
          {
            Source: 'aws:cloudwatch:alarm',
            Value: 'arn:aws:cloudwatch:eu-central-1:111111111111:alarm:shop-dev-page',
          },
        ],
        ExperimentOptions: { AccountTargeting: 'single-account', EmptyTargetResolutionMode: 'fail' },
        LogConfiguration: {
          LogSchemaVersion: 2,
          CloudWatchLogsConfiguration: { LogGroupArn: full.evaluated({ 'Fn::GetAtt': [group.id, 'Arn'] }) },
        },
      });
    }
  });

  test('each use a target that they have, of the kind that the action takes', () => {
    const kinds: Record<string, string> = {
      'aws:ecs:stop-task': 'Tasks aws:ecs:task',
      'aws:ecs:task-network-latency': 'Tasks aws:ecs:task',
      'aws:network:disrupt-connectivity': 'Subnets aws:ec2:subnet',
    };
    for (const { Actions, Targets } of Object.values(experiments(full))) {
      for (const { ActionId, Targets: used } of Object.values<Properties>(Actions)) {
        const [[kind, name]] = Object.entries<string>(used) as [[string, string]];
        expect(`${kind} ${Targets[name].ResourceType}`).toBe(kinds[ActionId]);
      }
    }
  });
});

test('production has none', () => {
  const delivery = shop((input) => {
    input.tools = TOOLS;
    input.environments[0]!.production = true;
  });
  const make = () =>
    new TestStack((scope) => {
      const environment = delivery.environments[0]!;
      new GameDay(scope, 'GameDay', { delivery, environment, vpc: new ec2.Vpc(scope, 'Vpc') });
    });
  expect(make).toThrow("A game day must not be held in production (got the environment 'dev')");
});

describe('the roles', () => {
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:111111111111:${resource}`;
  const logging = ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'].map(
    (action) => `${action} on *`,
  );
  const conditionsOf = (policyId: string, action: string): unknown[] => {
    const [, policy] = Object.entries(full.template.findResources('AWS::IAM::Policy')).find(([id]) =>
      id.startsWith(policyId),
    )!;
    const statements: Properties[] = full.evaluated(policy['Properties'].PolicyDocument.Statement);
    return statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Condition }) => Condition);
  };

  test('that of stopping tasks stops those of the cluster, and nothing else', () => {
    expect(full.allowed('GameDayStopTasksPolicy')).toEqual([
      'ecs:ListTasks on *',
      `ecs:DescribeTasks on ${arn('ecs', 'task/shop-dev/*')}`,
      `ecs:StopTask on ${arn('ecs', 'task/shop-dev/*')}`,
      ...logging,
    ]);
    expect(conditionsOf('GameDayStopTasksPolicy', 'ecs:ListTasks')).toEqual([
      { ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/shop-dev') } },
    ]);
  });

  test("that of the network sends one document to the agents of the cluster's tasks", () => {
    expect(full.allowed('GameDaySlowNetworkPolicy').filter((line) => !/:(Describe|List)/.test(line))).toEqual([
      'ssm:SendCommand on arn:aws:ssm:eu-central-1::document/AWSFIS-Run-Network-Latency-ECS',
      `ssm:SendCommand on ${arn('ssm', 'managed-instance/*')}`,
      'logs:CreateLogDelivery on *',
      'ssm:CancelCommand on *',
    ]);
    expect(conditionsOf('GameDaySlowNetworkPolicy', 'ssm:SendCommand')).toEqual([
      undefined,
      { StringLike: { 'ssm:resourceTag/ECS_TASK_ARN': arn('ecs', 'task/shop-dev/*') } },
    ]);
  });

  test("that of DynamoDB changes FIS's own network ACLs, and which one the tasks' subnets have", () => {
    const lists = arn('ec2', 'network-acl/*');
    const changes = full.allowed('GameDayDenyDynamoDbPolicy').filter((line) => !/:(Describe|Get)/.test(line));
    expect(changes).toEqual([
      `ec2:CreateNetworkAcl on ${arn('ec2', 'vpc/vpc-1')}`,
      `ec2:CreateNetworkAcl on ${lists}`,
      `ec2:CreateTags on ${lists}`,
      `ec2:CreateNetworkAclEntry on ${lists}`,
      `ec2:DeleteNetworkAcl on ${lists}`,
      `ec2:ReplaceNetworkAclAssociation on ${lists}`,
      `ec2:ReplaceNetworkAclAssociation on ${arn('ec2', 'subnet/subnet-3')}`,
      `ec2:ReplaceNetworkAclAssociation on ${arn('ec2', 'subnet/subnet-4')}`,
      'logs:CreateLogDelivery on *',
    ]);
    expect(conditionsOf('GameDayDenyDynamoDbPolicy', 'ec2:DeleteNetworkAcl')).toEqual([
      { StringEquals: { 'ec2:ResourceTag/managedByFIS': 'true' } },
    ]);
    expect(conditionsOf('GameDayDenyDynamoDbPolicy', 'ec2:CreateTags')).toEqual([
      { StringEquals: { 'ec2:CreateAction': 'CreateNetworkAcl', 'aws:RequestTag/managedByFIS': 'true' } },
    ]);
  });

  test('are those of FIS alone, for this account', () => {
    const roles = Object.values(full.template.findResources('AWS::IAM::Role'));
    expect(roles.map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement)).toEqual(
      Array(3).fill([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'fis.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ]),
    );
  });
});

test('the delivery of logs may write that one log, for this account', () => {
  const policy = only(full.template, 'AWS::Logs::ResourcePolicy').Properties!;
  const { Statement } = JSON.parse(full.evaluated(policy['PolicyDocument']));
  const group = only(full.template, 'AWS::Logs::LogGroup', { LogGroupName: '/shop/dev/game-day' });
  expect(Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: full.evaluated({ 'Fn::GetAtt': [group.id, 'Arn'] }),
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111111111111' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:111111111111:*' },
      },
    },
  ]);
});

test('people find a command that lists the faults in the output of the stack, by the names that they have', () => {
  const [command, ...others] = Object.values(full.template.findOutputs('*')).map(({ Value }) => full.evaluated(Value));
  expect(others).toEqual([]);
  const [, start] = /^aws fis list-experiment-templates .*starts_with\(tags\.Name \|\| '', '([^']+)'\)/.exec(command)!;
  const named = Object.values(full.template.findResources('AWS::FIS::ExperimentTemplate')).map(
    ({ Properties }) => Properties.Tags.Name,
  );
  expect(named).toHaveLength(5);
  expect(named.filter((name) => !name.startsWith(start))).toEqual([]);
});
