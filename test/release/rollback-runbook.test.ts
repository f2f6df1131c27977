import type { GetPipelineExecutionCommandOutput, PipelineExecutionStatus } from '@aws-sdk/client-codepipeline';
import { RollbackRunbook } from '../../lib/release/rollback-runbook';
import { hasPython, runAutomation } from '../support/automation/run';
import { parseAutomation } from '../support/automation/schema';
import { only } from '../support/templates';
import { shopToProduction, TestStack } from './constructs';

const revision = (value: string) =>
  ({ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: value }) as const;
const delivery = shopToProduction();
const [service] = delivery.services;
const lineTo = (name: string) =>
  delivery.releaseLines.find((line) => line.environments.some((one) => one.name === name))!;
const stack = new TestStack((scope) => {
  new RollbackRunbook(scope, 'Rollback', {
    delivery,
    service: service!,
    releaseLine: lineTo('prod'),
    source: { revision },
  });
});
const document = only(stack.template, 'AWS::SSM::Document').Properties!;
const content = stack.evaluated(document['Content']);

describe('the document', () => {
  const parsed = parseAutomation(content);
  const steps = parsed.mainSteps;

  test('is an automation under a name of its own that is updated in place', () => {
    expect(document).toMatchObject({
      Name: 'shop-web-main-rollback',
      DocumentType: 'Automation',
      UpdateMethod: 'NewVersion',
    });
  });

  test('goes from step to step to its end', () => {
    expect(steps.map(({ nextStep, isEnd }) => (isEnd ? 'end' : nextStep))).toEqual([
      ...steps.slice(1).map(({ name }) => name),
      'end',
    ]);
  });

  test('takes an environment of the pipeline, the only one by itself', () => {
    expect(parsed.parameters['Environment']).toMatchObject({ allowedValues: ['prod'], default: 'prod' });
  });

  test.each([
    ['', true],
    ['11111111-2222-3333-4444-555555555555', true],
    ['"; rm -rf /', false],
    ['11111111-2222-3333-4444-555555555555 ', false],
  ])('takes the execution %j: %s', (text, isTaken) => {
    const { allowedPattern, default: none } = parsed.parameters['ExecutionId']!;
    expect(new RegExp(allowedPattern!).test(text)).toBe(isTaken);
    expect(none).toBe('');
  });

  test('asks the function once only, as a second call would go back one more', () => {
    expect(steps[0]).toMatchObject({ action: 'aws:invokeLambdaFunction', maxAttempts: 1 });
    expect(steps[0]!.inputs).toMatchObject({
      FunctionName: stack.evaluated({ 'Fn::GetAtt': [only(stack.template, 'AWS::Lambda::Function').id, 'Arn'] }),
      InputPayload: { environment: '{{ Environment }}', executionId: '{{ ExecutionId }}' },
    });
  });

  test('fails unless the rollback succeeds', () => {
    expect(steps.at(-1)).toMatchObject({
      action: 'aws:assertAwsResourceProperty',
      inputs: { pipelineName: 'shop-web-main', DesiredValues: ['Succeeded'] },
    });
    expect(steps.every(({ onFailure }) => onFailure === 'Abort')).toBe(true);
  });
});

test('a pipeline to several environments asks which one', () => {
  const trunk = { ...lineTo('prod'), environments: delivery.environments };
  const all = new TestStack((scope) => {
    new RollbackRunbook(scope, 'Rollback', { delivery, service: service!, releaseLine: trunk, source: { revision } });
  });
  const { parameters } = all.evaluated(only(all.template, 'AWS::SSM::Document').Properties!['Content']);
  expect(parameters.Environment).toMatchObject({ allowedValues: ['dev', 'test', 'prod'] });
  expect(parameters.Environment.default).toBeUndefined();
  expect(all.allowed('RollbackFunctionPolicy').filter((line) => line.includes('RollbackStage'))).toEqual(
    ['dev', 'prod', 'test'].map(
      (name) => `codepipeline:RollbackStage on arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main/${name}`,
    ),
  );
});

