import { APP_CONTAINER } from '../shared/service-contract';
import type { KubernetesObject } from './kubernetes-client';
import type { AnalysisSnapshot, RolloutSnapshot } from './requests';
import {
  ANALYSIS_KIND_LABEL,
  type AnalysisRunObject,
  type ExperimentObject,
  type RolloutObject,
} from './rollout-resource';

/** The phases of an analysis that take a rollout back. */
const BAD = ['Failed', 'Error', 'Inconclusive'];

/**
 * A rollout in a few words.
 *
 * @param runs analyses of the newest version that belong to the rollout itself
 * @param experiments those of the newest version
 */
export function snapshotOf(
  rollout: RolloutObject,
  runs: readonly AnalysisRunObject[] = [],
  experiments: readonly ExperimentObject[] = [],
): RolloutSnapshot {
  const { spec, status = {} } = rollout;
  return {
    phase: status.phase ?? 'Progressing',
    ...(status.message && { message: status.message }),
    isObserved: isObserved(rollout),
    isAborted: status.abort ?? false,
    image: spec.template.spec.containers.find(({ name }) => name === APP_CONTAINER)?.image ?? '',
    currentHash: status.currentPodHash,
    stableHash: status.stableRS,
    step: { done: status.currentStepIndex ?? 0, of: spec.strategy.canary.steps.length },
    pods: { wanted: spec.replicas ?? 1, updated: status.updatedReplicas ?? 0, ready: status.readyReplicas ?? 0 },
    analyses: [...analysesOf(experiments), ...newestOfEachKind(runs).map(analysisOf)],
  };
}

/** Whether the newest version is the stable one, so that nothing is under way. */
export function isPromoted({ isObserved: observed, currentHash, stableHash }: RolloutSnapshot): boolean {
  return observed && stableHash !== undefined && stableHash !== '' && currentHash === stableHash;
}

/** As `kubectl argo rollouts` sees it: the status is worth nothing before the controller has looked at what is new. */
function isObserved({ metadata, status }: RolloutObject): boolean {
  const seen = Number(status?.observedGeneration);
  if (!(seen >= (metadata.generation ?? 0))) return false;
  // Somebody has it go on after a pause, and the controller has not noticed yet.
  return !(status?.controllerPause && (status.pauseConditions ?? []).length === 0);
}

/** A version that was aborted and is tried again has analyses of both times. */
function newestOfEachKind(runs: readonly AnalysisRunObject[]): AnalysisRunObject[] {
  const kinds = new Map<string, AnalysisRunObject>();
  for (const run of byAge(runs)) kinds.set(kindOf(run), run);
  return [...kinds.values()];
}

function byAge<T extends KubernetesObject>(objects: readonly T[]): T[] {
  const age = ({ metadata }: T) => Date.parse(metadata.creationTimestamp ?? '') || 0;
  return [...objects].sort((one, other) => age(one) - age(other));
}

function kindOf({ metadata }: AnalysisRunObject): string {
  return metadata.labels?.[ANALYSIS_KIND_LABEL] ?? metadata.name;
}

function analysisOf(run: AnalysisRunObject): AnalysisSnapshot {
  const { phase = 'Pending', message, metricResults = [] } = run.status ?? {};
  const measured = metricResults
    .filter((result) => BAD.includes(result.phase))
    .map(({ name, message: why, measurements = [] }) => {
      const { value, message: last } = measurements.at(-1) ?? {};
      return `${name}: ${why || last || `measured ${value}`}`;
    });
  return said(kindOf(run), phase, [message, ...measured]);
}

/** What an experiment tries out, and the analyses that it runs; of the newest. */
function analysesOf(experiments: readonly ExperimentObject[]): AnalysisSnapshot[] {
  const newest = byAge(experiments).at(-1);
  if (!newest) return [];
  const { phase = 'Pending', message, analysisRuns = [] } = newest.status ?? {};
  return [said('Experiment', phase, [message]), ...analysisRuns.map((run) => said(run.name, run.phase, [run.message]))];
}

function said(name: string, phase: string, messages: readonly (string | undefined)[]): AnalysisSnapshot {
  const message = [...new Set(messages.filter((text) => text))].join('; ');
  return { name, phase, ...(BAD.includes(phase) && message !== '' && { message }) };
}
