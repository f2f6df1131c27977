import { Problem } from '../build/programs/problem';
import { GOOD_REVISION_ANNOTATION } from './constants';
import type { Helm } from './helm';
import type { KubernetesClient } from './kubernetes-client';
import { PodScaling } from './pod-scaling';
import type { DeployAnswers, RolloutSnapshot } from './requests';
import { Revisions } from './revisions';
import { type AnalysisRunObject, type ExperimentObject, HASH_LABEL, type RolloutObject } from './rollout-resource';
import { isPromoted, snapshotOf } from './rollout-snapshot';
import type { ChartValues } from './values';

/** Where a rollout is on its way. */
const UNDER_WAY = ['Progressing', 'Paused'];

/** The releases of one service in its namespace, all of which bear its name. */
export class Releases {
  readonly scaling: PodScaling;
  private readonly revisions: Revisions;

  constructor(
    private readonly service: string,
    private readonly kubernetes: KubernetesClient,
    private readonly helm: Helm,
    /** Milliseconds. */
    now: () => number = Date.now,
  ) {
    this.scaling = new PodScaling(service, kubernetes, helm);
    this.revisions = new Revisions(service, kubernetes, now);
  }

  /** Installs a release, over one that is settled: the newest version would not be the one to go back to else. */
  async deploy(values: ChartValues & { readonly image: string }): Promise<DeployAnswers['deploy']> {
    await this.revisions.clearAway();
    const before = await this.rollout();
    if (before) {
      requireIdle(this.service, snapshotOf(before), values.image);
      await this.remember(before);
    }
    await this.install(values);
    await this.resume(before);
    await this.scaling.hold();
    return { revision: (await this.revisions.newest())!.revision };
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
    await this.revisions.clearAway();
    const [rollout, history] = [await this.rollout(), await this.revisions.all()];
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
    await this.scaling.hold();
    return { restored: revision };
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

  /** Which revision to go back to: the newest, if what it installed is stable; else what was remembered before. */
  private async remember(rollout: RolloutObject): Promise<void> {
    const newest = await this.revisions.newest();
    if (newest?.status !== 'deployed' || !isPromoted(snapshotOf(rollout))) return;
    const annotations = { [GOOD_REVISION_ANNOTATION]: String(newest.revision) };
    await this.kubernetes.patch('rollouts', this.service, { metadata: { annotations } });
  }

  /**
   * Argo Rollouts tries again by itself where pods or steps have changed. Where nothing has, or only the rest, such as how many
   * pods there are, which scaling may change meanwhile, it has to be told to.
   */
  private async resume(before: RolloutObject | undefined): Promise<void> {
    if (!before?.status?.abort) return;
    const after = await this.rollout();
    if (!after?.status?.abort) return;
    // Until the controller looks, it would say that it is degraded, as it was left.
    const status = { abort: false, phase: 'Progressing', message: null };
    await this.kubernetes.patch('rollouts', this.service, { status }, 'status');
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
      `by calling this function's alias deploy with {"kind":"abort"}; then run this stage again`,
  );
}
