/**
 * What happened to a service, from a push to the end of an incident, in the words that metrics, incidents and reports share.
 * All of it is plain JSON: one event a line makes an exported file. Times are ISO 8601 in UTC.
 *
 * Events come twice, late and out of order, and one may be missing. Two with the same `id` are the same event.
 */
export type DeliveryEvent =
  | BranchPushed
  | ReleasePrepared
  | DeploymentStarted
  | DeploymentEnded
  | RolloutEnded
  | ReleaseRecorded
  | AlarmChanged
  | IncidentOpened
  | IncidentResolved;

interface Happened {
  /** What it is the same by, however often it is delivered; made of what happened and not of its delivery. */
  readonly id: string;
  readonly at: string;
  readonly service: string;
}

interface HappenedIn extends Happened {
  readonly environment: string;
}

/** A branch of the service's repository has a new head. */
export interface BranchPushed extends Happened {
  readonly kind: 'branch-pushed';
  readonly branch: string;
  /** The whole hash. */
  readonly commit: string;
}

/** A change that a release brings. */
export interface ReleasedCommit {
  /** The whole hash. */
  readonly hash: string;
  /** When it was committed. */
  readonly at: string;
}

/** A pipeline knows what it is about to deploy. */
export interface ReleasePrepared extends HappenedIn {
  readonly kind: 'release-prepared';
  /** The pipeline's execution, by which the deployment is known. */
  readonly execution: string;
  /** `sha256:…` of the image. */
  readonly digest: string;
  /** The commit that the image is released from. */
  readonly commit: string;
  /** Who wrote it, as Git says; absent where the pipeline has no history. */
  readonly author?: string;
  /** The first line of its message. */
  readonly subject?: string;
  /** Those that the environment does not have yet: since what is deployed there. The first release has its own alone. */
  readonly commits: readonly ReleasedCommit[];
  /** As a person reads it: `canary 10 % for 15 min`. */
  readonly strategy: string;
  /** Minutes between the last shift of traffic and the deployment's end. */
  readonly bakeMinutes: number;
}

/** The pipeline has begun to deploy. */
export interface DeploymentStarted extends HappenedIn {
  readonly kind: 'deployment-started';
  readonly execution: string;
  /** Tells the attempts of one execution apart: a stage may be retried. */
  readonly attempt: string;
}

export type Outcome = 'succeeded' | 'failed' | 'stopped';

/** The pipeline has come to the end of deploying. */
export interface DeploymentEnded extends HappenedIn {
  readonly kind: 'deployment-ended';
  readonly execution: string;
  readonly attempt: string;
  readonly outcome: Outcome;
  /** What the controller calls it, where the pipeline says so. */
  readonly rollout?: string;
}

/** CodeDeploy or ECS says how its own deployment ended; it stands in for a lost `deployment-ended`. */
export interface RolloutEnded extends HappenedIn {
  readonly kind: 'rollout-ended';
  readonly controller: 'codedeploy' | 'ecs';
  readonly rollout: string;
  readonly outcome: Outcome;
}

/** The pipeline has written down what the environment runs now. */
export interface ReleaseRecorded extends HappenedIn {
  readonly kind: 'release-recorded';
  readonly execution: string;
  readonly digest: string;
  readonly commit: string;
}

/** One of the service's alarms has changed its state. */
export interface AlarmChanged extends HappenedIn {
  readonly kind: 'alarm-changed';
  readonly alarm: string;
  readonly state: 'alarm' | 'ok';
}

/** An incident pages, or does so again; of tickets alone there are no such events. */
export interface IncidentOpened extends HappenedIn {
  readonly kind: 'incident-opened';
  readonly incident: string;
  /** The execution whose deployment is suspected, or null for none. */
  readonly suspect: string | null;
}

/** The service is well again. */
export interface IncidentResolved extends HappenedIn {
  readonly kind: 'incident-resolved';
  readonly incident: string;
}

/** What programs and handlers of the delivery put on the event bus. */
export interface OwnEvent {
  readonly delivery: string;
  readonly event: DeliveryEvent;
}
