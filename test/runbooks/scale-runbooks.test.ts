import type { DescribeServicesCommandOutput } from '@aws-sdk/client-ecs';
import { ScaleRunbooks } from '../../lib/runbooks/scale-runbooks';
import { TestStack } from '../release/constructs';
import { hasPython, runAutomation } from '../support/automation/run';
import { parseAutomation } from '../support/automation/schema';
import { only, shop, TOOLS } from '../support/templates';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.services[0]!.scaling = { minimum: 2, maximum: 6 };
  input.services.push({
    ...input.services[0]!,
    name: 'orders',
    listenerPort: 8081,
    scaling: { minimum: 1, maximum: 3 },
  });
});
const [environment] = delivery.environments;
const stack = new TestStack((scope) => {
  new ScaleRunbooks(scope, 'Scale', { delivery, environment: environment! });
});
const documentOf = (name: string) => {
  const document = only(stack.template, 'AWS::SSM::Document', { Name: name }).Properties!;
  return { document, parsed: parseAutomation(stack.evaluated(document['Content'])) };
};
const out = documentOf('shop-dev-scale-out');
const back = documentOf('shop-dev-scale-in');

test.each([out, back])('a document is updated in place and asks which service', ({ document, parsed }) => {
  expect(document).toMatchObject({ DocumentType: 'Automation', UpdateMethod: 'NewVersion' });
  expect(parsed.parameters['Service']!.allowedValues).toEqual(['web', 'orders']);
});

test.each([
  ['1', true],
  ['40', true],
  ['0', false],
  ['-1', false],
  ['', false],
  ['4; x', false],
])('a minimum of %j is taken: %s', (text, isTaken) => {
  expect(new RegExp(out.parsed.parameters['Minimum']!.allowedPattern!).test(text)).toBe(isTaken);
});

type Counts = { readonly running: number; readonly primary?: number };

/** What ECS says of a service: under CodeDeploy with task sets, the new one's tasks counted in. */
function described({ running, primary }: Counts): Partial<DescribeServicesCommandOutput> {
  const set = (status: string, runningCount: number) => ({ status, runningCount });
  const taskSets = primary === undefined ? [] : [set('ACTIVE', running - primary), set('PRIMARY', primary)];
  return { services: [{ serviceName: 'web', runningCount: running, taskSets }], failures: [] };
}

