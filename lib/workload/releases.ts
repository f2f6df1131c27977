import { Problem } from '../build/programs/problem';
import { BEING_INSTALLED, GOOD_REVISION_ANNOTATION, HELD_ANNOTATION, ROLLOUT_SECONDS } from './constants';
import type { Helm } from './helm';
import type { KubernetesClient, KubernetesObject } from './kubernetes-client';
import type { DeployAnswers, RolloutSnapshot } from './requests';
import { type AnalysisRunObject, type ExperimentObject, HASH_LABEL, type RolloutObject } from './rollout-resource';
import { isPromoted, snapshotOf } from './rollout-snapshot';
import type { ChartValues } from './values';

/** What of a HorizontalPodAutoscaler matters here. */
export interface ScalerObject extends KubernetesObject {
  readonly spec: { readonly minReplicas: number; readonly maxReplicas: number };
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number };
}

/** Where a rollout is on its way. */
const UNDER_WAY = ['Progressing', 'Paused'];

/** The releases of one service in its namespace, all of which bear its name. */
export class Releases {
  constructor(
    private readonly service: string,
    private readonly kubernetes: KubernetesClient,
    private readonly helm: Helm,
    /** Milliseconds. */
    private readonly now: () => number = Date.now,
  ) {}

  /** Installs a release, over one that is settled: the newest version would not be the one to go back to else. */
  async deploy(values: ChartValues & { readonly image: string }): Promise<DeployAnswers['deploy']> {
    await this.clearAway();
    const before = await this.rollout();
    if (before) {
      requireIdle(this.service, snapshotOf(before), values.image);
      await this.remember(before);
    }
    await this.install(values);
    await this.resume(before);
    await this.hold();
    return { revision: (await this.newest())!.revision };
  }

  async look(): Promise<RolloutSnapshot> {
    const rollout = await this.rollout();
    if (!rollout) throw new Problem(`${this.service} has no rollout in the cluster: nothing is released there yet`);
    return this.seen(rollout);
  }

  /** @returns whether there was something under way; what is done or aborted stays as it is */
  async abort(image?: string): Promise<DeployAnswers['abort']> {
    const rollout = await this.rollout();
    if (!rollout) return { aborted: false };
    const snapshot = snapshotOf(rollout);
    if (isPromoted(snapshot) || snapshot.isAborted || isOther(snapshot, image)) return { aborted: false };
    await this.kubernetes.patch('rollouts', this.service, { status: { abort: true } }, 'status');
    return { aborted: true };
  }

  /** Goes back to the revision that was stable, unless the newest one is. */
  async restore(image?: string): Promise<DeployAnswers['restore']> {
    await this.clearAway();
    const [rollout, history] = [await this.rollout(), await this.history()];
    const newest = history.at(-1);
    if (!rollout || !newest) return { reason: 'there is no release yet' };
    if (isOther(snapshotOf(rollout), image)) return { reason: 'another release has taken over' };
    if (isPromoted(snapshotOf(rollout)) && newest.status === 'deployed')
      return { reason: 'the newest release is stable' };
    const good = rollout.metadata.annotations?.[GOOD_REVISION_ANNOTATION];
    if (good === undefined) return { reason: 'there was none before' };
    const revision = Number(good);
    if (!history.some((one) => one.revision === revision)) {
      throw new Problem(`the good release of ${this.service}, revision ${good}, is no longer there: release again`);
    }
    await this.helm.rollback(revision);
    await this.hold();
    return { restored: revision };
  }

  /** @param minimum undefined: what the release states */
  async scale(minimum: number | undefined): Promise<DeployAnswers['scale']> {
    if (minimum !== undefined && !(Number.isInteger(minimum) && minimum > 0)) {
      throw new Problem(`the number of pods must be a whole number over 0 (got ${JSON.stringify(minimum)})`);
    }
    const scaler = await this.kubernetes.find<ScalerObject>('horizontalpodautoscalers', this.service);
    if (!scaler) throw new Problem(`${this.service} does not scale in the cluster: nothing is released there yet`);
    const before = scaler.spec.minReplicas;
    const { scaling: stated } = await this.helm.values();
    if (minimum === undefined) {
      await this.patchScaler(stated.minimum, stated.maximum, null);
      return { before, minimum: stated.minimum };
    }
    if (minimum < stated.minimum) {
      throw new Problem(`${this.service} runs ${stated.minimum} pods at least by its release (got ${minimum})`);
    }
    await this.patchScaler(minimum, Math.max(minimum, stated.maximum), String(minimum));
    return { before, minimum };
  }

