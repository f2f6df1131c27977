import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeCommitSourceAction, CodeCommitTrigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { parse } from 'yaml';
import type { BuildContext } from '../../lib/build/build-project';
import { ProgramsAsset } from '../../lib/build/programs-asset';
import { backMergeDuty } from '../../lib/release/back-merge-line';
import { BackMergeProject } from '../../lib/release/back-merge-project';
import { DeployedParameters, writeDeployed } from '../../lib/release/deployed-parameters';
import { Redeploy } from '../../lib/release/redeploy-function';
import { ReleaseNotes } from '../../lib/release/release-notes';
import { allow } from '../../lib/shared/allow';
import type { Properties } from '../support/template';
import { only } from '../support/templates';
import { shopToProduction, TestStack } from './constructs';

const PROJECT = 'AWS::CodeBuild::Project';
const ARN = 'arn:aws:ssm:eu-central-1:111111111111:parameter/shop';

const delivery = shopToProduction((input) => {
  input.services[0]!.source = { kind: 'codecommit', path: 'web', sharedPaths: ['shared'] };
});
const service = delivery.services[0]!;
const line = (name: string) => delivery.releaseLines.find((one) => one.name === name)!;
const prod = line('main').environments[0]!;

const source = {
  buildsImage: true,
  cloneStatements: [allow(['codecommit:GitPull'], ['arn:aws:codecommit:eu-central-1:111111111111:shop-web'])],
  links: { commit: 'https://git.example.com/{commit}', compare: 'https://git.example.com/{from}..{to}', branch: '' },
  revision: (value: string) => ({ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: value }) as const,
};