(hasPython ? describe : describe.skip)('an execution', () => {
  const register = 'application-autoscaling.RegisterScalableTarget';
  const look = 'application-autoscaling.DescribeScalableTargets';

  function scaleOut(given: Record<string, string>, counts: readonly Counts[] = [{ running: 9 }], now = [2, 6]) {
    const [MinCapacity, MaxCapacity] = now;
    // Of the shape in the API reference of Application Auto Scaling.
    const target = { ServiceNamespace: 'ecs', ResourceId: 'service/shop-dev/web', MinCapacity, MaxCapacity };
    return runAutomation(
      out.parsed,
      { Service: 'web', ...given },
      {
        apis: { [look]: () => ({ ScalableTargets: [target] }), [register]: () => ({}) },
        boto3: { 'ecs.describe_services': counts.map(described) },
      },
    );
  }

  const registered = ({ calls }: ReturnType<typeof scaleOut>) =>
    calls.filter(({ api }) => api === register).map(({ inputs }) => inputs);

  test('raises the minimum, leaves the maximum, and waits until the tasks run', () => {
    const execution = scaleOut({ Minimum: '4' }, [{ running: 2 }, { running: 3 }, { running: 4 }]);
    expect(execution).toMatchObject({
      status: 'Success',
      outputs: { 'look.Minimum': 2, 'look.Maximum': 6, 'plan.Minimum': 4, 'plan.Maximum': 6, 'wait.Running': 4 },
    });
    expect(registered(execution)).toEqual([
      {
        ServiceNamespace: 'ecs',
        ScalableDimension: 'ecs:service:DesiredCount',
        ResourceId: 'service/shop-dev/web',
        MinCapacity: 4,
        MaxCapacity: 6,
      },
    ]);
    expect(execution.calls.filter(({ api }) => api === 'ecs.describe_services')).toHaveLength(3);
  });

  test('asks about the service in its cluster', () => {
    const { calls } = scaleOut({ Minimum: '4' });
    expect(calls[0]!.inputs).toMatchObject({ ResourceIds: ['service/shop-dev/web'] });
    expect(calls.at(-1)!.inputs).toEqual({ cluster: 'shop-dev', services: ['web'] });
  });

  test('counts under CodeDeploy the tasks that serve, not those of the version to come', () => {
    const execution = scaleOut({ Minimum: '4' }, [
      { running: 6, primary: 3 },
      { running: 6, primary: 4 },
    ]);
    expect(execution.calls.filter(({ api }) => api === 'ecs.describe_services')).toHaveLength(2);
  });

  test('refuses more than the service may run, and says what to add', () => {
    const execution = scaleOut({ Minimum: '7' });
    expect(execution.failure).toBe('plan: web may run 6 tasks at most (got Minimum=7): add Maximum=7 or more');
    expect(registered(execution)).toEqual([]);
  });

  test('raises the maximum for somebody who asks', () => {
    expect(registered(scaleOut({ Minimum: '7', Maximum: '8' }))).toMatchObject([{ MinCapacity: 7, MaxCapacity: 8 }]);
  });

  test('never lowers the maximum', () => {
    expect(registered(scaleOut({ Minimum: '3', Maximum: '4' }))).toMatchObject([{ MinCapacity: 3, MaxCapacity: 6 }]);
  });

  test('refuses to take tasks away, and names the document that does', () => {
    const execution = scaleOut({ Minimum: '3' }, [{ running: 5 }], [5, 6]);
    expect(execution.failure).toBe(
      'plan: web runs 5 tasks at least already (got Minimum=3): shop-dev-scale-in goes back',
    );
    expect(registered(execution)).toEqual([]);
  });

  test('fails when the tasks do not come, and says where to look', () => {
    expect(scaleOut({ Minimum: '4' }, [{ running: 3 }])).toMatchObject({
      status: 'Failed',
      failure: 'wait: 3 of 4 tasks of web run: the events of the service in ECS say why',
    });
  });

  test.each([
    ['web', 2, 6],
    ['orders', 1, 3],
  ])('goes back to what the configuration has: %s', (service, minimum, maximum) => {
    const execution = runAutomation(back.parsed, { Service: service }, { apis: { [register]: () => ({}) } });
    expect(execution).toMatchObject({ status: 'Success', outputs: { 'plan.Minimum': minimum } });
    expect(registered(execution)).toMatchObject([
      { ResourceId: `service/shop-dev/${service}`, MinCapacity: minimum, MaxCapacity: maximum },
    ]);
  });
});

describe('the roles', () => {
  const registering = [
    'application-autoscaling:RegisterScalableTarget on ' +
      'arn:aws:application-autoscaling:eu-central-1:111111111111:scalable-target/*',
    'ecs:DescribeServices on arn:aws:ecs:eu-central-1:111111111111:service/shop-dev/*',
    'ecs:UpdateService on arn:aws:ecs:eu-central-1:111111111111:service/shop-dev/*',
  ];

  test('may change how many tasks the services of the environment run, and nothing else', () => {
    expect(stack.allowed('ScaleOutPolicy')).toEqual([
      ...registering,
      'application-autoscaling:DescribeScalableTargets on *',
    ]);
    expect(stack.allowed('ScaleInPolicy')).toEqual(registering);
  });

  test('of scaling, that of ECS services alone', () => {
    const policies = Object.values(stack.template.findResources('AWS::IAM::Policy'));
    expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement[0].Condition)).toEqual(
      Array(2).fill({
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      }),
    );
  });

  test.each(['Out', 'In'])('only SSM, for this account, takes on that of %s', (id) => {
    const roles = Object.entries(stack.template.findResources('AWS::IAM::Role'));
    const [, role] = roles.find(([logicalId]) => logicalId.startsWith(`Scale${id}Role`))!;
    expect(role['Properties'].AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ssm.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      },
    ]);
  });
});

test('people find the command in the outputs of the stack', () => {
  const [output] = Object.values(stack.template.findOutputs('*'));
  expect(output!['Value']).toBe(
    'aws ssm start-automation-execution --document-name shop-dev-scale-out --parameters Service=web,Minimum=NUMBER',
  );
});