  /** A rollout with its analyses. */
  async seen(rollout: RolloutObject): Promise<RolloutSnapshot> {
    const hash = rollout.status?.currentPodHash;
    if (!hash) return snapshotOf(rollout);
    const [runs, experiments] = await Promise.all([
      this.kubernetes.list<AnalysisRunObject>('analysisruns', { [HASH_LABEL]: hash }),
      this.kubernetes.list<ExperimentObject>('experiments', { [HASH_LABEL]: hash }),
    ]);
    return snapshotOf(rollout, runs, experiments);
  }

  /** An installation that breaks in the middle has changed some objects: they go back at once. */
  private async install(values: ChartValues): Promise<void> {
    try {
      await this.helm.upgrade(values);
    } catch (error) {
      const { restored, reason } = await this.restore().catch((other: Error) => ({
        restored: undefined,
        reason: other.message,
      }));
      const after = restored === undefined ? `nothing is restored: ${reason}` : `revision ${restored} is restored`;
      throw new Problem(`${(error as Error).message}; ${after}`, { cause: error });
    }
  }

  rollout(): Promise<RolloutObject | undefined> {
    return this.kubernetes.find<RolloutObject>('rollouts', this.service);
  }

  /** Revisions by their labels, which Helm writes: it takes no run of it, and no look at what is in them. */
  private async history() {
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

  private async newest() {
    return (await this.history()).at(-1);
  }

  /**
   * A revision that is pending belongs to a run of Helm, and Helm refuses a second. Where the function that ran it cannot live
   * any more, it was cut off: its record goes, and the next run applies everything anew.
   */
  private async clearAway(): Promise<void> {
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

  /** Which revision to go back to: the newest, if what it installed is stable; else what was remembered before. */
  private async remember(rollout: RolloutObject): Promise<void> {
    const newest = await this.newest();
    if (newest?.status !== 'deployed' || !isPromoted(snapshotOf(rollout))) return;
    const annotations = { [GOOD_REVISION_ANNOTATION]: String(newest.revision) };
    await this.kubernetes.patch('rollouts', this.service, { metadata: { annotations } });
  }

  /** The same specification again after an abort is no change, so that Argo Rollouts has to be told to try again. */
  private async resume(before: RolloutObject | undefined): Promise<void> {
    if (!before?.status?.abort) return;
    const after = await this.rollout();
    if (!after?.status?.abort || after.metadata.generation !== before.metadata.generation) return;
    // Until the controller looks, it would say that it is degraded, as it was left.
    const status = { abort: false, phase: 'Progressing', message: null };
    await this.kubernetes.patch('rollouts', this.service, { status }, 'status');
  }

  /** A release states how many pods there are; a person who holds more has said so for longer than a release. */
  private async hold(): Promise<void> {
    const scaler = await this.kubernetes.find<ScalerObject>('horizontalpodautoscalers', this.service);
    const held = Number(scaler?.metadata.annotations?.[HELD_ANNOTATION] ?? 0);
    if (!scaler || held <= scaler.spec.minReplicas) return;
    await this.patchScaler(held, Math.max(held, scaler.spec.maxReplicas), String(held));
  }

  private async patchScaler(minReplicas: number, maxReplicas: number, held: string | null): Promise<void> {
    const metadata = { annotations: { [HELD_ANNOTATION]: held } };
    await this.kubernetes.patch('horizontalpodautoscalers', this.service, {
      metadata,
      spec: { minReplicas, maxReplicas },
    });
  }
}

/** Whether it is about another image than the one that the caller means. */
function isOther(snapshot: RolloutSnapshot, image: string | undefined): boolean {
  return image !== undefined && snapshot.image !== image;
}

/** The same image again is the same release again: a build that was lost goes on where it was. */
function requireIdle(service: string, snapshot: RolloutSnapshot, image: string): void {
  if (isPromoted(snapshot) || snapshot.isAborted || snapshot.image === image) return;
  if (!UNDER_WAY.includes(snapshot.phase) && snapshot.isObserved) return;
  throw new Problem(
    `${service} is being released already (${snapshot.image}: ${snapshot.message || snapshot.phase}): wait for it, or abort it ` +
      `by asking this function with {"kind":"abort"}; then run this stage again`,
  );
}
