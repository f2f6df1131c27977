import { ARTIFACT_DAYS } from '../artifacts/constants';
import { Problem } from '../build/programs/problem';
import { type Execution, releasesOf, type StageHistory } from './rollback-history';

/** The stage to roll back, and words for what to do where that is impossible. */
export interface RollbackStage {
  readonly pipelineName: string;
  readonly environment: string;
  readonly sourceAction: string;
  readonly revisionType: string;
}

/**
 * The execution that brings back the last good release: the newest before the live one that released something else,
 * succeeded in the stage, and has not been rolled back from itself.
 *
 * @param requested an execution that a person chose instead
 * @throws Problem which says what a person can do
 */
export function chooseTarget(stage: RollbackStage, history: StageHistory, now: Date, requested?: string): Execution {
  const releases = releasesOf(history);
  const live = releases.at(-1);
  if (!live) throw new Problem(`${stage.pipelineName} has deployed nothing to ${stage.environment} yet`);
  const target = requested
    ? requireRollable(stage, history, live, requested)
    : lastGood(stage, history, live, releases.slice(0, -1));
  requireArtifacts(stage, target, now);
  return target;
}

function lastGood(
  stage: RollbackStage,
  { succeeded }: StageHistory,
  live: Execution,
  before: readonly Execution[],
): Execution {
  // The same commit again, for a new configuration, is no way back: what is rendered now has that configuration.
  const others = before.filter(({ revision }) => revision === undefined || revision !== live.revision);
  const newest = others.at(-1);
  if (!newest) {
    throw new Problem(
      `there is no release before the live one in ${stage.environment} (${name(live)}) to roll back to`,
    );
  }
  const target = others.filter(({ id }) => succeeded.has(id)).at(-1);
  if (target) return target;
  throw new Problem(
    `CodePipeline cannot roll ${stage.environment} back to ${name(newest)} or before: it takes only what succeeded in ` +
      `the stage since the pipeline itself was changed last. ${again(stage, newest)}`,
  );
}

function requireRollable(
  stage: RollbackStage,
  { executions, succeeded }: StageHistory,
  live: Execution,
  requested: string,
): Execution {
  const execution = executions.find(({ id }) => id === requested);
  if (!execution) throw new Problem(`${stage.pipelineName} has no execution ${requested}`);
  if (execution.isRollback) {
    throw new Problem(`${requested} is a rollback itself; roll back to its target, ${execution.target}`);
  }
  if (requested === live.id) throw new Problem(`${requested} is what ${stage.environment} runs now`);
  if (!succeeded.has(requested)) {
    throw new Problem(
      `${requested} did not succeed in ${stage.environment}, or did so before the pipeline itself was changed. ` +
        again(stage, execution),
    );
  }
  return execution;
}

/** A rollback needs the files that the target's actions left, and those are kept for a while only. */
function requireArtifacts(stage: RollbackStage, target: Execution, now: Date): void {
  const days = (now.getTime() - target.startedAt.getTime()) / (24 * 60 * 60 * 1000);
  if (days < ARTIFACT_DAYS) return;
  throw new Problem(
    `${name(target)} started ${Math.floor(days)} days ago, and its artifacts are kept for ${ARTIFACT_DAYS}. ` +
      again(stage, target),
  );
}

/** How a release comes back without a rollback: its image is there still, as no rule expires it so soon. */
function again({ pipelineName, sourceAction, revisionType }: RollbackStage, { revision }: Execution): string {
  const source = `actionName=${sourceAction},revisionType=${revisionType},revisionValue=${revision ?? 'REVISION'}`;
  return `Release it again: aws codepipeline start-pipeline-execution --name ${pipelineName} --source-revisions ${source}`;
}

function name({ id, revision }: Execution): string {
  return revision ? `${id} of ${revision}` : id;
}
