import {
  type ActionExecutionDetail,
  CodePipelineClient,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  RollbackStageCommand,
  UnableToRollbackStageException,
} from '@aws-sdk/client-codepipeline';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../lib/release/rollback.lambda';

const PIPELINE = 'shop-web-main';
const NOW = new Date('2026-11-23T12:00:00Z');

/** A run as it is recorded, by the day of November on which it ran. */
interface Run {
  readonly id: string;
  readonly day: number;
  readonly commit?: string;
  readonly backTo?: string;
  /** What came of the stage of production. */
  readonly prod?: 'succeeded' | 'deployed' | 'failed' | 'never';
  /** Whether the pipeline had another structure then. @default false */
  readonly old?: boolean;
}

const codePipeline = mockClient(CodePipelineClient);

beforeEach(() => {
  codePipeline.reset();
  codePipeline.on(RollbackStageCommand).resolves({ pipelineExecutionId: 'the-rollback' });
  jest.spyOn(console, 'log').mockImplementation(() => {});
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
  Object.assign(process.env, { PIPELINE_NAME: PIPELINE, SOURCE_ACTION: 'Source', REVISION_TYPE: 'COMMIT_ID' });
});

afterEach(() => {
  jest.useRealTimers();
});

const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour));

function summary({ id, day, commit = `commit-${id}`, backTo, prod }: Run): PipelineExecutionSummary {
  return {
    pipelineExecutionId: id,
    status: prod === 'never' ? 'Superseded' : prod === 'succeeded' || prod === undefined ? 'Succeeded' : 'Failed',
    startTime: at(day, 8),
    lastUpdateTime: at(day, 10),
    sourceRevisions: [{ actionName: 'Source', revisionId: commit }],
    executionType: backTo ? 'ROLLBACK' : 'STANDARD',
    ...(backTo && { rollbackMetadata: { rollbackTargetPipelineExecutionId: backTo } }),
  };
}

function actionsOf({ id, day, prod = 'succeeded' }: Run): ActionExecutionDetail[] {
  const action = (stageName: string, actionName: string, status: ActionExecutionDetail['status'], hour: number) => ({
    pipelineExecutionId: id,
    ...{ stageName, actionName, status },
    lastUpdateTime: at(day, hour),
  });
  const before = [action('Build', 'Image', 'Succeeded', 8), action('test', 'Deploy', 'Succeeded', 8)];
  if (prod === 'never') return before;
  return [...before, action('prod', 'Deploy', prod === 'failed' ? 'Failed' : 'Succeeded', 9)];
}

/** Has CodePipeline remember these runs, newest first and on pages of two, as it lists them. */
function recorded(...runs: Run[]): void {
  const newestFirst = [...runs].reverse();
  const pages = <T>(items: readonly T[], token: string | undefined) => {
    const start = Number(token ?? 0);
    return { items: items.slice(start, start + 2), nextToken: start + 2 < items.length ? `${start + 2}` : undefined };
  };
  codePipeline.on(ListPipelineExecutionsCommand).callsFake(({ pipelineName, filter, nextToken }) => {
    if (pipelineName !== PIPELINE) throw new Error(`no pipeline ${pipelineName}`);
    const stage = filter?.succeededInStage?.stageName;
    const shown = newestFirst.filter(
      ({ prod = 'succeeded', old }) => !stage || (stage === 'prod' && prod === 'succeeded' && !old),
    );
    const { items, ...rest } = pages(shown.map(summary), nextToken);
    return { pipelineExecutionSummaries: items, ...rest };
  });
  codePipeline.on(ListActionExecutionsCommand).callsFake(({ nextToken }) => {
    const { items, ...rest } = pages(newestFirst.flatMap(actionsOf), nextToken);
    return { actionExecutionDetails: items, ...rest };
  });
}

const rollBack = (executionId = '') => handler({ environment: 'prod', executionId });
const rolledBackTo = () => codePipeline.commandCalls(RollbackStageCommand).map(({ args }) => args[0].input);

test('the release before the live one comes back', async () => {
  recorded({ id: 'a', day: 1 }, { id: 'b', day: 2 }, { id: 'c', day: 3 });
  expect(await rollBack()).toEqual({ executionId: 'the-rollback', targetExecutionId: 'b', revision: 'commit-b' });
  expect(rolledBackTo()).toEqual([{ pipelineName: PIPELINE, stageName: 'prod', targetPipelineExecutionId: 'b' }]);
});

