import { Match } from 'aws-cdk-lib/assertions';
import type { Properties } from '../support/template';
import { evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const NAME = 'toolchain-web-main-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments.push({ name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true });
});
const template = templateOf(delivery, NAME);
const pipeline = only(template, PIPELINE);
const stages: Properties[] = evaluated(delivery, NAME, pipeline.Properties!['Stages']);
const stage = (name: string): Properties[] => stages.find(({ Name }) => Name === name)!['Actions'];

test('the pipeline is of the second type, and of waiting runs the newest goes on', () => {
  template.hasResourceProperties(PIPELINE, {
    Name: 'shop-web-main',
    PipelineType: 'V2',
    ExecutionMode: 'SUPERSEDED',
    Triggers: Match.absent(),
  });
});

test('after source and build come the environments of the release line, in their order', () => {
  expect(stages.map(({ Name }) => Name)).toEqual(['Source', 'Build', 'dev', 'prod']);
});

test("the source is the service's branch as a whole clone", () => {
  expect(stage('Source')).toEqual([
    expect.objectContaining({
      ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeCommit', Version: '1' },
      Configuration: {
        RepositoryName: 'shop-web',
        BranchName: 'main',
        PollForSourceChanges: false,
        OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
      },
    }),
  ]);
});

test('the source is verified while the image is built', () => {
  expect(stage('Build').map(({ Name, RunOrder, InputArtifacts }) => [Name, RunOrder, InputArtifacts])).toEqual([
    ['Verify', 1, [{ Name: 'Source' }]],
    ['Image', 1, [{ Name: 'Source' }]],
  ]);
});

test('no test of a release is left out: whatever fails stops the run', () => {
  for (const { OnFailure, BeforeEntry, OnSuccess } of stages) {
    expect({ OnFailure, BeforeEntry, OnSuccess }).toEqual({});
  }
});

test("artifacts lie in the toolchain's bucket under its key", () => {
  const key = only(templateOf(delivery, 'toolchain-artifacts'), 'AWS::KMS::Key').id;
  expect(evaluated(delivery, NAME, pipeline.Properties!['ArtifactStore'])).toEqual({
    Type: 'S3',
    Location: 'shop-artifacts-111111111111-eu-central-1',
    EncryptionKey: { Type: 'KMS', Id: evaluated(delivery, 'toolchain-artifacts', { 'Fn::GetAtt': [key, 'Arn'] }) },
  });
});

test('the pipeline is there after the rights of its role', () => {
  const policies = Object.keys(template.findResources('AWS::IAM::Policy'));
  expect(pipeline.DependsOn).toContain(policies.find((id) => id.startsWith('RolePolicy')));
});

test('the outputs say where to clone and where to watch', () => {
  const outputs = template.findOutputs('*');
  const value = (name: string) => evaluated(delivery, NAME, outputs[name]!['Value']);
  expect(value('CloneUrl')).toBe('codecommit::eu-central-1://shop-web');
  expect(value('CloneUrlHttps')).toBe('https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/shop-web');
  expect(value('Console')).toBe(
    'https://eu-central-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/shop-web-main/view?region=eu-central-1',
  );
});
