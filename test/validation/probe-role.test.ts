import type { TestsInput } from '../../lib/config/input';
import type { Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { allowedBy, ENVIRONMENT_ACCOUNT, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const ROLE = 'AWS::IAM::Role';
const NAME = { RoleName: 'shop-dev-web-probe' };

/** One service in two environments, each on a line of its own. */
function deliveryWith(tests: Writable<TestsInput>, exposure: 'public' | 'internal' = 'internal') {
  return shop((delivery) => {
    delivery.tools = TOOLS;
    delivery.environments = [
      { name: 'dev', account: ENVIRONMENT_ACCOUNT },
      { name: 'test', account: '333333333333', network: { cidr: '10.1.0.0/16' } },
    ];
    delivery.services = [{ name: 'web', directory: SERVICE_DIRECTORY, exposure, tests }];
    delivery.branching = {
      releaseLines: [
        { branches: ['develop'], environments: ['dev'] },
        { branches: ['main'], environments: ['test'] },
      ],
    };
  });
}
type Delivery = ReturnType<typeof deliveryWith>;

const integration = { command: 'npm run integration', in: ['dev'] };
const load = { requestsPerSecond: 10, in: ['dev'] };
const both = deliveryWith({ integration, load });

/** Who gets in. */
function callersOf(delivery: Delivery): string[] {
  const { AssumeRolePolicyDocument } = only(templateOf(delivery, 'dev-web'), ROLE, NAME).Properties!;
  const [statement, ...others] = evaluated(delivery, 'dev-web', AssumeRolePolicyDocument.Statement);
  expect(others).toEqual([]);
  expect(statement).toMatchObject({ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111111111111:root' } });
  return statement.Condition.ArnEquals['aws:PrincipalArn'];
}

test("only the test builds of this service's line get in", () => {
  expect(callersOf(both)).toEqual([
    'arn:aws:iam::111111111111:role/shop-web-develop-test',
    'arn:aws:iam::111111111111:role/shop-web-develop-load',
  ]);
});

test.each([
  ['integration', { integration }, 'test'],
  ['acceptance', { acceptance: integration }, 'test'],
  ['load', { load }, 'load'],
])('with %s tests alone their build alone gets in', (_kind, tests, role) => {
  expect(callersOf(deliveryWith(tests))).toEqual([`arn:aws:iam::111111111111:role/shop-web-develop-${role}`]);
});

test("whoever gets in calls the service's probe, and that is all", () => {
  expect(allowedBy(both, 'dev-web', 'ValidationProbeRolePolicy')).toEqual([
    {
      actions: ['lambda:InvokeFunction'],
      resources: [`arn:aws:lambda:eu-central-1:${ENVIRONMENT_ACCOUNT}:function:shop-dev-web-probe`],
    },
  ]);
});

test('for a public service they also look up the addresses of its load balancer', () => {
  const statements = allowedBy(deliveryWith({ integration }, 'public'), 'dev-web', 'ValidationProbeRolePolicy');
  expect(statements.flatMap(({ actions }) => actions)).toEqual([
    'lambda:InvokeFunction',
    'ec2:DescribeNetworkInterfaces',
  ]);
});

test('an environment without tests has no such role', () => {
  templateOf(both, 'test-web').resourcePropertiesCountIs(ROLE, { RoleName: 'shop-test-web-probe' }, 0);
});
