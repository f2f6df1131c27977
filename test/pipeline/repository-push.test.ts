import { Match } from 'aws-cdk-lib/assertions';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const RULE = 'AWS::Events::Rule';
const NAME = 'toolchain-web-release10-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.branching = { releaseLines: [{ branches: ['release/1.0'], name: 'release10', environments: ['dev'] }] };
});
const template = templateOf(delivery, NAME);
const rule = only(template, RULE, { EventPattern: { source: ['aws.codecommit'] } }).Properties!;
const pipeline = only(template, 'AWS::CodePipeline::Pipeline').id;
const pipelineArn = 'arn:aws:codepipeline:eu-central-1:111111111111:shop-web-release10';

test('every commit that the branch gets starts the pipeline, also its first', () => {
  expect(rule['EventPattern']).toEqual({
    source: ['aws.codecommit'],
    'detail-type': ['CodeCommit Repository State Change'],
    resources: ['arn:aws:codecommit:eu-central-1:111111111111:shop-web'],
    detail: {
      event: ['referenceCreated', 'referenceUpdated'],
      referenceType: ['branch'],
      referenceName: ['release/1.0'],
    },
  });
  expect(rule['State']).toBe('ENABLED');
});

test('the run is for the commit of the event, not for whatever is the newest then', () => {
  const [target, ...others] = rule['Targets'];
  expect(others).toEqual([]);
  expect(evaluated(delivery, NAME, target.Arn)).toBe(pipelineArn);
  const { InputPathsMap, InputTemplate } = target.InputTransformer;
  const [[placeholder, path], ...morePaths] = Object.entries<string>(InputPathsMap) as [[string, string]];
  expect(morePaths).toEqual([]);
  expect(path).toBe('$.detail.commitId');
  // As EventBridge does it: a string of the event comes with its quotes.
  expect(JSON.parse(InputTemplate.replace(`<${placeholder}>`, '"0123abc"'))).toEqual({
    sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: '0123abc' }],
  });
});

test('the revision is for an action that the pipeline has', () => {
  template.hasResourceProperties('AWS::CodePipeline::Pipeline', {
    Stages: Match.arrayWith([
      Match.objectLike({
        Actions: [Match.objectLike({ Name: 'Source', ActionTypeId: Match.objectLike({ Category: 'Source' }) })],
      }),
    ]),
  });
});

test('events may start this pipeline and do nothing else', () => {
  const statements = allowedBy(delivery, NAME, 'PipelineEventsRole');
  expect(about(statements, 'codepipeline:StartPipelineExecution')).toEqual(statements);
  expect(statements.flatMap(({ actions, resources }) => [...actions, ...resources])).toEqual([
    'codepipeline:StartPipelineExecution',
    evaluated(delivery, NAME, {
      'Fn::Join': ['', ['arn:aws:codepipeline:eu-central-1:111111111111:', { Ref: pipeline }]],
    }),
  ]);
});

test('nothing but events starts the pipeline: it polls no repository', () => {
  const [source] = only(template, 'AWS::CodePipeline::Pipeline').Properties!['Stages'];
  expect(source.Actions[0].Configuration.PollForSourceChanges).toBe(false);
});

describe('a service in a shared repository', () => {
  const shared = shop((input) => {
    input.tools = TOOLS;
    input.branching = {
      defaultBranch: 'main',
      releaseLines: [{ branches: ['release/*', 'main'], name: 'main', environments: ['dev'] }],
    };
    input.services[0]!.source = {
      kind: 'codecommit',
      repository: 'mono',
      path: 'services/web',
      sharedPaths: ['packages/money'],
    };
  });
  const stack = 'toolchain-web-main-pipeline';
  const push = only(templateOf(shared, stack), RULE, { EventPattern: { source: ['aws.codecommit'] } }).Properties!;

  test('hears of every branch of its line', () => {
    expect(push['EventPattern'].detail.referenceName).toEqual([{ prefix: 'release/' }, 'main']);
    expect(evaluated(shared, stack, push['EventPattern'].resources)).toEqual([
      'arn:aws:codecommit:eu-central-1:111111111111:shop-mono',
    ]);
  });

  test('asks before it starts, and says for which files', () => {
    const { InputPathsMap, InputTemplate } = push['Targets'][0].InputTransformer;
    const filled = Object.entries<string>(InputPathsMap).reduce(
      (text, [placeholder, path]) => text.replace(`<${placeholder}>`, JSON.stringify(path)),
      evaluated(shared, stack, InputTemplate) as string,
    );
    expect(JSON.parse(filled)).toEqual({
      id: '$.id',
      repositoryName: 'shop-mono',
      commitId: '$.detail.commitId',
      pipelineName: 'shop-web-main',
      actionName: 'Source',
      paths: ['services/web', 'packages/money'],
    });
  });

  test('starts its own pipeline and reads its own repository, and nothing else', () => {
    const statements = allowedBy(shared, stack, 'PushRoutePolicy');
    expect(statements.slice(1)).toEqual([
      {
        actions: ['codecommit:GetDifferences'],
        resources: ['arn:aws:codecommit:eu-central-1:111111111111:shop-mono'],
      },
      {
        actions: ['codepipeline:ListPipelineExecutions', 'codepipeline:StartPipelineExecution'],
        resources: ['arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main'],
      },
    ]);
  });

  test('is built from its part of the repository', () => {
    templateOf(shared, stack).hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-web-main-image',
      Environment: {
        EnvironmentVariables: Match.arrayWith([
          { Name: 'SOURCE_PATH', Type: 'PLAINTEXT', Value: 'services/web' },
          { Name: 'SHARED_PATHS', Type: 'PLAINTEXT', Value: '["packages/money"]' },
        ]),
      },
    });
  });
});
