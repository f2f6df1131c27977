import { Match } from 'aws-cdk-lib/assertions';
import { evaluated, only, shop, TOOLS, templateOf } from '../support/templates';
import { PipelineView } from './pipeline-view';

const PIPELINE = 'AWS::CodePipeline::Pipeline';
const NAME = 'toolchain-web-main-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments.push({ name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true });
});
const template = templateOf(delivery, NAME);
const pipeline = only(template, PIPELINE);
const view = new PipelineView(delivery, NAME);

test('the pipeline is of the second type, and of waiting runs the newest goes on', () => {
  template.hasResourceProperties(PIPELINE, {
    Name: 'shop-web-main',
    PipelineType: 'V2',
    ExecutionMode: 'SUPERSEDED',
    Triggers: Match.absent(),
  });
});

test('after source, build and scan come the environments of the release line, in their order', () => {
  expect(view.order).toEqual(['Source', 'Build', 'Scan', 'dev', 'approve-prod', 'prod']);
});

test("the source is the service's branch as a whole clone", () => {
  expect(view.stage('Source')['Actions']).toEqual([
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

test('no stage of a release is left out or tried again by itself: whatever fails stops the run', () => {
  for (const { BeforeEntry, OnSuccess, OnFailure } of view.stages) {
    const conditions = [BeforeEntry, OnSuccess].flatMap((kind) => kind?.Conditions ?? []);
    expect(conditions.filter(({ Result }) => Result !== 'FAIL')).toEqual([]);
    expect([undefined, 'ROLLBACK']).toContain(OnFailure?.Result);
  }
});

describe('after production', () => {
  const flow = shop((input) => {
    delete input.branching;
    input.environments = ['dev', 'test', 'prod'].map((name, index) => ({
      name,
      network: { cidr: `10.${index}.0.0/16` },
      production: name === 'prod',
    }));
    input.services.push({ name: 'stock', source: { kind: 'gitlabCi', project: 'acme/stock' }, listenerPort: 8081 });
  });
  const main = new PipelineView(flow, NAME);

  test('people hear of what is not merged back, as the last thing', () => {
    expect(main.order.at(-1)).toBe('BackMerge');
    expect(main.orderIn('BackMerge')).toEqual(['1 BackMerge']);
    expect(main.inputsOf('BackMerge', 'BackMerge')).toEqual(['Source']);
    main.template.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-web-main-back-merge',
      Environment: {
        EnvironmentVariables: Match.arrayWith([{ Name: 'BACK_MERGE_MODE', Type: 'PLAINTEXT', Value: 'report' }]),
      },
    });
  });

  test('they do not where there is no clone to tell from', () => {
    expect(new PipelineView(flow, 'toolchain-stock-main-pipeline').order.at(-1)).toBe('prod');
  });

  test.each(['develop', 'release'])('of another line nothing comes after the environments: %s', (line) => {
    const { environments } = flow.releaseLines.find(({ name }) => name === line)!;
    const { order } = new PipelineView(flow, `toolchain-web-${line}-pipeline`);
    expect(order.at(-1)).toBe(environments.at(-1)!.name);
  });
});

test('a person takes the service back with a document for this very pipeline', () => {
  template.hasResourceProperties('AWS::SSM::Document', {
    Name: 'shop-web-main-rollback',
    DocumentType: 'Automation',
  });
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
