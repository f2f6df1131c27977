import { parse } from 'yaml';
import { gitlabCi } from '../../lib/config/words';
import type { Properties } from '../support/template';
import { about, allowedBy, only, shop, TOOLS, templateOf } from '../support/templates';

const NAME = 'toolchain-web-main-pipeline';
const PROJECT = 'AWS::CodeBuild::Project';

const delivery = shop((input) => {
  input.tools = TOOLS;
  Object.assign(input.services[0]!, { directory: undefined, source: gitlabCi({ project: 'acme/web' }) });
});
const template = templateOf(delivery, NAME);
const { Environment, Source } = only(template, PROJECT, { Name: 'shop-web-main-adopt-image' }).Properties!;
const statements = allowedBy(delivery, NAME, 'Adopt');

test('the image that GitLab CI has pushed is taken over, and nothing is built', () => {
  const { Stages } = only(template, 'AWS::CodePipeline::Pipeline').Properties!;
  const [source, build] = Stages;
  expect(source.Actions[0].ActionTypeId.Provider).toBe('ECR');
  const taken = build.Actions.find(({ InputArtifacts }: Properties) => InputArtifacts[0].Name === 'Source');
  expect(taken.OutputArtifacts).toEqual([{ Name: 'Image' }]);
  template.resourcePropertiesCountIs(PROJECT, { Environment: { PrivilegedMode: true } }, 0);
});

test('the program reads what the ECR action leaves and writes what a build would', () => {
  expect(parse(Source.BuildSpec).phases.build.commands).toEqual(['node /tmp/slipway/adopt-image.js']);
  const variables = Object.fromEntries(
    Environment.EnvironmentVariables.map(({ Name, Value }: Properties) => [Name, Value]),
  );
  expect(variables).toMatchObject({
    IMAGE_DIRECTORY: '.',
    IMAGE_PLATFORM: 'linux/arm64',
    OUTPUT_DIRECTORY: 'slipway-output',
  });
});

test("the build reads the service's images and changes none", () => {
  const images = statements.filter(({ actions }) => actions.some((action) => action.startsWith('ecr:')));
  expect(images).toEqual([
    {
      actions: ['ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:GetDownloadUrlForLayer'],
      resources: ['arn:aws:ecr:eu-central-1:111111111111:repository/shop-web'],
    },
  ]);
  expect(about(statements, 'ecr:GetAuthorizationToken')).toEqual([]);
});

test('it is told how to use the template', () => {
  const [{ Value }] = Object.values(template.findOutputs('GitlabInputs')) as [{ Value: unknown }];
  expect(JSON.stringify(Value)).toContain('shop-web-main');
});
