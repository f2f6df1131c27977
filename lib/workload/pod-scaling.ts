import { Problem } from '../build/programs/problem';
import { HELD_ANNOTATION } from './constants';
import type { Helm } from './helm';
import type { KubernetesClient, KubernetesObject } from './kubernetes-client';
import type { DeployAnswers } from './requests';

/** What of a HorizontalPodAutoscaler matters here. */
export interface ScalerObject extends KubernetesObject {
  readonly spec: { readonly minReplicas: number; readonly maxReplicas: number };
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number };
}

/** How many pods of a service there are at least: what its release states, or more where a person holds more. */
export class PodScaling {
  constructor(
    private readonly service: string,
    private readonly kubernetes: KubernetesClient,
    private readonly helm: Helm,
  ) {}

  /** Undefined before the first release. */
  find(): Promise<ScalerObject | undefined> {
    return this.kubernetes.find<ScalerObject>('horizontalpodautoscalers', this.service);
  }

  /** @param minimum undefined: what the release states */
  async scale(minimum: number | undefined): Promise<DeployAnswers['scale']> {
    if (minimum !== undefined && !(Number.isInteger(minimum) && minimum > 0)) {
      throw new Problem(`the number of pods must be a whole number over 0 (got ${JSON.stringify(minimum)})`);
    }
    const scaler = await this.find();
    if (!scaler) throw new Problem(`${this.service} does not scale in the cluster: nothing is released there yet`);
    const before = scaler.spec.minReplicas;
    const { scaling: stated } = await this.helm.values();
    if (minimum === undefined) {
      await this.change(stated.minimum, stated.maximum, null);
      return { before, minimum: stated.minimum };
    }
    if (minimum < stated.minimum) {
      throw new Problem(`${this.service} runs ${stated.minimum} pods at least by its release (got ${minimum})`);
    }
    await this.change(minimum, Math.max(minimum, stated.maximum), String(minimum));
    return { before, minimum };
  }

  /** A release states how many pods there are; a person who holds more has said so for longer than a release. */
  async hold(): Promise<void> {
    const scaler = await this.find();
    const held = Number(scaler?.metadata.annotations?.[HELD_ANNOTATION] ?? 0);
    if (!scaler || held <= scaler.spec.minReplicas) return;
    await this.change(held, Math.max(held, scaler.spec.maxReplicas), String(held));
  }

  private async change(minReplicas: number, maxReplicas: number, held: string | null): Promise<void> {
    const metadata = { annotations: { [HELD_ANNOTATION]: held } };
    await this.kubernetes.patch('horizontalpodautoscalers', this.service, {
      metadata,
      spec: { minReplicas, maxReplicas },
    });
  }
}
