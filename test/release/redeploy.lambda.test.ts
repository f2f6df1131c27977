import {
  CodePipelineClient,
  type ExecutionType,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  type StageExecutionStatus,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { formatDeployedRecord, NOTHING_DEPLOYED } from '../../lib/deployment/deployed-record';
import { handler } from '../../lib/release/redeploy.lambda';

const COMMIT = 'c'.repeat(40);
const DIGEST = `sha256:${'d'.repeat(64)}`;
const RECORD = formatDeployedRecord({
  commit: COMMIT,
  digest: DIGEST,
  tag: 'tree-1',
  executionId: 'e-1',
  at: '2026-11-20T10:00:00.000Z',
});
const EVENT = {
  id: '11111111-2222-3333-4444-555555555555',
  account: '333333333333',
  detail: { name: '/shop/prod/web/release' },
};

const codePipeline = mockClient(CodePipelineClient);
const ssm = mockClient(SSMClient);

beforeEach(() => {
  codePipeline.reset();
  ssm.reset();
  codePipeline.on(StartPipelineExecutionCommand).resolves({ pipelineExecutionId: 'e-2' });
  runs();
  inStages(['test', 'Succeeded', 'STANDARD', 'e-1']);
  jest.spyOn(console, 'log').mockImplementation(() => {});
  Object.assign(process.env, {
    PIPELINE_NAME: 'shop-web-main',
    SOURCE_ACTION: 'Source',
    FIRST_STAGE: 'test',
    REVISION_TYPE: 'COMMIT_ID',
    DEPLOYED_RECORDS: JSON.stringify({
      '222222222222:/shop/test/web/release': '/shop/test/web/deployed',
      '333333333333:/shop/prod/web/release': '/shop/prod/web/deployed',
    }),
  });
});

function deployed(text: string): void {
  ssm.on(GetParameterCommand, { Name: '/shop/prod/web/deployed' }).resolves({ Parameter: { Value: text } });
}

function runs(...pipelineExecutionSummaries: PipelineExecutionSummary[]): void {
  codePipeline.on(ListPipelineExecutionsCommand).resolves({ pipelineExecutionSummaries });
}

type StageNow = [stageName: string, status: StageExecutionStatus, type: ExecutionType, pipelineExecutionId: string];

function inStages(...stages: StageNow[]): void {
  codePipeline.on(GetPipelineStateCommand, { name: 'shop-web-main' }).resolves({
    stageStates: stages.map(([stageName, status, type, pipelineExecutionId]) => ({
      stageName,
      latestExecution: { pipelineExecutionId, status, type },
    })),
  });
}

const run = (revisionId: string, rest: PipelineExecutionSummary): PipelineExecutionSummary => ({
  executionType: 'STANDARD',
  sourceRevisions: [{ actionName: 'Source', revisionId }],
  ...rest,
});

const started = () => codePipeline.commandCalls(StartPipelineExecutionCommand).map(({ args }) => args[0].input);

test('a new configuration starts the pipeline with the commit that is deployed', async () => {
  deployed(RECORD);
  await handler(EVENT);
  expect(started()).toEqual([
    {
      name: 'shop-web-main',
      clientRequestToken: EVENT.id,
      sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: COMMIT }],
    },
  ]);
});

test('a pipeline that starts from an image starts with the one that runs', async () => {
  process.env['REVISION_TYPE'] = 'IMAGE_DIGEST';
  deployed(RECORD);
  await handler(EVENT);
  expect(started()[0]!.sourceRevisions).toEqual([
    { actionName: 'Source', revisionType: 'IMAGE_DIGEST', revisionValue: DIGEST },
  ]);
});

test('a newer commit that is on its way is not undone: the run is of that one', async () => {
  deployed(RECORD);
  runs(
    run('newest', { status: 'InProgress' }),
    run('new', { status: 'InProgress' }),
    run(COMMIT, { status: 'Succeeded' }),
  );
  await handler(EVENT);
  expect(started()[0]!.sourceRevisions![0]!.revisionValue).toBe('newest');
});

test('a run that failed, and a rollback that is under way, are not on their way to people', async () => {
  deployed(RECORD);
  runs(run('broken', { status: 'Failed' }), run('old', { status: 'InProgress', executionType: 'ROLLBACK' }));
  await handler(EVENT);
  expect(started()[0]!.sourceRevisions![0]!.revisionValue).toBe(COMMIT);
});

