import { percentile } from './percentile';

/** What was measured in a window of time. Durations are in seconds, rates in percent; undefined where nothing was there. */
export interface Metrics {
  /** Deployments that brought something new and have ended, well or not; those of rollbacks and configuration are extra. */
  readonly deployments: number;
  /** Of them, those that reached their traffic. */
  readonly succeeded: number;
  /** {@link succeeded} by the days of the window: the deployment frequency. */
  readonly deploymentsPerDay: number;
  readonly leadTime: { readonly commits: number; readonly median?: number; readonly p90?: number };
  /** Of {@link deployments}, those that failed; each once, whatever came of it. */
  readonly failed: number;
  readonly changeFailRate?: number;
  /** Of {@link failed}, those that the service has recovered from, and those that it has not. */
  readonly recoveryTime: { readonly recovered: number; readonly open: number; readonly median?: number };
  /** Of {@link deployments} and {@link rollbacks}, those that nobody had planned. */
  readonly rework: number;
  readonly reworkRate?: number;
  /** Deployments that brought an image back that ran before, with no new commit. */
  readonly rollbacks: number;
  /** Deployments of what ran already. */
  readonly redeployments: number;
  /** Beginnings of incidents, whoever caused them. */
  readonly incidents: number;
}

/** What one deployment that has ended adds. */
export interface Counted {
  /** When it ended, in milliseconds since 1970: the time that it belongs to. */
  readonly at: number;
  readonly kind: 'new' | 'rollback' | 'redeployment';
  readonly succeeded: boolean;
  readonly failed: boolean;
  /** Seconds; undefined while the service has not recovered, or where nothing failed. */
  readonly recovery?: number;
  readonly rework: boolean;
  readonly leads: readonly Lead[];
}

/** A commit on its way to the traffic. */
export interface Lead {
  readonly hash: string;
  /** When it had traffic, in milliseconds since 1970. */
  readonly trafficAt: number;
  readonly seconds: number;
}

/** Adds deployments up; keeps of each a few numbers at the most. */
export class Tally {
  private readonly leads: number[] = [];
  private readonly recoveries: number[] = [];
  private readonly counts = {
    deployments: 0,
    succeeded: 0,
    failed: 0,
    rework: 0,
    rollbacks: 0,
    redeployments: 0,
    incidents: 0,
  };

  add({ kind, succeeded, failed, recovery, rework, leads }: Counted): void {
    const { counts } = this;
    if (kind === 'redeployment') {
      counts.redeployments++;
      return;
    }
    counts.rework += Number(rework);
    if (kind === 'rollback') {
      counts.rollbacks++;
      return;
    }
    counts.deployments++;
    counts.succeeded += Number(succeeded);
    counts.failed += Number(failed);
    if (recovery !== undefined) this.recoveries.push(recovery);
    for (const { seconds } of leads) this.leads.push(seconds);
  }

  addIncident(): void {
    this.counts.incidents++;
  }

  /** @param days of the window, more than 0 */
  metrics(days: number): Metrics {
    const { counts } = this;
    const leads = this.leads.sort(ascending);
    const recoveries = this.recoveries.sort(ascending);
    return {
      ...counts,
      deploymentsPerDay: counts.succeeded / days,
      leadTime: { commits: leads.length, median: percentile(leads, 50), p90: percentile(leads, 90) },
      changeFailRate: percentOf(counts.failed, counts.deployments),
      recoveryTime: {
        recovered: recoveries.length,
        open: counts.failed - recoveries.length,
        median: percentile(recoveries, 50),
      },
      reworkRate: percentOf(counts.rework, counts.deployments + counts.rollbacks),
    };
  }
}

function percentOf(part: number, all: number): number | undefined {
  return all === 0 ? undefined : (100 * part) / all;
}

function ascending(one: number, other: number): number {
  return one - other;
}
