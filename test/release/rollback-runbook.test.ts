import { execFileSync, spawnSync } from 'node:child_process';
import { z } from 'zod';
import { RollbackRunbook } from '../../lib/release/rollback-runbook';
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

/** A step, as far as this project uses SSM's runbooks ("Systems Manager Automation actions reference"). */
const common = {
  name: z.string().regex(/^[a-zA-Z0-9_]{1,128}$/),
  description: z.string().min(1),
  timeoutSeconds: z.int().positive().optional(),
  maxAttempts: z.int().positive().optional(),
  onFailure: z.enum(['Abort', 'Continue']),
  nextStep: z.string().optional(),
  isEnd: z.literal(true).optional(),
  outputs: z
    .array(z.strictObject({ Name: z.string(), Selector: z.string().startsWith('$.'), Type: z.literal('String') }))
    .optional(),
};
const call = {
  Service: z.literal('codepipeline'),
  Api: z.literal('GetPipelineExecution'),
  PropertySelector: z.literal('$.pipelineExecution.status'),
  DesiredValues: z.array(z.enum(['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'])).min(1),
  pipelineName: z.string(),
  pipelineExecutionId: z.string(),
};
const runbook = z.strictObject({
  schemaVersion: z.literal('0.3'),
  description: z.string().min(1),
  assumeRole: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+/),
  parameters: z.record(
    z.string().regex(/^[a-zA-Z0-9_]+$/),
    z.strictObject({
      type: z.literal('String'),
      description: z.string().min(1),
      allowedValues: z.array(z.string()).min(1).optional(),
      allowedPattern: z.string().optional(),
      default: z.string().optional(),
    }),
  ),
  mainSteps: z.array(
    z.discriminatedUnion('action', [
      z.strictObject({
        ...common,
        action: z.literal('aws:invokeLambdaFunction'),
        // More than five minutes SSM does not wait.
        timeoutSeconds: z.int().max(300),
        inputs: z.strictObject({
          FunctionName: z.string().regex(/^arn:aws:lambda:/),
          InvocationType: z.literal('RequestResponse'),
          InputPayload: z.record(z.string(), z.string()),
        }),
      }),
      z.strictObject({
        ...common,
        action: z.literal('aws:executeScript'),
        inputs: z.strictObject({
          Runtime: z.enum(['python3.8', 'python3.9', 'python3.10', 'python3.11']),
          Handler: z.string(),
          InputPayload: z.record(z.string(), z.string()),
          Script: z.string().min(1),
        }),
      }),
      z.strictObject({ ...common, action: z.literal('aws:waitForAwsResourceProperty'), inputs: z.strictObject(call) }),
      z.strictObject({ ...common, action: z.literal('aws:assertAwsResourceProperty'), inputs: z.strictObject(call) }),
    ]),
  ),
  outputs: z.array(z.string()),
});

describe('the document', () => {
  const parsed = runbook.parse(content);
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

  test('uses nothing but its parameters, what an earlier step leaves, and what SSM defines', () => {
    const known = new Set(Object.keys(parsed.parameters));
    for (const step of steps) {
      const used = [...JSON.stringify(step.inputs).matchAll(/\{\{ ?([^} ]+) ?\}\}/g)].map(([, name]) => name!);
      expect(used.filter((name) => !known.has(name))).toEqual([]);
      if (step.action === 'aws:invokeLambdaFunction') known.add(`${step.name}.Payload`);
      for (const { Name } of step.outputs ?? []) known.add(`${step.name}.${Name}`);
    }
    expect(parsed.outputs.filter((name) => !known.has(name))).toEqual([]);
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

// SSM brings Python along; a machine without it cannot run the script.
const hasPython = spawnSync('python3', ['--version']).status === 0;

(hasPython ? describe : describe.skip)('the script of the document', () => {
  const { Script, Handler } = content.mainSteps[1].inputs;

  function read(answer: unknown): string {
    const program = `${Script}\nimport sys\nprint(json.dumps(${Handler}({'answer': json.loads(sys.argv[1])}, {})))`;
    return execFileSync('python3', ['-c', program, JSON.stringify(answer)], { encoding: 'utf8', stdio: 'pipe' });
  }

  const started = { executionId: 'r', targetExecutionId: 'a', revision: 'c' };

  test.each([
    ['as text', JSON.stringify(started)],
    ['as an object', started],
  ])("reads the function's answer %s", (_, answer) => {
    expect(JSON.parse(read(answer))).toEqual(started);
  });

  test('fails with what the function said when it failed', () => {
    const failed = { errorType: 'Problem', errorMessage: 'there is no release before the live one' };
    expect(() => read(JSON.stringify(failed))).toThrow('Exception: there is no release before the live one');
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
