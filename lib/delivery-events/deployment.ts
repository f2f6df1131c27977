import type { Outcome, ReleasedCommit } from './events';

/**
 * The one record that ties a change, its deployment, its failure and its way back together: everything that one execution
 * of a pipeline did to a service in an environment, however often its stage was retried.
 *
 * Times are ISO 8601 in UTC. What a lost event would have said is worked out from the others where that is possible:
 *
 * - **The end was lost.** The controller's own end stands in for it (the first one since the attempt's start and before the
 *   next start in the environment), else that the release was recorded, else a later attempt: a stage that succeeded
 *   is not retried. With none of them it runs; once another deployment has begun it is `unknown`, and no metric counts it.
 * - **The start was lost.** The release was prepared shortly before; without that either, it started when it ended.
 * - **What was prepared was lost.** Digest and commit come from the record of the release. Its commits are not known, so
 *   that no lead time counts them, and without a digest it is taken for a new change, as most deployments are.
 */
export interface Deployment {
  readonly service: string;
  readonly environment: string;
  /** The pipeline's execution. */
  readonly execution: string;
  /** Oldest first, at least one. */
  readonly attempts: readonly Attempt[];
  /** `sha256:…` of the image; undefined where nothing says it. */
  readonly digest?: string;
  /** The commit that the image is released from; undefined where nothing says it. */
  readonly commit?: string;
  readonly author?: string;
  readonly subject?: string;
  /** As a person reads it; undefined where what was prepared was lost, as below. */
  readonly strategy?: string;
  /** Those that the environment did not have before; undefined where what was prepared was lost. */
  readonly commits?: readonly ReleasedCommit[];
  readonly startedAt: string;
  /**
   * When production traffic was on the new version for good: the end of the first attempt that succeeded without its bake
   * time, but never before that attempt's start. Undefined as long as none has succeeded.
   */
  readonly trafficAt?: string;
  /** The end of the last attempt; undefined while it runs or nobody knows. */
  readonly endedAt?: string;
  /** That of the last attempt, but `succeeded` if any of them did and none runs. */
  readonly outcome: Outcome | 'running' | 'unknown';
  readonly kind: Kind;
  /** The execution whose change this one takes away, by bringing an image back that ran before it. */
  readonly undoes?: string;
  /** Whether it brings a commit that had been pushed to a hotfix branch when it began. */
  readonly hotfix: boolean;
}

/**
 * By what the environment ran before:
 *
 * - `redeployment`: the same digest, as for a new configuration.
 * - `rollback`: a digest from before, and no commit that the environment did not have.
 * - `new`: all others. A revert is a new commit and thus `new`, though its image may be one from before: see
 *   {@link Deployment.undoes}.
 */
export type Kind = 'new' | 'redeployment' | 'rollback';

/** One try of an execution. */
export interface Attempt {
  readonly attempt: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly outcome: Outcome | 'running' | 'unknown';
  /**
   * When the controller was done with moving the traffic back, where it said so; after an attempt that failed, and then
   * as a rollout of its own.
   */
  readonly wayBackAt?: string;
}
