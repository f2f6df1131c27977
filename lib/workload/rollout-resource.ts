import type { KubernetesObject } from './kubernetes-client';

/** Of Argo Rollouts' own objects what is read here (argoproj.io/v1alpha1). */
export interface RolloutObject extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly strategy: { readonly canary: { readonly steps: readonly object[] } };
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] };
    };
  };
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly abort?: boolean;
    /** A number as a text. */
    readonly observedGeneration?: string;
    readonly controllerPause?: boolean;
    readonly pauseConditions?: readonly object[];
    readonly currentPodHash?: string;
    readonly stableRS?: string;
    readonly currentStepIndex?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
  };
}

export interface AnalysisRunObject extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly metricResults?: readonly MetricResult[];
  };
}

interface MetricResult {
  readonly name: string;
  readonly phase: string;
  readonly message?: string;
  /** The oldest first. */
  readonly measurements?: readonly { readonly value?: string; readonly message?: string }[];
}

export interface ExperimentObject extends KubernetesObject {
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly analysisRuns?: readonly { readonly name: string; readonly phase: string; readonly message?: string }[];
  };
}

/** The label with which Argo Rollouts tells the pods of versions apart, and what belongs to a version. */
export const HASH_LABEL = 'rollouts-pod-template-hash';
/** The label of an analysis; `Background` is that of the watch. */
export const ANALYSIS_KIND_LABEL = 'rollout-type';
