import { Problem } from '../build/programs/problem';
import { BEING_INSTALLED, ROLLOUT_SECONDS } from './constants';
import type { KubernetesClient } from './kubernetes-client';

/** One release as Helm keeps it. */
export interface Revision {
  /** Of the object that it is kept in. */
  readonly name: string;
  readonly revision: number;
  /** `deployed`, `superseded`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  /** When that became of it, in milliseconds. */
  readonly since: number;
}

/** The revisions of a service's Helm release, by their labels: it takes no run of Helm, and no look at what is in them. */
export class Revisions {
  constructor(
    private readonly service: string,
    private readonly kubernetes: KubernetesClient,
    /** Milliseconds. */
    private readonly now: () => number,
  ) {}

  /** The newest last. */
  async all(): Promise<readonly Revision[]> {
    const records = await this.kubernetes.listMetadata('configmaps', { owner: 'helm', name: this.service });
    return records
      .map(({ metadata: { name, labels = {} } }) => ({
        name,
        revision: Number(labels['version']),
        status: labels['status'] ?? '',
        since: Number(labels['modifiedAt'] ?? labels['createdAt']) * 1000,
      }))
      .sort((one, other) => one.revision - other.revision);
  }

  async newest(): Promise<Revision | undefined> {
    return (await this.all()).at(-1);
  }

  /**
   * A revision that is pending belongs to a run of Helm, and Helm refuses a second. Where the function that ran it cannot live
   * any more, it was cut off: its record goes, and the next run applies everything anew.
   */
  async clearAway(): Promise<void> {
    const newest = await this.newest();
    if (!newest?.status.startsWith('pending-')) return;
    const seconds = Math.round((this.now() - newest.since) / 1000);
    if (seconds <= ROLLOUT_SECONDS) {
      throw new Problem(
        `another release of ${this.service} ${BEING_INSTALLED} (revision ${newest.revision}, ${newest.status}): ` +
          `run this again when it is done, at the latest in ${ROLLOUT_SECONDS - seconds} seconds`,
      );
    }
    console.log(
      `revision ${newest.revision} was cut off ${seconds} seconds ago (${newest.status}): removing its record`,
    );
    await this.kubernetes.delete('configmaps', newest.name);
  }
}
