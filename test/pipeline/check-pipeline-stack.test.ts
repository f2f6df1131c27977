import { CONNECTION } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';
import { PipelineView } from './pipeline-view';

const NAME = 'toolchain-web-checks';
const PROJECT = 'AWS::CodeBuild::Project';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.services = [
    {
      name: 'web',
      source: {
        kind: 'github',
        connectionArn: CONNECTION,
        repository: 'acme/shop',
        path: 'services/web',
        sharedPaths: ['packages'],
      },
      commands: { test: 'make test' },
      gates: { coverage: 91, dependencies: 'low' },
    },
    { name: 'stock', source: { kind: 'gitlabCi', project: 'acme/stock' }, listenerPort: 8081 },
    { name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8082 },
  ];
});
const checks = new PipelineView(delivery, NAME);
const project = (name: string): Properties =>
  evaluated(delivery, NAME, only(checks.template, PROJECT, { Name: name }).Properties);
const variable = (name: string, of: string): string =>
  project(of)['Environment'].EnvironmentVariables.find((one: Properties) => one['Name'] === name).Value;

test('a change is verified and inspected, side by side', () => {
  expect(checks.order).toEqual(['Source', 'Check']);
  expect(checks.orderIn('Check')).toEqual(['1 Verify', '1 Inspect']);
  for (const name of ['Verify', 'Inspect']) expect(checks.inputsOf('Check', name)).toEqual(['Source']);
});

test("the commands are those of the service's releases, in its directory", () => {
  const { BuildSpec } = project('shop-web_check-verify')['Source'];
  expect(BuildSpec).toContain('make test');
  expect(BuildSpec).toContain('services/web');
});

test("the gates are those of the service's releases", () => {
  expect(JSON.parse(variable('GATES', 'shop-web_check-inspect'))).toEqual(delivery.services[0]!.gates);
  expect(variable('SOURCE_PATH', 'shop-web_check-inspect')).toBe('services/web');
  expect(JSON.parse(variable('SHARED_PATHS', 'shop-web_check-inspect'))).toEqual(['packages']);
});

test('what a pull request holds is built with the connection, and reaches no image and no environment', () => {
  for (const policy of ['VerifyBuild', 'InspectProgram']) {
    const statements = allowedBy(delivery, NAME, policy);
    expect(about(statements, 'codeconnections:UseConnection').flatMap(({ resources }) => resources)).toContain(
      CONNECTION,
    );
    const services = statements.flatMap(({ actions }) => actions.map((action) => action.split(':')[0]));
    expect(services.filter((name) => ['ecr', 'sts', 'ssm', 'lambda', 'iam'].includes(name!))).toEqual([]);
  }
});

test('no other kind of source has such a pipeline', () => {
  templateOf(delivery, 'toolchain-orders-checks').resourceCountIs('AWS::CodePipeline::Pipeline', 0);
  expect(() => templateOf(delivery, 'toolchain-stock-checks')).toThrow('No stack toolchain-stock-checks');
});