describe('a rollback that is under way', () => {
  const back = run('as-it-says', {
    pipelineExecutionId: 'r',
    status: 'InProgress',
    executionType: 'ROLLBACK',
    rollbackMetadata: { rollbackTargetPipelineExecutionId: 'good' },
  });
  const broken = run(COMMIT, { pipelineExecutionId: 'broken', status: 'Succeeded' });
  const good = run('good-commit', { pipelineExecutionId: 'good', status: 'Succeeded' });
  const revision = () => started()[0]!.sourceRevisions![0]!.revisionValue;

  test("in the line's first environment is not undone: the run is of what it brings back", async () => {
    deployed(RECORD);
    runs(back, broken, good);
    inStages(['test', 'InProgress', 'ROLLBACK', 'r'], ['prod', 'Succeeded', 'STANDARD', 'broken']);
    await handler(EVENT);
    expect(revision()).toBe('good-commit');
  });

  test('says itself what it brings back, where that is no longer among the runs', async () => {
    deployed(RECORD);
    runs(back, broken);
    inStages(['test', 'InProgress', 'ROLLBACK', 'r']);
    await handler(EVENT);
    expect(revision()).toBe('as-it-says');
  });

  test('in a later environment takes no earlier one back', async () => {
    deployed(RECORD);
    runs(back, broken, good);
    inStages(['test', 'Succeeded', 'STANDARD', 'broken'], ['prod', 'InProgress', 'ROLLBACK', 'r']);
    await handler(EVENT);
    expect(revision()).toBe(COMMIT);
  });

  test('and is over has its own record', async () => {
    deployed(RECORD);
    runs({ ...back, status: 'Succeeded' }, broken, good);
    inStages(['test', 'Succeeded', 'ROLLBACK', 'r']);
    await handler(EVENT);
    expect(revision()).toBe(COMMIT);
  });
});

test('an event that comes twice asks for the same start twice', async () => {
  deployed(RECORD);
  await handler(EVENT);
  await handler(EVENT);
  expect(started()[1]).toEqual(started()[0]);
});

test('before the first release there is nothing to deploy again', async () => {
  deployed(NOTHING_DEPLOYED);
  await handler(EVENT);
  expect(started()).toEqual([]);
  expect(console.log).toHaveBeenCalledWith(
    '/shop/prod/web/deployed: nothing is deployed, so the first release brings the configuration along',
  );
});

test.each<[string, () => void, string]>([
  ['a record that is broken', () => deployed('{}'), 'the record of what is deployed is not valid'],
  [
    'a record that is not there',
    () => ssm.on(GetParameterCommand).rejects(new ParameterNotFound({ message: '', $metadata: {} })),
    'the parameter /shop/prod/web/deployed does not exist: deploy the stack of the pipeline first',
  ],
  [
    'a pipeline that does not start',
    () => {
      deployed(RECORD);
      codePipeline.on(StartPipelineExecutionCommand).rejects(new Error('throttled'));
    },
    'cannot start shop-web-main: throttled',
  ],
  [
    'a wrong kind of revision',
    () => {
      deployed(RECORD);
      process.env['REVISION_TYPE'] = 'TAG';
    },
    'REVISION_TYPE must be COMMIT_ID or IMAGE_DIGEST (got "TAG")',
  ],
  [
    'a variable that is missing',
    () => delete process.env['PIPELINE_NAME'],
    'missing environment variables: PIPELINE_NAME',
  ],
])('%s is an error, so that Lambda tries again and people see it', async (_, prepare, message) => {
  prepare();
  await expect(handler(EVENT)).rejects.toThrow(message);
});

test('the parameter of another pipeline is refused', async () => {
  await expect(handler({ ...EVENT, detail: { name: '/shop/dev/web/release' } })).rejects.toThrow(
    '333333333333:/shop/dev/web/release is no release parameter of the environments of shop-web-main',
  );
});

test("another environment's account cannot speak for production", async () => {
  deployed(RECORD);
  await expect(handler({ ...EVENT, account: '222222222222' })).rejects.toThrow(
    '222222222222:/shop/prod/web/release is no release parameter of the environments of shop-web-main',
  );
  expect(started()).toEqual([]);
});
