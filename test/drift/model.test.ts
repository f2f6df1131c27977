import { failed, findingsOf, isLate, messageOf, metricsOf, type ResourceDrift, resultOf } from '../../lib/drift/model';
import { OWNED } from '../../lib/drift/owned';

const stack = { name: 'shop-dev-web', region: 'eu-central-1' };

function modified(ResourceType: string, paths: string[], PhysicalResourceId = 'id'): ResourceDrift {
  return {
    LogicalResourceId: 'It',
    PhysicalResourceId,
    ResourceType,
    StackResourceDriftStatus: 'MODIFIED',
    PropertyDifferences: paths.map((PropertyPath) => ({ PropertyPath, DifferenceType: 'NOT_EQUAL' })),
  };
}

describe('what others own on purpose is no drift:', () => {
  test.each<[string, string, string]>([
    ['AWS::ElasticLoadBalancingV2::Listener', '/DefaultActions/0/TargetGroupArn', 'id'],
    ['AWS::ElasticLoadBalancingV2::Listener', '/DefaultActions/0/ForwardConfig/TargetGroups/1/Weight', 'id'],
    ['AWS::ElasticLoadBalancingV2::ListenerRule', '/Actions/0/ForwardConfig/TargetGroups/0/Weight', 'id'],
    ['AWS::ECS::Service', '/TaskDefinition', 'id'],
    ['AWS::ECS::Service', '/DesiredCount', 'id'],
    ['AWS::ECS::Service', '/LoadBalancers/0/TargetGroupArn', 'id'],
    ['AWS::ECS::Service', '/NetworkConfiguration/AwsvpcConfiguration/Subnets/1', 'id'],
    ['AWS::ApplicationAutoScaling::ScalableTarget', '/SuspendedState/DynamicScalingInSuspended', 'id'],
    ['AWS::SSM::Parameter', '/Value', '/shop/dev/web/deployed'],
    ['AWS::SSM::Parameter', '/Value', '/shop/dev/freeze'],
  ])('%s %s', (type, path, id) => {
    expect(findingsOf([modified(type, [path], id)])).toEqual([]);
  });

  test('every entry has an owner and a reason', () => {
    for (const { by } of OWNED) expect(by).toMatch(/^\S+( \S+){3,}$/);
  });
});

describe('anything beside it is:', () => {
  test.each<[string, string, string]>([
    ['AWS::ElasticLoadBalancingV2::Listener', '/DefaultActions/0/Type', 'id'],
    ['AWS::ElasticLoadBalancingV2::Listener', '/Certificates/0/CertificateArn', 'id'],
    ['AWS::ElasticLoadBalancingV2::ListenerRule', '/Conditions/0/Values/0', 'id'],
    ['AWS::ECS::Service', '/EnableExecuteCommand', 'id'],
    ['AWS::ECS::Service', '/DesiredCounts', 'id'],
    ['AWS::ApplicationAutoScaling::ScalableTarget', '/MaxCapacity', 'id'],
    ['AWS::SSM::Parameter', '/Value', '/shop/dev/web/release'],
    ['AWS::SSM::Parameter', '/Type', '/shop/dev/freeze'],
    ['AWS::IAM::Role', '/Policies/0', 'id'],
  ])('%s %s', (type, path, id) => {
    expect(findingsOf([modified(type, [path], id)])).toEqual([`${type} It (${id}) differs: ${path} (NOT_EQUAL)`]);
  });
});

test('of a resource with both, only what nobody owns is said', () => {
  expect(findingsOf([modified('AWS::ECS::Service', ['/TaskDefinition', '/PropagateTags'])])).toEqual([
    'AWS::ECS::Service It (id) differs: /PropagateTags (NOT_EQUAL)',
  ]);
});

test('a resource that is gone is drift, whoever may change it', () => {
  const gone = { ...modified('AWS::ECS::Service', []), StackResourceDriftStatus: 'DELETED' };
  expect(findingsOf([gone])).toEqual(['AWS::ECS::Service It (id) is gone']);
});

test('no value gets into a finding', () => {
  const drift = modified('AWS::Lambda::Function', ['/Environment/Variables/TOKEN']);
  const secret = { ...drift.PropertyDifferences![0], ExpectedValue: 'old-secret', ActualValue: 'new-secret' };
  expect(findingsOf([{ ...drift, PropertyDifferences: [secret] }]).join()).not.toMatch(/secret/);
});

test('a thousand findings are counted, and few of them go on to the next step', () => {
  const findings = Array.from({ length: 1000 }, (_, index) => `finding ${index} ${'x'.repeat(5000)}`);
  const result = resultOf(stack, findings);
  expect(result).toMatchObject({ status: 'DRIFTED', drifted: 1000 });
  // A hundred such stacks have to go through a state machine, which takes 256 KB.
  expect(JSON.stringify(result).length * 100).toBeLessThan(200 * 1024);
});

test.each([
  ['2026-11-23T03:00:00Z', false],
  ['2026-11-23T02:59:59Z', true],
])('a detection of %s is late an hour later: %s', (startedAt, late) => {
  expect(isLate({ stack, id: 'a', startedAt }, new Date('2026-11-23T04:00:00Z'), 60)).toBe(late);
});

describe('the message', () => {
  const other = { name: 'shop-dev-network', region: 'eu-central-1' };

  test('is not sent when all is well', () => {
    expect(messageOf('shop', 'dev', [resultOf(stack, []), resultOf(other, [])])).toBeUndefined();
  });

  test('names what drifted and what nobody knows about', () => {
    const findings = Array.from({ length: 7 }, (_, index) => `finding ${index}`);
    expect(messageOf('shop', 'dev', [resultOf(stack, findings), failed(other, 'AccessDenied')])).toEqual({
      subject: 'shop dev: stacks 1 drifted, 1 could not be checked',
      text: [
        'Of 2 stacks of dev of the delivery shop, 1 drifted, 1 could not be checked.',
        '',
        'shop-dev-web (eu-central-1):',
        ...findings.slice(0, 5).map((line) => `  ${line}`),
        "  …and 2 more in the function's log",
        'shop-dev-network (eu-central-1) could not be checked: AccessDenied',
        '',
        'Deploy the stack to take the change back, or put the change into the configuration.',
      ].join('\n'),
    });
  });

  test('tells of both when a detection failed half-way', () => {
    const half = { ...failed(stack, 'Throttled'), drifted: 1, findings: ['finding'] };
    expect(messageOf('shop', 'dev', [half])!.text).toMatch(/finding[\s\S]*Throttled/);
  });
});

test('the metrics are sums over the stacks of the part', () => {
  const now = new Date('2026-11-23T04:00:00Z');
  const names = { namespace: 'Slipway', drifted: 'DriftedResources', unchecked: 'UncheckedStacks' };
  const metrics = metricsOf(
    'shop',
    'dev',
    [resultOf(stack, ['a', 'b']), failed(stack, 'x'), resultOf(stack, ['c'])],
    now,
    names,
  );
  expect(metrics).toEqual({
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'Slipway',
          Dimensions: [['Delivery', 'Part']],
          Metrics: [
            { Name: 'DriftedResources', Unit: 'Count' },
            { Name: 'UncheckedStacks', Unit: 'Count' },
          ],
        },
      ],
    },
    Delivery: 'shop',
    Part: 'dev',
    DriftedResources: 3,
    UncheckedStacks: 1,
  });
});
