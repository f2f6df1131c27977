import { CodeCommitClient, CommitDoesNotExistException, GetDifferencesCommand } from '@aws-sdk/client-codecommit';
import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { mockClient } from 'aws-sdk-client-mock';
import type { Push } from '../../lib/pipeline/push';
import { handler } from '../../lib/pipeline/route.lambda';

const codecommit = mockClient(CodeCommitClient);
const codepipeline = mockClient(CodePipelineClient);

const push: Push = {
  id: '3f6a1c9e-0000-4000-8000-000000000001',
  repositoryName: 'shop-mono',
  commitId: 'new',
  pipelineName: 'shop-web-develop',
  actionName: 'Source',
  paths: ['services/web', 'packages/money'],
};

const run = (revisionId: string, status: PipelineExecutionSummary['status']): PipelineExecutionSummary => ({
  status,
  executionType: 'STANDARD',
  sourceRevisions: [{ actionName: 'Source', revisionId }],
});
const runs = (...pipelineExecutionSummaries: PipelineExecutionSummary[]) =>
  codepipeline.on(ListPipelineExecutionsCommand).resolves({ pipelineExecutionSummaries });
const changed = (...paths: string[]) =>
  codecommit.on(GetDifferencesCommand).resolves({ differences: paths.map((path) => ({ afterBlob: { path } })) });
const starts = () => codepipeline.commandCalls(StartPipelineExecutionCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  codecommit.reset();
  codepipeline.reset();
  codepipeline.on(StartPipelineExecutionCommand).resolves({ pipelineExecutionId: 'run' });
  jest.spyOn(console, 'log').mockImplementation();
});

test('a commit that changes the service starts its pipeline with that very commit', async () => {
  runs(run('old', 'Succeeded'));
  changed('README.md', 'packages/money/index.js');
  await handler(push);
  expect(starts()).toEqual([
    {
      name: 'shop-web-develop',
      clientRequestToken: push.id,
      sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: 'new' }],
    },
  ]);
});

test('a commit that changes nothing of the service starts nothing, and the log says so', async () => {
  runs(run('old', 'Succeeded'));
  changed('services/orders/a.ts', 'services/web-admin/a.ts');
  await handler(push);
  expect(starts()).toEqual([]);
  expect(console.log).toHaveBeenCalledWith('new of shop-mono changes nothing of shop-web-develop since old');
});

test('changes count since the last run that went well, so that a failed one is not forgotten', async () => {
  runs(run('failed', 'Failed'), run('good', 'Succeeded'), run('older', 'Succeeded'));
  changed();
  await handler(push);
  expect(codecommit.commandCalls(GetDifferencesCommand)[0]!.args[0].input).toMatchObject({
    repositoryName: 'shop-mono',
    beforeCommitSpecifier: 'good',
    afterCommitSpecifier: 'new',
  });
});

test('the first run is started without a comparison', async () => {
  runs(run('failed', 'Failed'));
  await handler(push);
  expect(starts()).toHaveLength(1);
  expect(codecommit.calls()).toEqual([]);
});

test('all pages of runs and of changes are read', async () => {
  codepipeline
    .on(ListPipelineExecutionsCommand)
    .resolvesOnce({ pipelineExecutionSummaries: [run('failed', 'Failed')], nextToken: 'more' })
    .resolvesOnce({ pipelineExecutionSummaries: [run('old', 'Succeeded')] });
  codecommit
    .on(GetDifferencesCommand)
    .resolvesOnce({ differences: [{ afterBlob: { path: 'README.md' } }], NextToken: 'more' })
    .resolvesOnce({ differences: [{ beforeBlob: { path: 'services/web/gone.ts' } }] });
  await handler(push);
  expect(starts()).toHaveLength(1);
});

test('after history was rewritten the service is released rather than forgotten', async () => {
  runs(run('lost', 'Succeeded'));
  codecommit
    .on(GetDifferencesCommand)
    .rejects(new CommitDoesNotExistException({ message: 'The commit does not exist', $metadata: {} }));
  await handler(push);
  expect(starts()).toHaveLength(1);
});

test('a refused call fails the function, so that the event comes again', async () => {
  runs(run('old', 'Succeeded'));
  codecommit.on(GetDifferencesCommand).rejects(new Error('AccessDeniedException'));
  await expect(handler(push)).rejects.toThrow('AccessDeniedException');
  expect(starts()).toEqual([]);
});
