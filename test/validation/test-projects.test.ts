import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ProgramsAsset } from '../../lib/build/programs-asset';
import type { TestsInput } from '../../lib/config/input';
import { allow } from '../../lib/shared/allow';
import { LoadTestProject } from '../../lib/validation/load-test-project';
import { ServiceTestProject } from '../../lib/validation/service-test-project';
import { newApp } from '../support/app';
import type { Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { temporaryDirectory } from '../support/program';
import type { Properties } from '../support/template';
import { ENVIRONMENT_ACCOUNT, only, shop, TOOLS } from '../support/templates';

const PROJECT = 'AWS::CodeBuild::Project';
const REPOSITORY = 'arn:aws:codecommit:eu-central-1:111111111111:shop-web';

const tests: Writable<TestsInput> = {
  integration: { command: 'npm run integration', in: ['dev'] },
  acceptance: { command: 'npm run acceptance', in: ['test'] },
  load: { requestsPerSecond: 50, in: ['test'] },
};
/** Three environments on one line; nothing is tested in the last. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev', account: ENVIRONMENT_ACCOUNT, region: 'eu-west-1' },
    { name: 'test', account: '333333333333', network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', production: true, network: { cidr: '10.2.0.0/16' } },
  ];
  input.services = [{ name: 'web', directory: SERVICE_DIRECTORY, exposure: 'public', tests }];
  input.branching = { releaseLines: [{ branches: ['main'], environments: 'all' }] };
});
const [dev, test_, prod] = delivery.environments as [Environment, Environment, Environment];
type Environment = (typeof delivery.environments)[0];

const stack = new Stack(newApp(temporaryDirectory()), 'pipeline', { env: TOOLS });
const props = {
  delivery,
  service: delivery.services[0]!,
  releaseLine: delivery.releaseLines[0]!,
  prefix: 'shop-web-main',
  architecture: 'arm64' as const,
  key: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111111111111:key/1'),
  programs: new ProgramsAsset(stack, 'Programs'),
};
const serviceTest = new ServiceTestProject(stack, 'ServiceTest', {
  ...props,
  cloneStatements: [allow(['codecommit:GitPull'], [REPOSITORY])],
  path: 'apps/web',
});
const loadTest = new LoadTestProject(stack, 'LoadTest', props);
const template = Template.fromStack(stack);

function variablesOf(name: string): Record<string, string> {
  const { Environment } = only(template, PROJECT, { Name: name }).Properties!;
  return Object.fromEntries(Environment.EnvironmentVariables.map(({ Name, Value }: Properties) => [Name, Value]));
}

function allowedTo(policyId: string, action: string): unknown[] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(policyId));
  return policies
    .flatMap(([, { Properties }]) => Properties['PolicyDocument'].Statement as Properties[])
    .filter(({ Action }) => [Action].flat().includes(action))
    .map(({ Resource }) => stack.resolve(Resource));
}

const role = (account: string, environment: string) => `arn:aws:iam::${account}:role/shop-${environment}-web-probe`;

describe("the build that runs a team's tests", () => {
  test("runs the program in the service's directory, with the service's own installation", () => {
    expect(variablesOf('shop-web-main-service-test')).toMatchObject({
      SOURCE_PATH: 'apps/web',
      INSTALL_COMMAND: 'npm ci',
    });
  });

  test('enters the probe roles of the environments that it tests, by a role of the name that these let in', () => {
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-web-main-test' });
    expect(allowedTo('ServiceTest', 'sts:AssumeRole')).toEqual([
      [role(ENVIRONMENT_ACCOUNT, 'dev'), role('333333333333', 'test')],
    ]);
  });

  test('clones the source', () => {
    expect(allowedTo('ServiceTest', 'codecommit:GitPull')).toEqual([REPOSITORY]);
  });

  test('is told by the action which environment it is about, and what to run', () => {
    const variables = stack.resolve(serviceTest.variablesFor(dev, 'integration'));
    expect(variables).toEqual({
      PROBE_ROLE_ARN: role(ENVIRONMENT_ACCOUNT, 'dev'),
      ENVIRONMENT_REGION: 'eu-west-1',
      PROBE_FUNCTION: 'shop-dev-web-probe',
      LOAD_BALANCER: 'shop-dev-public',
      PIPELINE_EXECUTION_ID: '#{codepipeline.PipelineExecutionId}',
      TEST_COMMAND: 'npm run integration',
    });
    expect(serviceTest.variablesFor(test_, 'acceptance')['TEST_COMMAND']).toBe('npm run acceptance');
  });

  test.each([
    ['integration', test_],
    ['acceptance', dev],
    ['acceptance', prod],
  ] as const)('runs no %s test where none is stated', (kind, environment) => {
    expect(() => serviceTest.variablesFor(environment, kind)).toThrow(`web has no ${kind} test in ${environment.name}`);
  });
});

describe('the build that runs a load test', () => {
  test('enters the probe roles of the environments that it tests, by a role of the name that these let in', () => {
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-web-main-load' });
    expect(allowedTo('LoadTest', 'sts:AssumeRole')).toEqual([role('333333333333', 'test')]);
  });

  test('clones nothing', () => {
    expect(allowedTo('LoadTest', 'codecommit:GitPull')).toEqual([]);
  });

  test("holds the service to its alarms' limits unless it states others", () => {
    const { alarms } = delivery.services[0]!.in['test']!;
    expect(JSON.parse(loadTest.variablesFor(test_)['LOAD_TEST']!)).toEqual({
      path: '/health',
      requestsPerSecond: 50,
      seconds: 60,
      p95Milliseconds: alarms.p99Milliseconds,
      errorPercent: alarms.errorPercent,
    });
  });

  test('sends nothing where no load test is stated', () => {
    expect(() => loadTest.variablesFor(prod)).toThrow('web has no load test in prod');
  });
});