test.each<[string, Run[], string]>([
  [
    'after a rollback, the one before that',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2 },
      { id: 'c', day: 3 },
      { id: 'r', day: 4, backTo: 'b' },
    ],
    'a',
  ],
  [
    'not the one that was rolled back from before',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2 },
      { id: 'r', day: 3, backTo: 'a' },
      { id: 'c', day: 4 },
    ],
    'a',
  ],
  [
    'not one whose tests failed after it was deployed',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2, prod: 'deployed' },
      { id: 'c', day: 3 },
    ],
    'a',
  ],
  [
    'the one before a live one whose tests failed',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2 },
      { id: 'c', day: 3, prod: 'deployed' },
    ],
    'b',
  ],
  [
    'not one that CodeDeploy itself took back, which is not live either',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2 },
      { id: 'c', day: 3, prod: 'failed' },
    ],
    'a',
  ],
  [
    'not one that was superseded before it got here',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2, prod: 'never' },
      { id: 'c', day: 3 },
    ],
    'a',
  ],
  [
    'not the same commit, deployed again for a new configuration',
    [
      { id: 'a', day: 1 },
      { id: 'b', day: 2, commit: 'same' },
      { id: 'c', day: 3, commit: 'same' },
    ],
    'a',
  ],
])('%s', async (_, runs, target) => {
  recorded(...runs);
  await rollBack();
  expect(rolledBackTo()).toMatchObject([{ targetPipelineExecutionId: target }]);
});

test.each<[string, Run[], string]>([
  ['nothing was deployed', [{ id: 'a', day: 1, prod: 'never' }], `${PIPELINE} has deployed nothing to prod yet`],
  [
    'the live release is the first',
    [{ id: 'a', day: 1 }],
    'there is no release before the live one in prod (a of commit-a) to roll back to',
  ],
  [
    'the pipeline was changed since',
    [
      { id: 'a', day: 1, old: true },
      { id: 'b', day: 2 },
    ],
    'CodePipeline cannot roll prod back to a of commit-a or before: it takes only what succeeded in the stage since the ' +
      'pipeline itself was changed last. Release it again: aws codepipeline start-pipeline-execution ' +
      '--name shop-web-main --source-revisions actionName=Source,revisionType=COMMIT_ID,revisionValue=commit-a',
  ],
  [
    'its artifacts are gone',
    [
      { id: 'a', day: -8 },
      { id: 'b', day: 2 },
    ],
    'a of commit-a started 31 days ago, and its artifacts are kept for 30. Release it again: aws codepipeline',
  ],
])('nothing is rolled back when %s', async (_, runs, message) => {
  recorded(...runs);
  await expect(rollBack()).rejects.toThrow(message);
  expect(rolledBackTo()).toEqual([]);
});

describe('the execution that a person asks for', () => {
  const RUNS: Run[] = [
    { id: 'a', day: 1 },
    { id: 'b', day: 2 },
    { id: 'r', day: 3, backTo: 'a' },
    { id: 'c', day: 4, prod: 'failed' },
    { id: 'd', day: 5 },
  ];

  test.each(['a', 'b'])('%s comes back, even if it was rolled back from before', async (id) => {
    recorded(...RUNS);
    await rollBack(id);
    expect(rolledBackTo()).toMatchObject([{ targetPipelineExecutionId: id }]);
  });

  test.each([
    ['d', 'd is what prod runs now'],
    ['r', 'r is a rollback itself; roll back to its target, a'],
    ['c', 'c did not succeed in prod, or did so before the pipeline itself was changed. Release it again: aws'],
    ['z', `${PIPELINE} has no execution z`],
  ])('%s is refused', async (id, message) => {
    recorded(...RUNS);
    await expect(rollBack(id)).rejects.toThrow(message);
    expect(rolledBackTo()).toEqual([]);
  });
});

test('what CodePipeline says against it is passed on', async () => {
  recorded({ id: 'a', day: 1 }, { id: 'b', day: 2 });
  const message = 'The stage is currently running';
  codePipeline.on(RollbackStageCommand).rejects(new UnableToRollbackStageException({ message, $metadata: {} }));
  await expect(rollBack()).rejects.toThrow(
    'cannot roll prod back to a: UnableToRollbackStageException: The stage is currently running',
  );
});
