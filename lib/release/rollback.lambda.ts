/** Finds the last good release of a service in an environment and has CodePipeline bring it back. */
import {
  type ActionExecutionDetail,
  CodePipelineClient,
  type ListPipelineExecutionsCommandInput,
  type PipelineExecutionSummary,
  paginateListActionExecutions,
  paginateListPipelineExecutions,
  RollbackStageCommand,
} from '@aws-sdk/client-codepipeline';
import { attempt } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { DEPLOY_ACTION, ROLLBACK_VARIABLES } from './constants';
import { chooseTarget } from './rollback';
import type { Deployment, Execution, StageHistory } from './rollback-history';

/** What the SSM document calls the function with. */
export interface RollbackRequest {
  readonly environment: string;
  /** The execution to go back to; empty for the last good one. */
  readonly executionId: string;
}

/** What the document goes on with. */
export interface StartedRollback {
  /** The rollback itself, an execution of its own. */
  readonly executionId: string;
  readonly targetExecutionId: string;
  readonly revision: string;
}

/** So that a search ends: at 100 a page, some 150 releases of ordinary pipelines. */
const MOST_PAGES = 20;

const codePipeline = new CodePipelineClient({});

export async function handler({ environment, executionId }: RollbackRequest): Promise<StartedRollback> {
  const { pipelineName, ...source } = readVariables(process.env, ROLLBACK_VARIABLES);
  const stage = { pipelineName, environment, ...source };
  const history = await attempt(`read the history of ${pipelineName}`, () => readHistory(stage));
  const target = chooseTarget(stage, history, new Date(), executionId || undefined);
  const { pipelineExecutionId } = await attempt(`roll ${environment} back to ${target.id}`, () =>
    codePipeline.send(
      new RollbackStageCommand({ pipelineName, stageName: environment, targetPipelineExecutionId: target.id }),
    ),
  );
  console.log(`${pipelineExecutionId} rolls ${environment} back to ${target.id} of ${target.revision}`);
  return {
    executionId: pipelineExecutionId!,
    targetExecutionId: target.id,
    revision: target.revision ?? 'unknown',
  };
}

interface Stage {
  readonly pipelineName: string;
  readonly environment: string;
  readonly sourceAction: string;
}

async function readHistory({ pipelineName, environment, sourceAction }: Stage): Promise<StageHistory> {
  const all = await executions({ pipelineName });
  const succeeded = await executions({ pipelineName, filter: { succeededInStage: { stageName: environment } } });
  const actions = await take(
    paginateListActionExecutions({ client: codePipeline }, { pipelineName }),
    (page) => page.actionExecutionDetails,
  );
  return {
    executions: all.map((summary) => execution(summary, sourceAction)),
    deployments: actions.flatMap((action) => deployment(action, environment) ?? []),
    succeeded: new Set(succeeded.map(({ pipelineExecutionId }) => pipelineExecutionId!)),
  };
}

function executions(input: ListPipelineExecutionsCommandInput): Promise<PipelineExecutionSummary[]> {
  const pages = paginateListPipelineExecutions({ client: codePipeline }, input);
  return take(pages, (page) => page.pipelineExecutionSummaries);
}

function execution(summary: PipelineExecutionSummary, sourceAction: string): Execution {
  const source = summary.sourceRevisions?.find(({ actionName }) => actionName === sourceAction);
  return {
    id: summary.pipelineExecutionId!,
    isRollback: summary.executionType === 'ROLLBACK',
    target: summary.rollbackMetadata?.rollbackTargetPipelineExecutionId,
    revision: source?.revisionId,
    startedAt: summary.startTime!,
  };
}

function deployment(action: ActionExecutionDetail, environment: string): Deployment | undefined {
  const { stageName, actionName, status } = action;
  if (stageName !== environment || actionName !== DEPLOY_ACTION || status !== 'Succeeded') return undefined;
  return { executionId: action.pipelineExecutionId!, finishedAt: action.lastUpdateTime! };
}

async function take<P, T>(pages: AsyncIterable<P>, itemsOf: (page: P) => readonly T[] | undefined): Promise<T[]> {
  const items: T[] = [];
  let count = 0;
  for await (const page of pages) {
    items.push(...(itemsOf(page) ?? []));
    if (++count === MOST_PAGES) break;
  }
  return items;
}
