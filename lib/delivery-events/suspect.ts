import { SUSPECT_HOURS } from './constants';
import type { Deployment } from './deployment';

/**
 * The deployment that is suspected of an incident:
 *
 * 1. one that runs at that time, whatever it deploys: a new configuration breaks services as well; of several the one
 *    that began last. Where that one is a way back, it is what is taken back: a rollback's is what ran before it, that of the
 *    same digest again is one that failed right before;
 * 2. else the one that ended last, if that was within {@link SUSPECT_HOURS} and it was no redeployment of what ran already.
 *    One that failed counts: alarms come minutes after their cause.
 *
 * What nobody knows the end of (`unknown`) is not suspected.
 *
 * @param deployments of one service in one environment, in any order
 * @param at when the incident began, in ISO 8601
 */
export function suspectOf(deployments: readonly Deployment[], at: string): Deployment | undefined {
  const time = Date.parse(at);
  const begun = deployments.filter(({ startedAt, outcome }) => Date.parse(startedAt) <= time && outcome !== 'unknown');
  const running = begun.filter(({ endedAt }) => endedAt === undefined || Date.parse(endedAt) > time);
  const latestStart = last(running, ({ startedAt }) => Date.parse(startedAt));
  if (latestStart) return takenBack(latestStart, begun) ?? latestStart;
  const earliest = time - SUSPECT_HOURS * 3_600_000;
  const ended = begun.filter(({ kind, endedAt }) => kind !== 'redeployment' && Date.parse(endedAt!) >= earliest);
  return last(ended, ({ endedAt }) => Date.parse(endedAt!));
}

/** Whoever goes back does so because of what was deployed before; undefined for one that is no way back. */
function takenBack({ kind, undoes, startedAt }: Deployment, begun: readonly Deployment[]): Deployment | undefined {
  if (kind === 'rollback') return begun.find(({ execution }) => execution === undoes);
  if (kind !== 'redeployment') return undefined;
  const start = Date.parse(startedAt);
  const ended = begun.filter(({ endedAt }) => endedAt !== undefined && Date.parse(endedAt) <= start);
  const before = last(ended, ({ endedAt }) => Date.parse(endedAt!));
  const isRecent = before !== undefined && Date.parse(before.endedAt!) >= start - SUSPECT_HOURS * 3_600_000;
  return isRecent && before.outcome !== 'succeeded' ? before : undefined;
}

/** The last by a time; of several at that time the one whose execution comes last in the alphabet, in any order. */
function last(deployments: readonly Deployment[], timeOf: (deployment: Deployment) => number): Deployment | undefined {
  return deployments.reduce<Deployment | undefined>((best, one) => {
    if (!best) return one;
    const later = timeOf(one) - timeOf(best);
    return later > 0 || (later === 0 && one.execution > best.execution) ? one : best;
  }, undefined);
}
