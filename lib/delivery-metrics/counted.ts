import type { ResolvedAttempt } from '../delivery-events/attempts';
import { getOrAdd } from '../delivery-events/get-or-add';
import type { TimedDeployment } from '../delivery-events/timed-deployments';
import type { Counted, Lead } from './metrics';
import type { Incident, Raised } from './troubles';

/** What is known of one service in one environment. */
export interface Place {
  /** In the order of their starts. */
  readonly deployments: readonly TimedDeployment[];
  /** In the order of their beginnings, as {@link incidents}. */
  readonly alarms: readonly Raised[];
  readonly incidents: readonly Incident[];
}

/** Something that went wrong with a deployment, in milliseconds since 1970; infinite as long as it is not over. */
interface Trouble {
  readonly from: number;
  readonly to: number;
}

/**
 * What each deployment that has ended adds to the metrics, in the order of their starts.
 *
 * **A deployment fails** when an attempt of it fails or is stopped, as someone has to step in then and the traffic goes back;
 * when another takes its change away; or when an incident suspects it. All of that makes one failure. A retry that succeeds
 * is part of the same deployment: it has failed, and succeeded.
 *
 * **Recovery** lasts from when the first of that was noticed until the last of it is over.
 *
 * - An attempt that failed: noticed by the first alarm that was raised while it ran, else at its end; over when the
 *   controller had moved the traffic back, else at its end as well, because the old version had the traffic by then.
 * - A change that was taken away: noticed at the start of the deployment that does so; over with that one's traffic.
 * - An incident: from its beginning to its resolution.
 * - The last two were noticed earlier where an alarm was on then that was raised since the deployment began.
 * - Where the end of one of them is not known, the next deployment that succeeds is the end.
 *
 * **Rework** is a deployment that brings a hotfix, takes a change away, goes back, or begins during an incident.
 *
 * **Lead time** counts each commit once, at its first production traffic: one that comes again after a rollback does not
 * count again.
 */
export function countedIn({ deployments, alarms, incidents }: Place): Counted[] {
  const ended = new Timeline(deployments);
  const undoing = groupBy(deployments, ({ undoes }) => undoes);
  const suspected = groupBy(incidents, ({ suspect }) => suspect);
  const closed = incidents.map((incident) => ({
    from: incident.from,
    to: incident.to ?? ended.goodAfter(incident.from),
  }));
  const isDuringIncident = coveredBy(closed);
  const leads = leadsOf(deployments);
  const notice = (start: number, at: number) => earliest(alarms, start, at, (alarm) => alarm.to > at);

  return deployments.flatMap((deployment) => {
    const { kind, startedAt: start, endedAt, hotfix, undoes } = deployment;
    if (endedAt === undefined) return [];
    const troubles = [
      ...deployment.attempts.flatMap((attempt) => troubleOf(attempt, alarms)),
      ...(undoing.get(deployment.execution) ?? []).map((by) => takenAway(by, ended, (at) => notice(start, at))),
      ...(suspected.get(deployment.execution) ?? []).map((incident) => ({
        from: notice(start, incident.from),
        to: incident.to ?? ended.goodAfter(incident.from),
      })),
    ];
    const failed = troubles.length > 0;
    return [
      {
        at: endedAt,
        kind,
        succeeded: deployment.trafficAt !== undefined,
        failed,
        recovery: failed ? recoveryOf(troubles) : undefined,
        rework: hotfix || undoes !== undefined || isDuringIncident(start),
        leads: leads.get(deployment.execution) ?? [],
      },
    ];
  });
}

function troubleOf({ startedAt, endedAt, outcome, wayBackAt }: ResolvedAttempt, alarms: readonly Raised[]): Trouble[] {
  if (endedAt === undefined || outcome === 'succeeded') return [];
  return [{ from: earliest(alarms, startedAt, endedAt, () => true), to: wayBackAt ?? endedAt }];
}

function takenAway(by: TimedDeployment, timeline: Timeline, notice: (at: number) => number): Trouble {
  return { from: notice(by.startedAt), to: by.trafficAt ?? timeline.goodAfter(by.startedAt) };
}

/** In seconds; undefined while one of the troubles goes on. Two clocks make no time negative. */
function recoveryOf(troubles: readonly Trouble[]): number | undefined {
  const from = Math.min(...troubles.map((trouble) => trouble.from));
  const to = Math.max(...troubles.map((trouble) => trouble.to));
  return Number.isFinite(to) ? Math.max(0, to - from) / 1000 : undefined;
}

/** When the first fitting alarm between two times was raised, else the second of them. */
function earliest(alarms: readonly Raised[], from: number, to: number, fits: (alarm: Raised) => boolean): number {
  for (let index = firstAt(alarms, from, ({ from: raised }) => raised); index < alarms.length; index++) {
    const alarm = alarms[index]!;
    if (alarm.from > to) break;
    if (fits(alarm)) return alarm.from;
  }
  return to;
}

/** Finds what succeeded next. */
class Timeline {
  private readonly good: readonly { readonly start: number; readonly traffic: number }[];

  constructor(deployments: readonly TimedDeployment[]) {
    this.good = deployments.flatMap(({ startedAt, trafficAt }) =>
      trafficAt === undefined ? [] : [{ start: startedAt, traffic: trafficAt }],
    );
  }

  /** The traffic of the first that started after the time and succeeded; infinite where there is none. */
  goodAfter(time: number): number {
    return this.good[firstAt(this.good, time + 1, ({ start }) => start)]?.traffic ?? Number.POSITIVE_INFINITY;
  }
}

/** Those that have a key, by it. */
function groupBy<T>(all: readonly T[], keyOf: (one: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key !== undefined) getOrAdd(groups, key, () => []).push(one);
  }
  return groups;
}

/** Whether a time is in one of the spans, which are in the order of their beginnings. */
function coveredBy(spans: readonly Trouble[]): (time: number) => boolean {
  let latest = Number.NEGATIVE_INFINITY;
  const ends = spans.map(({ to }) => {
    latest = Math.max(latest, to);
    return latest;
  });
  return (time) => {
    const index = firstAt(spans, time + 1, ({ from }) => from) - 1;
    return index >= 0 && ends[index]! > time;
  };
}

function leadsOf(deployments: readonly TimedDeployment[]): Map<string, Lead[]> {
  const seen = new Set<string>();
  const leads = new Map<string, Lead[]>();
  const live = deployments
    .flatMap(({ kind, trafficAt, execution, prepared }) =>
      kind === 'new' && trafficAt !== undefined && prepared ? [{ execution, trafficAt, prepared }] : [],
    )
    .sort((one, other) => one.trafficAt - other.trafficAt);
  for (const { execution, trafficAt, prepared } of live) {
    const own: Lead[] = [];
    prepared.hashes.forEach((hash, index) => {
      if (seen.has(hash)) return;
      seen.add(hash);
      // A clock that is ahead of ours commits in the future.
      own.push({ hash, trafficAt, seconds: Math.max(0, trafficAt - prepared.times[index]!) / 1000 });
    });
    leads.set(execution, own);
  }
  return leads;
}

/** The index of the first whose time is not before the given one. */
function firstAt<T>(sorted: readonly T[], time: number, timeOf: (one: T) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(sorted[middle]!) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
