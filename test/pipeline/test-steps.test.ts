import { Match } from 'aws-cdk-lib/assertions';
import { about, allowedBy, shop, TOOLS } from '../support/templates';
import { PipelineView } from './pipeline-view';

const NAME = 'toolchain-web-main-pipeline';
const probeRole = (environment: string, account: string) =>
  `arn:aws:iam::${account}:role/shop-${environment}-web-probe`;

/** `test` in an account and region of its own; no test in `prod`. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments = [
    { name: 'dev' },
    { name: 'test', account: '222222222222', region: 'us-east-1', network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true },
  ];
  Object.assign(input.services[0]!, {
    source: { kind: 'codecommit', path: 'services/web' },
    tests: {
      integration: { command: 'make integration', in: ['dev'] },
      acceptance: { command: 'make acceptance', in: ['test'] },
      load: { path: '/search', requestsPerSecond: 20, seconds: 90, p95Milliseconds: 300, in: ['test'] },
    },
  });
});
const pipeline = new PipelineView(delivery, NAME);
const entered = (policyId: string) =>
  about(allowedBy(delivery, NAME, policyId), 'sts:AssumeRole').flatMap(({ resources }) => resources);

test('the integration test runs its command against the environment', () => {
  expect(pipeline.variablesOf('dev', 'Integration')).toMatchObject({
    TEST_COMMAND: 'make integration',
    PROBE_ROLE_ARN: probeRole('dev', '111111111111'),
    PROBE_FUNCTION: 'shop-dev-web-probe',
    ENVIRONMENT_REGION: 'eu-central-1',
  });
});

test('the acceptance test runs its own, in the account and region of its environment', () => {
  expect(pipeline.variablesOf('test', 'Acceptance')).toMatchObject({
    TEST_COMMAND: 'make acceptance',
    PROBE_ROLE_ARN: probeRole('test', '222222222222'),
    PROBE_FUNCTION: 'shop-test-web-probe',
    ENVIRONMENT_REGION: 'us-east-1',
  });
});

test("tests are those of the commit that is released, in the service's directory", () => {
  expect(pipeline.inputsOf('dev', 'Integration')).toEqual(['Source']);
  pipeline.template.hasResourceProperties('AWS::CodeBuild::Project', {
    Name: 'shop-web-main-service-test',
    Environment: {
      EnvironmentVariables: Match.arrayWith([Match.objectLike({ Name: 'SOURCE_PATH', Value: 'services/web' })]),
    },
  });
});

test('both kinds of tests are builds of one project', () => {
  const { ProjectName } = pipeline.action('dev', 'Integration')['Configuration'];
  expect(pipeline.action('test', 'Acceptance')['Configuration'].ProjectName).toBe(ProjectName);
});

test('the load is that of the configuration', () => {
  const { LOAD_TEST, PROBE_FUNCTION } = pipeline.variablesOf('test', 'Load');
  expect(PROBE_FUNCTION).toBe('shop-test-web-probe');
  expect(JSON.parse(LOAD_TEST!)).toMatchObject({
    path: '/search',
    requestsPerSecond: 20,
    seconds: 90,
    p95Milliseconds: 300,
  });
});

test('who tests enters the environments that it tests, by its probe alone', () => {
  expect(entered('EnvironmentsTestsCommands')).toEqual([
    probeRole('dev', '111111111111'),
    probeRole('test', '222222222222'),
  ]);
  expect(entered('EnvironmentsTestsLoad')).toEqual([probeRole('test', '222222222222')]);
});

test('a service without tests has no builds for them', () => {
  const { projects } = new PipelineView(
    shop((input) => {
      input.tools = TOOLS;
    }),
    NAME,
  );
  expect(projects).not.toContainEqual(expect.stringMatching(/-(service|load)-test$/));
});