(hasPython ? describe : describe.skip)('an execution of the document', () => {
  const parsed = parseAutomation(content);
  const started = { executionId: 'r', targetExecutionId: 'a', revision: 'c' };

  /** The rollback's state, each time that it is asked for. */
  function run(states: readonly PipelineExecutionStatus[], invoke: () => object = () => started) {
    const asked = [...states];
    const getPipelineExecution = (): Partial<GetPipelineExecutionCommandOutput> => ({
      pipelineExecution: { pipelineName: 'shop-web-main', status: asked.length > 1 ? asked.shift() : asked[0] },
    });
    return runAutomation(parsed, {}, { apis: { 'codepipeline.GetPipelineExecution': getPipelineExecution }, invoke });
  }

  test('waits for the end of the rollback and tells which one it was', () => {
    expect(run(['InProgress', 'InProgress', 'Succeeded'])).toMatchObject({
      status: 'Success',
      outputs: { 'read.ExecutionId': 'r', 'read.TargetExecutionId': 'a', 'read.Revision': 'c' },
    });
  });

  test('looks at the execution that the function has started', () => {
    const { calls } = run(['Succeeded']);
    expect(calls.map(({ inputs }) => inputs)).toEqual([
      { pipelineName: 'shop-web-main', pipelineExecutionId: 'r' },
      { pipelineName: 'shop-web-main', pipelineExecutionId: 'r' },
    ]);
  });

  test('fails when the rollback fails', () => {
    expect(run(['InProgress', 'Failed'])).toMatchObject({
      status: 'Failed',
      failure: expect.stringMatching(/^judge: /),
    });
  });

  test('fails with what the function said when it failed', () => {
    const { status, failure, calls } = run(['Succeeded'], () => {
      throw new Error('there is no release before the live one');
    });
    expect({ status, failure, calls }).toEqual({
      status: 'Failed',
      failure: 'read: there is no release before the live one',
      calls: [],
    });
  });
});

describe('the roles', () => {
  const pipeline = 'arn:aws:codepipeline:eu-central-1:111111111111:shop-web-main';

  test('the function reads the history of its pipeline and rolls its stages back, nothing else', () => {
    expect(stack.allowed('RollbackFunctionPolicy').filter((line) => !line.startsWith('logs:'))).toEqual([
      `codepipeline:ListActionExecutions on ${pipeline}`,
      `codepipeline:ListPipelineExecutions on ${pipeline}`,
      `codepipeline:RollbackStage on ${pipeline}/prod`,
    ]);
  });

  test('SSM calls that function and looks at executions of that pipeline, nothing else', () => {
    const { id } = only(stack.template, 'AWS::Lambda::Function');
    expect(stack.allowed('RollbackPolicy')).toEqual([
      `lambda:InvokeFunction on ${stack.evaluated({ 'Fn::GetAtt': [id, 'Arn'] })}`,
      `codepipeline:GetPipelineExecution on ${pipeline}`,
    ]);
  });

  test('only SSM, for this account, takes on its role', () => {
    const { id } = only(stack.template, 'AWS::IAM::Role', { Description: 'SSM rolls web back with it' });
    expect(
      stack.template.findResources('AWS::IAM::Role')[id]!['Properties'].AssumeRolePolicyDocument.Statement,
    ).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ssm.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      },
    ]);
    expect(stack.evaluated({ 'Fn::GetAtt': [id, 'Arn'] })).toBe(content.assumeRole);
  });

  test('need no wildcard', () => {
    expect(stack.findings).toEqual([]);
  });
});

test('people find the command in the outputs of the stack', () => {
  const [output] = Object.values(stack.template.findOutputs('*'));
  expect(output!['Value']).toBe(
    'aws ssm start-automation-execution --document-name shop-web-main-rollback --parameters Environment=prod',
  );
});
