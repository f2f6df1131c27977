import { createHash } from 'node:crypto';
import type { KubernetesApi } from './kubernetes-api';

/** What Argo Rollouts' controller does to the objects of one service, a step at a time and when a test says so. */
export class ArgoRollouts {
  constructor(
    private readonly api: KubernetesApi,
    private readonly service: string,
  ) {}

  /** The hash of the pods that the newest specification makes. */
  get newestHash(): string {
    const { template } = this.api.get(this.service, 'rollouts', this.service).spec;
    return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
  }

  private get steps(): string {
    return JSON.stringify(this.api.get(this.service, 'rollouts', this.service).spec.strategy.canary.steps);
  }

  get status(): Record<string, unknown> {
    return this.api.get(this.service, 'rollouts', this.service).status ?? {};
  }

  /** It has seen what is new, and users still get what is stable. */
  observe(status: object = {}): void {
    const stable = this.status['stableRS'] ?? this.newestHash;
    const isSame = this.status['currentPodHash'] === this.newestHash && this.status['currentStepHash'] === this.steps;
    this.become({
      phase: stable === this.newestHash ? 'Healthy' : 'Progressing',
      currentPodHash: this.newestHash,
      stableRS: stable,
      currentStepHash: this.steps,
      // New pods or new steps are a new try (`PodTemplateOrStepsChanged`); nothing else that changes is.
      abort: isSame && this.status['abort'] === true,
      ...status,
    });
  }

  /** The newest version is the stable one, and users get it. */
  promote(): void {
    this.observe({ stableRS: this.newestHash, phase: 'Healthy', abort: false });
  }

  /** A judge was against it. */
  abort(message: string): void {
    this.observe({ phase: 'Degraded', abort: true, message });
  }

  private become(status: object): void {
    const { metadata } = this.api.get(this.service, 'rollouts', this.service);
    const observedGeneration = String(metadata.generation);
    this.api.set(this.service, 'rollouts', this.service, { status: { ...status, observedGeneration } });
  }
}
