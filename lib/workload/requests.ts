import type { ChartValues } from './values';

/** What a pipeline or a runbook asks of the function that works inside the environment's cluster; `AUDIENCES` says who asks what. */
export type DeployRequest =
  /**
   * Installs or upgrades the release, and does not wait for the rollout. Starts one again that was aborted. The image is one of
   * the service's own repository, by its digest; the rest is what its stack has published, see `requirePublished`.
   */
  | { readonly kind: 'deploy'; readonly values: ChartValues & { readonly image: string } }
  /** Looks at the rollout. */
  | { readonly kind: 'look' }
  /** Has Argo Rollouts go back to the version that was stable. @param image only if this is the one on its way */
  | { readonly kind: 'abort'; readonly image?: string }
  /**
   * After a failed release: makes what the cluster is told the same as what it runs, the last good release. @param image only if
   * this is the newest
   */
  | { readonly kind: 'restore'; readonly image?: string }
  /** Holds at least so many pods, whatever a release states; without a number back to what the release states. */
  | { readonly kind: 'scale'; readonly minimum?: number }
  /** What people want to see in an incident: pods, events, the rollout and its analyses. */
  | { readonly kind: 'diagnose' };

/** What the function answers. Whatever goes wrong is an error with a message for people. */
export interface DeployAnswers {
  readonly deploy: {
    /** Of the Helm release. */
    readonly revision: number;
  };
  readonly look: RolloutSnapshot;
  readonly abort: {
    /** Whether there was something to abort. */
    readonly aborted: boolean;
  };
  readonly restore: {
    /** The revision of the Helm release that is there again. Absent where nothing had to be restored, or nothing could. */
    readonly restored?: number;
    /** Why not. */
    readonly reason?: string;
  };
  readonly scale: {
    /** How many pods there were at least, and how many there are now. */
    readonly before: number;
    readonly minimum: number;
  };
  readonly diagnose: Diagnosis;
}

/** What a rollout looks like, in a few words; times in ISO 8601. */
export interface RolloutSnapshot {
  /** `status.phase`: Healthy, Progressing, Paused, Degraded. */
  readonly phase: string;
  /** `status.message`. */
  readonly message?: string;
  /** Whether the controller has seen the newest specification. */
  readonly isObserved: boolean;
  readonly isAborted: boolean;
  /** The image that the newest specification has. */
  readonly image: string;
  /** Hashes of the newest and the stable version's pods. */
  readonly currentHash?: string;
  readonly stableHash?: string;
  /** Steps that are done, of all. */
  readonly step: { readonly done: number; readonly of: number };
  readonly pods: { readonly wanted: number; readonly updated: number; readonly ready: number };
  /** Analyses of the newest version, each with its phase and, where it failed, the reason. */
  readonly analyses: readonly AnalysisSnapshot[];
}

export interface AnalysisSnapshot {
  readonly name: string;
  /** Pending, Running, Successful, Failed, Error, Inconclusive. */
  readonly phase: string;
  readonly message?: string;
}

/** What is known of a service in the cluster. No value of a variable or a secret is part of it. */
export interface Diagnosis {
  /** Absent before the first release. */
  readonly rollout?: RolloutSnapshot;
  readonly scaling?: {
    readonly minimum: number;
    readonly maximum: number;
    readonly current: number;
    readonly desired: number;
  };
  readonly pods: readonly PodSnapshot[];
  /** The newest last, fifty at most. */
  readonly events: readonly {
    readonly at: string;
    readonly type: string;
    readonly reason: string;
    /** `Pod/orders-7d9f`. */
    readonly about: string;
    readonly message: string;
  }[];
}

export interface PodSnapshot {
  readonly name: string;
  readonly phase: string;
  readonly node?: string;
  readonly startedAt?: string;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly isReady: boolean;
    readonly restarts: number;
    /** Why it does not run, or how it ended before: `CrashLoopBackOff`, `OOMKilled (137)`. */
    readonly reason?: string;
  }[];
}
