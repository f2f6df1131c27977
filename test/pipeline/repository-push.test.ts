import { Match } from 'aws-cdk-lib/assertions';
import { about, allowedBy, evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const RULE = 'AWS::Events::Rule';
const NAME = 'toolchain-web-release10-pipeline';

const delivery = shop((input) => {
  input.tools = TOOLS;
  input.releaseLines = [{ branch: 'release/1.0', name: 'release10', environments: ['dev'] }];
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
