import { parse } from 'yaml';
import { codecommit } from '../../lib/config/words';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { shop, TOOLS } from '../support/templates';
import { checksStack } from './stacks';

const PROJECT = 'AWS::CodeBuild::Project';
const commands = { install: 'make deps', lint: 'make lint', test: 'make test' };

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.services = [{ name: 'web', directory: SERVICE_DIRECTORY, commands }];
});
const stack = checksStack(delivery);
const named = (of: typeof stack, name: string) => Object.values(of.all(PROJECT)).find(({ Name }) => Name === name)!;
const project = named(stack, 'shop-web-check');
const buildSpecOf = (one: typeof project) => parse(one['Source'].BuildSpec);

const shared = checksStack(
  shop((input) => {
    input.tools = TOOLS;
    const source = codecommit({ repository: 'all', path: 'services/web' });
    input.services = [{ name: 'web', directory: SERVICE_DIRECTORY, commands, source: source as never }];
  }),
);

test("a service is checked with the commands of its releases, in the repository's own checkout", () => {
  expect(project).toMatchObject({
    Name: 'shop-web-check',
    Source: { Type: 'CODECOMMIT', Location: 'https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/shop-web' },
    Artifacts: { Type: 'NO_ARTIFACTS' },
  });
  expect(buildSpecOf(project).phases).toMatchObject({
    install: { commands: expect.arrayContaining(['make deps']) },
    build: { commands: expect.arrayContaining(['make lint', 'make test']) },
  });
});

test('in a shared repository the commands run in the directory of the service, and its reports come from there', () => {
  const one = named(shared, 'shop-web-check');
  expect(one['Source'].Location).toMatch(/\/shop-all$/);
  const { phases, reports } = buildSpecOf(one);
  expect(phases.install.commands.slice(-3)).toEqual([
    'cd "$CODEBUILD_SRC_DIR/services/web"',
    'rm -f reports/junit.xml reports/cobertura-coverage.xml',
    'make deps',
  ]);
  expect(phases.build.commands).toEqual([
    'cd "$CODEBUILD_SRC_DIR/services/web"',
    'make lint',
    'make test',
    'cd "$CODEBUILD_SRC_DIR/services/web" && node /tmp/slipway/coverage.js',
  ]);
  expect(reports.tests).toEqual({
    files: ['reports/junit.xml'],
    'file-format': 'JUNITXML',
    'base-directory': 'services/web',
  });
});

test('results of checks are reports of their own, not among those of releases', () => {
  const names = Object.values(stack.all('AWS::CodeBuild::ReportGroup')).map(({ Name }) => Name);
  const stated = Object.values(stack.all(PROJECT)).flatMap((one) =>
    Object.keys(buildSpecOf(one).reports).map((report) => `${one['Name']}-${report}`),
  );
  expect(names.sort()).toEqual(stated.sort());
  expect(names).toEqual(['shop-web-check-coverage', 'shop-web-check-tests', 'shop-web-inspect-gates']);
});

test.each(['Check', 'Inspect'])(
  'what a pull request holds runs with no more than its own source, programs, reports and log: %s',
  (id) => {
    const allowed = stack.allowed(id);
    const others = Object.keys(allowed).filter((action) => !/^(logs|codebuild):/.test(action));
    expect(others.sort()).toEqual(['codecommit:GitPull', 's3:GetObject']);
    expect(allowed['s3:GetObject']).toEqual([expect.stringMatching(/cdk-hnb659fds-assets-[^*]+\.zip$/)]);
    expect(allowed['codecommit:GitPull']).toEqual(['arn:aws:codecommit:eu-central-1:111111111111:shop-web']);
    expect(
      Object.keys(allowed)
        .filter((action) => action.startsWith('codebuild:'))
        .sort(),
    ).toEqual([
      'codebuild:BatchPutCodeCoverages',
      'codebuild:BatchPutTestCases',
      'codebuild:CreateReport',
      'codebuild:CreateReportGroup',
      'codebuild:UpdateReport',
    ]);
  },
);

test('it gets no Docker daemon and leaves nothing for the next build', () => {
  for (const one of Object.values(stack.all(PROJECT))) {
    expect(one).toMatchObject({ Environment: { PrivilegedMode: false }, Cache: { Type: 'NO_CACHE' } });
  }
});

test('the gates stand beside it, with the same source, and leave no artifact', () => {
  const projects = Object.values(stack.all(PROJECT));
  expect(projects.map(({ Name }) => Name).sort()).toEqual(['shop-web-check', 'shop-web-inspect']);
  expect(projects[0]!['Source'].Location).toBe(projects[1]!['Source'].Location);
  expect(projects.map(({ Artifacts }) => Artifacts)).toEqual([{ Type: 'NO_ARTIFACTS' }, { Type: 'NO_ARTIFACTS' }]);
});
