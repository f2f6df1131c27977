import {
  CodePipelineClient,
  GetPipelineExecutionCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { CodePipelineEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { formatQuestion } from '../../lib/release/freeze';
import { handler } from '../../lib/release/freeze.lambda';

const QUESTION = { environment: 'prod', pipeline: 'shop-web-main', executionId: 'e-1' };

const codePipeline = mockClient(CodePipelineClient);
const ssm = mockClient(SSMClient);

beforeEach(() => {
  codePipeline.reset();
  ssm.reset();
  codePipeline.on(GetPipelineExecutionCommand).resolves({ pipelineExecution: { executionType: 'STANDARD' } });
  jest.spyOn(console, 'log').mockImplementation(() => {});
  process.env['FREEZE_PARAMETERS'] = JSON.stringify({ dev: '/shop/dev/freeze', prod: '/shop/prod/freeze' });
});

function freeze(text: string): void {
  ssm.on(GetParameterCommand, { Name: '/shop/prod/freeze' }).resolves({ Parameter: { Value: text } });
}

/** What CodePipeline hears: true, or why not. */
async function answer(userParameters: string | undefined = formatQuestion(QUESTION)): Promise<true | string> {
  const configuration = { FunctionName: 'shop-release-freeze', UserParameters: userParameters };
  await handler({
    'CodePipeline.job': { id: 'job-1', accountId: '1', data: { actionConfiguration: { configuration } } },
  } as unknown as CodePipelineEvent);
  const yes = codePipeline.commandCalls(PutJobSuccessResultCommand).map(({ args }) => args[0].input);
  const no = codePipeline.commandCalls(PutJobFailureResultCommand).map(({ args }) => args[0].input);
  expect([...yes, ...no]).toHaveLength(1);
  expect([...yes, ...no][0]!.jobId).toBe('job-1');
  return yes.length === 1 || no[0]!.failureDetails!.message!;
}

test.each(['off', ' OFF\n'])('with the switch at %j a release goes on', async (text) => {
  freeze(text);
  expect(await answer()).toBe(true);
});

test.each([
  ['on: Black Friday', 'prod is frozen: Black Friday.'],
  ['ON:  audit\nuntil Monday ', 'prod is frozen: audit\nuntil Monday.'],
  ['on', 'prod is frozen: no reason was given.'],
  ['of', 'prod is frozen: its freeze parameter must be off or on: reason (got "of").'],
  ['', 'prod is frozen: its freeze parameter must be off or on: reason (got "").'],
])('with the switch at %j a release is stopped with the reason', async (text, message) => {
  freeze(text);
  expect(await answer()).toBe(
    `${message} When /shop/prod/freeze is off again, retry the stage; rollbacks that people ask for are let through.`,
  );
});

test("CodePipeline's own rollback is stopped as well: it would deploy into a frozen environment", async () => {
  freeze('on: Black Friday');
  codePipeline
    .on(GetPipelineExecutionCommand)
    .resolves({ pipelineExecution: { executionType: 'ROLLBACK', trigger: { triggerType: 'AutomatedRollback' } } });
  expect(await answer()).toContain('prod is frozen: Black Friday.');
});

test('a rollback that a person asked for goes on while releases are frozen', async () => {
  freeze('on: Black Friday');
  codePipeline
    .on(GetPipelineExecutionCommand, { pipelineName: 'shop-web-main', pipelineExecutionId: 'e-1' })
    .resolves({ pipelineExecution: { executionType: 'ROLLBACK', trigger: { triggerType: 'ManualRollback' } } });
  expect(await answer()).toBe(true);
});

describe('called without a job', () => {
  test.each([
    ['the question itself', QUESTION],
    ['it as text', { UserParameters: formatQuestion(QUESTION) }],
  ])('with %s, its end is the answer', async (_, event) => {
    freeze('off');
    await expect(handler(event)).resolves.toBeUndefined();
    freeze('on: audit');
    await expect(handler(event)).rejects.toThrow('prod is frozen: audit.');
    expect(codePipeline.commandCalls(PutJobSuccessResultCommand)).toEqual([]);
  });

  test('and without a question it stops', async () => {
    await expect(handler({})).rejects.toThrow("the rule's UserParameters must be JSON");
  });
});

test.each<[string, () => void, string | undefined, string]>([
  [
    'the switch cannot be read',
    () => ssm.on(GetParameterCommand).rejects(new Error('not authorized')),
    undefined,
    'cannot read the parameter /shop/prod/freeze: not authorized',
  ],
  [
    'it cannot be told whether this is a rollback',
    () => {
      freeze('on');
      codePipeline.on(GetPipelineExecutionCommand).rejects(new Error('throttled'));
    },
    undefined,
    'cannot read the execution e-1: throttled',
  ],
  [
    'the environment is unknown',
    () => {},
    formatQuestion({ ...QUESTION, environment: 'moon' }),
    'there is no environment moon',
  ],
  [
    'the question is none',
    () => {},
    '#{x}',
    'the rule\'s UserParameters must be JSON with environment, pipeline and executionId (got "#{x}")',
  ],
])('a release is stopped when %s', async (_, prepare, userParameters, message) => {
  prepare();
  expect(await answer(userParameters)).toContain(
    `it could not be found out whether releases are frozen: ${message.startsWith('cannot') ? 'Problem: ' : ''}${message}`,
  );
});

test('an answer that CodePipeline does not take is an error, as Lambda then calls again', async () => {
  freeze('off');
  codePipeline.on(PutJobSuccessResultCommand).rejects(new Error('throttled'));
  await expect(answer()).rejects.toThrow('throttled');
});
