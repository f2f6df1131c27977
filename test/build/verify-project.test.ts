import { parse } from 'yaml';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const PROJECT = 'AWS::CodeBuild::Project';
const REPORT_GROUP = 'AWS::CodeBuild::ReportGroup';
const NAME = 'toolchain-web-main-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  Object.assign(input.services[0]!, { commands: { install: 'make deps', lint: 'make lint', test: 'make test' } });
});
const template = templateOf(delivery, NAME);
const production = templateOf(
  shop(({ environments: [dev] }) => Object.assign(dev!, { production: true })),
  NAME,
);
const project = only(template, PROJECT, { Name: 'shop-web-main-verify' }).Properties!;
const buildSpec = parse(project['Source'].BuildSpec);
const statements = allowedBy(delivery, NAME, 'Verify');
/** The report groups of this build; others have some too. */
const groups = Object.entries(template.findResources(REPORT_GROUP)).filter(([id]) => id.startsWith('Verify'));

test("the team's own commands run, the test after the lint", () => {
  expect(buildSpec.phases.install.commands.at(-1)).toBe('make deps');
  expect(buildSpec.phases.build.commands.slice(0, 2)).toEqual(['make lint', 'make test']);
});

test('after the tests their coverage is checked, wherever the commands have gone', () => {
  expect(buildSpec.phases.build.commands.slice(2)).toEqual([
    'cd "$CODEBUILD_SRC_DIR" && node /tmp/slipway/coverage.js',
  ]);
});

test('the service says how much its tests have to run', () => {
  const { Environment } = only(
    templateOf(
      shop(({ services: [web] }) => Object.assign(web!, { gates: { coverage: 65 } })),
      NAME,
    ),
    PROJECT,
    { Name: 'shop-web-main-verify' },
  ).Properties!;
  expect(Environment.EnvironmentVariables).toEqual(
    expect.arrayContaining([
      { Name: 'COVERAGE_MINIMUM', Type: 'PLAINTEXT', Value: '65' },
      { Name: 'COVERAGE_FILE', Type: 'PLAINTEXT', Value: 'reports/cobertura-coverage.xml' },
    ]),
  );
});

test('without commands of their own those of npm run', () => {
  const { BuildSpec } = only(production, PROJECT, { Name: 'shop-web-main-verify' }).Properties!['Source'];
  const { install, build } = parse(BuildSpec).phases;
  expect([install.commands.at(-1), ...build.commands.slice(0, 2)]).toEqual(['npm ci', 'npm run lint', 'npm test']);
});

test('reports that somebody committed are gone before the tests write theirs', () => {
  expect(buildSpec.phases.install.commands.slice(-2)).toEqual([
    'rm -f reports/junit.xml reports/cobertura-coverage.xml',
    'make deps',
  ]);
});

test('the commands run under a stated version of Node', () => {
  expect(buildSpec.phases.install['runtime-versions']).toEqual({ nodejs: 22 });
});

test('results and coverage become reports', () => {
  expect(buildSpec.reports).toEqual({
    tests: { files: ['reports/junit.xml'], 'file-format': 'JUNITXML' },
    coverage: { files: ['reports/cobertura-coverage.xml'], 'file-format': 'COBERTURAXML' },
  });
});

test('there is a group for each report of the buildspec, under the name that CodeBuild gives it', () => {
  // https://docs.aws.amazon.com/codebuild/latest/userguide/report-group-naming.html: <project>-<report>.
  const expected = Object.keys(buildSpec.reports).map((report) => `${project['Name']}-${report}`);
  expect(groups.map(([, { Properties }]) => Properties.Name).sort()).toEqual(expected.sort());
});

test("a group is of its report's kind", () => {
  template.hasResourceProperties(REPORT_GROUP, { Name: 'shop-web-main-verify-tests', Type: 'TEST' });
  template.hasResourceProperties(REPORT_GROUP, { Name: 'shop-web-main-verify-coverage', Type: 'CODE_COVERAGE' });
});

test('reports go with their stack', () => {
  template.allResources(REPORT_GROUP, { DeletionPolicy: 'Delete', Properties: { DeleteReports: true } });
});

test('reports about what runs in production stay', () => {
  production.allResources(REPORT_GROUP, { DeletionPolicy: 'Retain', Properties: { DeleteReports: false } });
});

test('the build may write to its own two report groups', () => {
  const [statement, ...others] = about(statements, 'codebuild:CreateReport');
  expect(others).toEqual([]);
  expect([...statement!.resources].sort()).toEqual(
    groups.map(([id]) => evaluated(delivery, NAME, { 'Fn::GetAtt': [id, 'Arn'] })).sort(),
  );
});

test("the build clones the service's repository and no other", () => {
  expect(about(statements, 'codecommit:GitPull').flatMap(({ resources }) => resources)).toEqual([
    'arn:aws:codecommit:eu-central-1:111111111111:shop-web',
  ]);
});

test("the team's commands reach no image and no program", () => {
  const actions = statements.flatMap((statement) => statement.actions);
  expect(actions.filter((action) => /^(ecr|sts|iam|ssm):/.test(action))).toEqual([]);
});

test("the team's commands run without privileges and without a cache that others could fill", () => {
  expect(project).toMatchObject({ Environment: { PrivilegedMode: false }, Cache: { Type: 'NO_CACHE' } });
});
