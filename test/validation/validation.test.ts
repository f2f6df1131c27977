import { LARGEST_VALIDATION_BYTES } from '../../lib/config/constants';
import type { DeliveryInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import {
  about,
  allowedBy,
  DOMAIN,
  ENVIRONMENT_ACCOUNT,
  evaluated,
  only,
  shop,
  TOOLS,
  templateOf,
} from '../support/templates';

const FUNCTION = 'AWS::Lambda::Function';
const PROBE_ARN = `arn:aws:lambda:eu-central-1:${ENVIRONMENT_ACCOUNT}:function:shop-dev-web-probe`;

/** `web` in dev, in an account of its own, and `orders`, which is internal; `change` comes last. */
function deliveryWith(change: (delivery: Writable<DeliveryInput>) => void = () => {}) {
  return shop((delivery) => {
    delivery.tools = TOOLS;
    delivery.environments = [{ name: 'dev', account: ENVIRONMENT_ACCOUNT }];
    delivery.services = [
      { name: 'web', directory: SERVICE_DIRECTORY, exposure: 'public' },
      { name: 'orders', directory: SERVICE_DIRECTORY },
    ];
    change(delivery);
  });
}
type Delivery = ReturnType<typeof deliveryWith>;

const delivery = deliveryWith();
const underTls = deliveryWith(({ environments: [dev] }) => Object.assign(dev!, { domain: DOMAIN }));
const native = deliveryWith(({ services: [web] }) => Object.assign(web!, { controller: 'ecs' }));
const patient = deliveryWith(({ services: [web] }) => {
  web!.validation = { timeoutSeconds: 600, requests: [{ path: '/a', method: 'POST', body: { b: 1 }, status: 201 }] };
});

function functionOf(of: Delivery, stack: string, name: string): Properties {
  const found = only(templateOf(of, stack), FUNCTION, { FunctionName: name }).Properties!;
  return evaluated(of, stack, found);
}
const variablesOf = (of: Delivery, stack: string, name: string): Record<string, string> =>
  functionOf(of, stack, name)['Environment'].Variables;

/** Without what every function may do: write its log, and enter a network. */
function allowed(of: Delivery, stack: string, policyId: string) {
  return allowedBy(of, stack, policyId).filter(({ actions }) => !/^logs:|^ec2:(?!Describe\w+$)/.test(actions[0]!));
}

describe('the probe', () => {
  const probe = functionOf(delivery, 'dev-web', 'shop-dev-web-probe');

  test('works in the network, where the tasks are', () => {
    const service = only(templateOf(delivery, 'dev-web'), 'AWS::ECS::Service').Properties!;
    const { Subnets } = evaluated(delivery, 'dev-web', service['NetworkConfiguration'].AwsvpcConfiguration);
    expect(probe['VpcConfig'].SubnetIds).toEqual(Subnets);
  });

  test('may call nothing of AWS', () => {
    expect(allowed(delivery, 'dev-web', 'ValidationProbeFunctionPolicy')).toEqual([]);
  });

  test('knows the two addresses of its service, and no other', () => {
    expect(probe['Environment'].Variables).toEqual({
      PRODUCTION_URL: evaluated(
        delivery,
        'dev-web',
        templateOf(delivery, 'dev-web').findOutputs('Url')['Url']!['Value'],
      ),
      TEST_URL: evaluated(
        delivery,
        'dev-web',
        templateOf(delivery, 'dev-web').findOutputs('TestUrl')['TestUrl']!['Value'],
      ),
    });
  });

  test('of a public service with a domain speaks TLS under its name', () => {
    expect(variablesOf(underTls, 'dev-web', 'shop-dev-web-probe')).toEqual({
      PRODUCTION_URL: 'https://web.dev.example.com',
      TEST_URL: 'https://web.dev.example.com:10443',
    });
  });

  test('has more time than the validation may take, and than a minute of load', () => {
    expect(functionOf(patient, 'dev-web', 'shop-dev-web-probe')['Timeout']).toBe(615);
    expect(probe['Timeout']).toBe(85);
  });
});

describe('the rules around the probe', () => {
  function rules(stack: string, kind: 'Ingress' | 'Egress'): Properties[] {
    return Object.values(templateOf(delivery, stack).findResources(`AWS::EC2::SecurityGroup${kind}`))
      .map(({ Properties }) => evaluated(delivery, stack, Properties) as Properties)
      .filter(({ Description }) => /^Probe/.test(Description));
  }
  const groupOf = (stack: string, name: string) =>
    functionOf(delivery, stack, name)['VpcConfig'].SecurityGroupIds as string[];
  const entranceOf = (exposure: string) => {
    const { id } = only(templateOf(delivery, 'dev-cluster'), 'AWS::EC2::SecurityGroup', {
      GroupDescription: `Load balancer shop-dev-${exposure}: each service opens its own ports`,
    });
    return evaluated(delivery, 'dev-cluster', { 'Fn::GetAtt': [id, 'GroupId'] }) as string;
  };
  const [probe] = groupOf('dev-web', 'shop-dev-web-probe');

  test('let it out to both listeners of its service, and to nothing else', () => {
    expect(
      rules('dev-web', 'Egress').map((rule) => [
        rule['GroupId'],
        rule['DestinationSecurityGroupId'],
        rule['FromPort'],
        rule['ToPort'],
      ]),
    ).toEqual([
      [probe, entranceOf('public'), 80, 80],
      [probe, entranceOf('public'), 10_080, 10_080],
    ]);
    const group = only(templateOf(delivery, 'dev-web'), 'AWS::EC2::SecurityGroup', {
      GroupDescription: 'Probe of web in shop dev',
    }).Properties!;
    // What CDK writes for "nothing": a rule that no traffic matches.
    expect(group['SecurityGroupEgress']?.map(({ CidrIp }: Properties) => CidrIp) ?? []).not.toContain('0.0.0.0/0');
  });

  test('let it in to both listeners of a public service', () => {
    expect(rules('dev-web', 'Ingress')).toEqual([
      expect.objectContaining({
        GroupId: entranceOf('public'),
        SourceSecurityGroupId: probe,
        FromPort: 80,
        ToPort: 80,
      }),
      expect.objectContaining({ GroupId: entranceOf('public'), FromPort: 10_080, ToPort: 10_080 }),
    ]);
  });

  test('let it in to the production listener of an internal service, whose test listener is open to the network', () => {
    expect(rules('dev-orders', 'Ingress')).toEqual([
      expect.objectContaining({
        GroupId: entranceOf('internal'),
        SourceSecurityGroupId: groupOf('dev-orders', 'shop-dev-orders-probe')[0],
        FromPort: 8080,
        ToPort: 8080,
      }),
    ]);
  });

  test('let nobody in to the probe', () => {
    const group = only(templateOf(delivery, 'dev-web'), 'AWS::EC2::SecurityGroup', {
      GroupDescription: 'Probe of web in shop dev',
    }).Properties!;
    expect(group['SecurityGroupIngress']).toBeUndefined();
  });
});

describe('the hook', () => {
  const hook = functionOf(delivery, 'dev-web', 'shop-dev-web-validate');

  test('is outside the network, where the APIs of AWS are', () => {
    expect(hook['VpcConfig']).toBeUndefined();
  });

  test('is told what the configuration states, complete', () => {
    const { VALIDATION } = variablesOf(patient, 'dev-web', 'shop-dev-web-validate');
    expect(JSON.parse(VALIDATION!)).toEqual({
      requests: [{ path: '/a', method: 'POST', headers: {}, body: { b: 1 }, status: 201 }],
      timeoutSeconds: 600,
    });
  });

  test('asks a service that states nothing for its health', () => {
    expect(JSON.parse(hook['Environment'].Variables.VALIDATION).requests).toEqual([
      { method: 'GET', path: '/health', headers: {}, status: 200 },
    ]);
  });

  test('has the time of the validation, of the probe to wake up, and to answer; never more than Lambda gives', () => {
    expect(hook['Timeout']).toBe(60 + 15 + 120 + 15);
    expect(functionOf(patient, 'dev-web', 'shop-dev-web-validate')['Timeout']).toBeLessThanOrEqual(900);
  });

  test("calls its service's probe and no other", () => {
    expect(about(allowed(delivery, 'dev-web', 'ValidationHookPolicy'), 'lambda:InvokeFunction')).toEqual([
      { actions: ['lambda:InvokeFunction'], resources: [PROBE_ARN] },
    ]);
    expect(hook['Environment'].Variables.PROBE_FUNCTION).toBe('shop-dev-web-probe');
  });

  test("answers CodeDeploy for its service's own deployment group", () => {
    const [statement] = about(
      allowed(delivery, 'dev-web', 'ValidationHookPolicy'),
      'codedeploy:PutLifecycleEventHookExecutionStatus',
    );
    expect(statement!.resources).toEqual([
      `arn:aws:codedeploy:eu-central-1:${ENVIRONMENT_ACCOUNT}:deploymentgroup:shop-dev-web/shop-dev-web`,
    ]);
  });

  test('has nothing to tell CodeDeploy where ECS deploys by itself', () => {
    const actions = allowed(native, 'dev-web', 'ValidationHookPolicy').flatMap((statement) => statement.actions);
    expect(actions).toEqual(['lambda:InvokeFunction', 'ec2:DescribeNetworkInterfaces']);
  });

  test('of a public service looks up the addresses of its load balancer', () => {
    const { Name } = only(templateOf(delivery, 'dev-cluster'), 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internet-facing',
    }).Properties!;
    expect(hook['Environment'].Variables.LOAD_BALANCER).toBe(Name);
  });

  test('of an internal service looks up nothing, and may not', () => {
    expect(variablesOf(delivery, 'dev-orders', 'shop-dev-orders-validate')).not.toHaveProperty('LOAD_BALANCER');
    const actions = allowed(delivery, 'dev-orders', 'ValidationHookPolicy').flatMap((statement) => statement.actions);
    expect(actions).toEqual(['lambda:InvokeFunction', 'codedeploy:PutLifecycleEventHookExecutionStatus']);
  });

  test('has variables within the 4 KB of Lambda, for the longest validation and names', () => {
    const longest = { ...hook['Environment'].Variables, VALIDATION: 'x'.repeat(LARGEST_VALIDATION_BYTES) };
    const size = Buffer.byteLength(
      JSON.stringify({ ...longest, PROBE_FUNCTION: 'x'.repeat(64), LOAD_BALANCER: 'x'.repeat(32) }),
    );
    expect(size).toBeLessThan(4096);
  });
});

test('the release that starts a deployment is published after everything that validates it', () => {
  const { DependsOn } = only(templateOf(delivery, 'dev-web'), 'AWS::SSM::Parameter');
  const hook = only(templateOf(delivery, 'dev-web'), FUNCTION, { FunctionName: 'shop-dev-web-validate' });
  const probe = only(templateOf(delivery, 'dev-web'), FUNCTION, { FunctionName: 'shop-dev-web-probe' });
  expect(DependsOn).toEqual(expect.arrayContaining([hook.id, probe.id]));
});

test('both functions have a log that goes with them', () => {
  const template = templateOf(delivery, 'dev-web');
  for (const name of ['shop-dev-web-validate', 'shop-dev-web-probe']) {
    const { LoggingConfig } = only(template, FUNCTION, { FunctionName: name }).Properties!;
    const group = template.toJSON()['Resources'][LoggingConfig.LogGroup.Ref];
    expect(group).toMatchObject({ DeletionPolicy: 'Delete', Properties: { RetentionInDays: 7 } });
  }
});