/** The pipeline of a line, of which only the source and the parts here are made. */
const stack = new TestStack((scope) => {
  const build: BuildContext & { programs: ProgramsAsset } = {
    delivery,
    prefix: 'shop-web-main',
    architecture: 'arm64',
    key: new kms.Key(scope, 'Key', { enableKeyRotation: true }),
    programs: new ProgramsAsset(scope, 'Programs'),
  };
  const notes = new ReleaseNotes(scope, 'Notes', { ...build, service, environments: [prod], source });
  const report = new BackMergeProject(scope, 'Report', {
    ...{ ...build, service, source },
    duty: backMergeDuty(delivery, line('main'))!,
  });
  new BackMergeProject(scope, 'Check', {
    ...{ ...build, prefix: 'shop-web-develop', service, source },
    duty: backMergeDuty(delivery, line('develop'))!,
  });
  new DeployedParameters(scope, 'Deployed', { delivery, service, environments: line('main').environments });
  new iam.Policy(scope, 'Record', {
    roles: [new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') })],
    statements: [writeDeployed(scope, { delivery, service, environments: line('main').environments })],
  });
  new Redeploy(scope, 'Redeploy', { delivery, service, releaseLine: line('main'), source });

  const [clone, image, scan] = ['Source', 'Image', 'Scan'].map((name) => new Artifact(name)) as [
    Artifact,
    Artifact,
    Artifact,
  ];
  const repository = Repository.fromRepositoryName(scope, 'Repository', 'shop-web');
  const from = (actionName: string, output: Artifact) =>
    new CodeCommitSourceAction({ actionName, repository, output, trigger: CodeCommitTrigger.NONE });
  new Pipeline(scope, 'Pipeline', {
    pipelineType: PipelineType.V2,
    stages: [
      { stageName: 'Source', actions: [from('Source', clone), from('Image', image), from('Scan', scan)] },
      {
        stageName: 'approve-prod',
        actions: [notes.write(prod, { source: clone, image, scan }, 1), notes.approve(prod, 2)],
      },
      { stageName: 'after', actions: [report.action(clone, 1)] },
    ],
  });
});

const project = (name: string) => only(stack.template, PROJECT, { Name: name }).Properties!;
const buildSpec = (name: string) => parse(project(name)['Source'].BuildSpec);
const variables = (name: string) =>
  Object.fromEntries(
    stack
      .evaluated(project(name)['Environment'].EnvironmentVariables)
      .map(({ Name, Value }: Properties) => [Name, Value]),
  );
const beyondBuilds = (policy: string) =>
  stack.allowed(policy).filter((one) => !/^(logs|s3):| on arn:aws:kms:.*:key\/\*$/.test(one));
const action = (stage: string, name: string): Properties =>
  only(stack.template, 'AWS::CodePipeline::Pipeline')
    .Properties!['Stages'].find(({ Name }: Properties) => Name === stage)
    .Actions.find(({ Name }: Properties) => Name === name);

describe('the notes', () => {
  test('are written by their program, which may fetch and hands two variables on', () => {
    const spec = buildSpec('shop-web-main-notes');
    expect(spec.env).toEqual({ 'git-credential-helper': 'yes', 'exported-variables': ['SUMMARY', 'COMPARE_LINK'] });
    expect(spec.phases.build.commands).toEqual([
      'node /tmp/slipway/notes.js',
      'export SUMMARY="$(cat /tmp/slipway-exports/SUMMARY)"',
      'export COMPARE_LINK="$(cat /tmp/slipway-exports/COMPARE_LINK)"',
    ]);
    expect(variables('shop-web-main-notes')).toMatchObject({
      SERVICE_NAME: 'web',
      HISTORY: 'clone',
      SOURCE_PATHS: '["web","shared"]',
      COMPARE_URL: 'https://git.example.com/{from}..{to}',
      TOPIC_ARN: 'arn:aws:sns:eu-central-1:111111111111:shop-notifications',
      EXPORTS_DIRECTORY: '/tmp/slipway-exports',
      OUTPUT_DIRECTORY: 'slipway-output',
    });
  });

  test('may clone, read what is deployed and publish, nothing else', () => {
    expect(beyondBuilds('NotesProgramBuildPolicy')).toEqual([
      'codecommit:GitPull on arn:aws:codecommit:eu-central-1:111111111111:shop-web',
      `ssm:GetParameter on ${ARN}/prod/web/deployed`,
      'sns:Publish on arn:aws:sns:eu-central-1:111111111111:shop-notifications',
    ]);
  });

  test('are about one environment, with the clone, the image and the scan at hand', () => {
    const { InputArtifacts, OutputArtifacts, Configuration, Namespace } = action('approve-prod', 'Notes');
    expect(InputArtifacts).toEqual([{ Name: 'Source' }, { Name: 'Image' }, { Name: 'Scan' }]);
    expect(OutputArtifacts).toEqual([{ Name: 'Notes-prod' }]);
    expect(Namespace).toBe('Notes-prod');
    const given = JSON.parse(stack.evaluated(Configuration.EnvironmentVariables));
    expect(Object.fromEntries(given.map(({ name, value }: Properties) => [name, value]))).toEqual({
      ENVIRONMENT_NAME: 'prod',
      DEPLOYED_PARAMETER: '/shop/prod/web/deployed',
      EXECUTION_URL:
        'https://eu-central-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/shop-web-main/executions/' +
        '#{codepipeline.PipelineExecutionId}/visualization?region=eu-central-1',
    });
    expect(Configuration.PrimarySource).toBe('Source');
  });

  test('are what the approval shows', () => {
    expect(action('approve-prod', 'Approve').Configuration).toEqual({
      CustomData: '#{Notes-prod.SUMMARY}',
      ExternalEntityLink: 'https://#{Notes-prod.COMPARE_LINK}',
    });
  });

  test('do without a clone where the pipeline starts from an image', () => {
    const bare = new TestStack((scope) => {
      const notes = new ReleaseNotes(scope, 'Notes', {
        ...{ delivery, prefix: 'shop-web-main', architecture: 'arm64', service, environments: [prod] },
        key: new kms.Key(scope, 'Key'),
        programs: new ProgramsAsset(scope, 'Programs'),
        source: { buildsImage: false, cloneStatements: [] },
      });
      const { inputs } = notes.write(
        prod,
        { source: new Artifact('Pushed'), image: new Artifact('Image') },
        1,
      ).actionProperties;
      expect(inputs!.map(({ artifactName }) => artifactName)).toEqual(['Image']);
    });
    const { Source, Environment } = only(bare.template, PROJECT).Properties!;
    expect(parse(Source.BuildSpec).env).toEqual({ 'exported-variables': ['SUMMARY', 'COMPARE_LINK'] });
    expect(Environment.EnvironmentVariables).toContainEqual({ Name: 'HISTORY', Type: 'PLAINTEXT', Value: 'none' });
  });
});

describe('merging back', () => {
  test.each([
    ['develop', 'check'],
    ['release', undefined],
    ['main', 'report'],
  ])('is the duty of the line %s: %s', (name, mode) => {
    expect(backMergeDuty(delivery, line(name))?.mode).toBe(mode);
  });

  test('is nobody’s duty where nothing goes to production, or no rule asks for it', () => {
    const dev = shopToProduction((input) => {
      input.environments = [{ name: 'dev' }];
    });
    expect(dev.releaseLines.map((one) => backMergeDuty(dev, one))).toEqual(dev.releaseLines.map(() => undefined));
    const free = shopToProduction((input) => {
      delete input.branching!.backMerge;
    });
    expect(free.releaseLines.map((one) => backMergeDuty(free, one))).toEqual([undefined, undefined, undefined]);
  });

  test('is checked by the line that has to get the releases, against what production runs', () => {
    expect(buildSpec('shop-web-develop-back-merge').env).toEqual({ 'git-credential-helper': 'yes' });
    expect(variables('shop-web-develop-back-merge')).toMatchObject({
      BACK_MERGE_MODE: 'check',
      BACK_MERGE_FROM: 'main',
      BACK_MERGE_INTO: 'develop',
      DEPLOYED_PARAMETERS: '["/shop/prod/web/deployed"]',
      SOURCE_PATHS: '["web","shared"]',
    });
    expect(beyondBuilds('CheckProgramBuildPolicy')).toEqual([
      'codecommit:GitPull on arn:aws:codecommit:eu-central-1:111111111111:shop-web',
      `ssm:GetParameter on ${ARN}/prod/web/deployed`,
    ]);
  });

  test('is reported by the line that releases', () => {
    expect(variables('shop-web-main-back-merge')).toMatchObject({
      BACK_MERGE_MODE: 'report',
      TOPIC_ARN: 'arn:aws:sns:eu-central-1:111111111111:shop-notifications',
    });
    expect(beyondBuilds('ReportProgramBuildPolicy')).toEqual([
      'codecommit:GitPull on arn:aws:codecommit:eu-central-1:111111111111:shop-web',
      'sns:Publish on arn:aws:sns:eu-central-1:111111111111:shop-notifications',
    ]);
    expect(action('after', 'BackMerge').InputArtifacts).toEqual([{ Name: 'Source' }]);
  });
});

describe('what is deployed', () => {
  test('is nothing when the pipeline is made, and CloudFormation never says anything else', () => {
    expect(only(stack.template, 'AWS::SSM::Parameter').Properties).toMatchObject({
      Name: '/shop/prod/web/deployed',
      Type: 'String',
      Value: 'none',
    });
  });

  test('is written by a role that may write just that', () => {
    expect(stack.allowed('Record')).toEqual([`ssm:PutParameter on ${ARN}/prod/web/deployed`]);
  });

  test('is deployed again under a role that reads it and starts that pipeline, nothing else', () => {
    expect(stack.allowed('RedeployFunctionPolicy').filter((one) => !one.startsWith('logs:'))).toEqual([
      `ssm:GetParameter on ${ARN}/prod/web/deployed`,
      'codepipeline:GetPipelineState on arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main',
      'codepipeline:ListPipelineExecutions on arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main',
      'codepipeline:StartPipelineExecution on arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main',
    ]);
    expect(only(stack.template, 'AWS::Lambda::Function').Properties!['Environment'].Variables).toEqual({
      PIPELINE_NAME: 'shop-web-main',
      SOURCE_ACTION: 'Source',
      FIRST_STAGE: 'prod',
      REVISION_TYPE: 'COMMIT_ID',
      DEPLOYED_RECORDS: '{"111111111111:/shop/prod/web/release":"/shop/prod/web/deployed"}',
    });
  });
});
