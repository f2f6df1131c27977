import { parse } from 'yaml';
import type { Properties } from '../support/template';
import { allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const NAME = 'toolchain-web-main-pipeline';
const ASSETS = 'cdk-hnb659fds-assets-111111111111-eu-central-1';

const delivery = shop((input) => {
  input.tools = TOOLS;
});
const template = templateOf(delivery, NAME);

describe.each([
  ['image', 'Image', true],
  ['render', 'DeploymentRender', true],
  ['record', 'DeploymentRecord', false],
] as const)('the project of program %s', (program, id, hasOutput) => {
  const { Source, Environment } = only(template, 'AWS::CodeBuild::Project', {
    Name: `shop-web-main-${program}`,
  }).Properties!;
  const buildSpec = parse(Source.BuildSpec);
  const { Value: url } = evaluated(delivery, NAME, Environment.EnvironmentVariables).find(
    ({ Name }: Properties) => Name === 'SLIPWAY_PROGRAMS',
  );

  test('runs it and nothing else', () => {
    expect(buildSpec.phases.build.commands).toEqual([`node /tmp/slipway/${program}.js`]);
  });

  test('fetches the programs to a place outside the clone', () => {
    expect(url).toMatch(new RegExp(`^s3://${ASSETS}/[0-9a-f]{64}\\.zip$`));
    expect(buildSpec.phases.install).toEqual({
      'runtime-versions': { nodejs: 22 },
      commands: [
        'mkdir -p /tmp/slipway',
        'aws s3 cp --only-show-errors "$SLIPWAY_PROGRAMS" /tmp/slipway.zip',
        'unzip -q -o /tmp/slipway.zip -d /tmp/slipway',
      ],
    });
  });

  test('may read just that object of the assets', () => {
    const reach = allowedBy(delivery, NAME, id).flatMap(({ resources }) => resources);
    expect(reach.filter((resource) => resource.includes(ASSETS))).toEqual([url.replace('s3://', 'arn:aws:s3:::')]);
  });

  test(hasOutput ? 'hands on what the program leaves' : 'hands on nothing', () => {
    expect(buildSpec.artifacts).toEqual(
      hasOutput ? { 'base-directory': 'slipway-output', files: ['**/*'] } : undefined,
    );
  });
});
