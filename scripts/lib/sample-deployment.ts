import type { DeliveryEvent, Outcome } from '../../lib/delivery-events/events';
import { describeShift } from '../../lib/shared/traffic-shift';
import { type Chance, hashOf, minutes, uuidOf } from './sample-chance';
import { BAKE_MINUTES, type Plan } from './sample-plan';

export type Environment = 'dev' | 'test' | 'prod';

export interface SampleCommit {
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly author: string;
  readonly subject: string;
}

/** What can be deployed. */
export interface Version {
  /** All that is in it, oldest first. */
  readonly commits: readonly SampleCommit[];
  /** The commit that it is released from: a merge, or the last one. */
  readonly head: string;
  readonly digest: string;
}

export interface Deployed {
  readonly environment: Environment;
  readonly version: Version;
  /** What was there before; undefined where nobody may say. */
  readonly before: Version;
  /** When it is prepared, in milliseconds since 1970. */
  readonly at: number;
  /** How each attempt ends. */
  readonly outcomes: readonly Outcome[];
}

/** What was told of a deployment. */
export interface Told {
  readonly events: readonly DeliveryEvent[];
  readonly execution: string;
  /** When all traffic was on the new version, if it got there, and when it was over. */
  readonly trafficAt: number;
  readonly endedAt: number;
}

/** Without a shift there is no need to wait long. */
const OTHER_BAKE_MINUTES = 5;
const RETRY_MINUTES = 34;

/** The events of one execution's deployment. */
export function deploymentOf(plan: Plan, chance: Chance, deployed: Deployed): Told {
  const { service } = plan;
  const { environment, version, before, outcomes } = deployed;
  const execution = uuidOf(`${service}/${environment}/${deployed.at}`);
  const place = { service, environment };
  const isProduction = environment === 'prod';
  const bakeMinutes = isProduction ? BAKE_MINUTES : OTHER_BAKE_MINUTES;
  const last = version.commits.at(-1)!;
  const events: DeliveryEvent[] = [];
  let at = deployed.at;
  let [trafficAt, endedAt] = [at, at];
  outcomes.forEach((outcome, index) => {
    events.push({
      kind: 'release-prepared',
      id: `release-prepared/${environment}/${execution}/${iso(at)}`,
      at: iso(at),
      ...place,
      execution,
      digest: version.digest,
      commit: version.head,
      author: last.author,
      subject: last.subject,
      commits: missing(version, before),
      strategy: isProduction ? plan.strategy : describeShift({ kind: 'allAtOnce' }),
      bakeMinutes,
    });
    const attempt = uuidOf(`${execution}/${index}`);
    const start = at + minutes(chance.between(0.7, 1.6));
    events.push({
      kind: 'deployment-started',
      id: `deployment-started/${environment}/${attempt}`,
      at: iso(start),
      ...place,
      execution,
      attempt,
    });
    const ready = start + minutes(chance.between(3, 5));
    const shift = isProduction ? plan.shiftMinutes : 0;
    trafficAt = ready + minutes(shift);
    // What fails does so when a part of the traffic is there; new tasks that never are well take their time as well.
    const turned = ready + minutes(isProduction ? chance.between(4, 10) : chance.between(4, 7));
    const rolled = outcome === 'succeeded' ? trafficAt + minutes(bakeMinutes) : turned;
    endedAt = rolled + minutes(chance.between(0.1, 0.6));
    const rollout = rolloutOf(plan, attempt);
    const isCodeDeploy = plan.controller === 'codedeploy';
    // ECS knows nothing between well and not well.
    const rolloutOutcome = isCodeDeploy || outcome === 'succeeded' ? outcome : 'failed';
    events.push(
      {
        kind: 'rollout-ended',
        id: isCodeDeploy
          ? `rollout-ended/codedeploy/${rollout}/${outcome}`
          : `rollout-ended/ecs/workshop-${environment}/${service}/${rollout}/${rolloutOutcome}`,
        at: iso(rolled),
        ...place,
        controller: plan.controller,
        rollout,
        outcome: rolloutOutcome,
      },
      {
        kind: 'deployment-ended',
        id: `deployment-ended/${environment}/${attempt}`,
        at: iso(endedAt),
        ...place,
        execution,
        attempt,
        outcome,
        ...(isCodeDeploy && { rollout }),
      },
    );
    if (outcome === 'succeeded') {
      const recordedAt = iso(endedAt + minutes(chance.between(0.5, 1.2)));
      events.push({
        kind: 'release-recorded',
        id: `release-recorded/${environment}/${execution}/${recordedAt}`,
        at: recordedAt,
        ...place,
        execution,
        digest: version.digest,
        commit: version.head,
      });
    }
    at = endedAt + minutes(RETRY_MINUTES);
  });
  return { events, execution, trafficAt, endedAt };
}

/** The commits that one version has and the other has not, newest first; the same image brings none. */
function missing(version: Version, before: Version): { hash: string; at: string }[] {
  if (version.digest === before.digest) return [];
  const there = new Set(before.commits.map(({ hash }) => hash));
  return version.commits
    .filter(({ hash }) => !there.has(hash))
    .map(({ hash, at }) => ({ hash, at: iso(at) }))
    .reverse();
}

function rolloutOf({ controller }: Plan, attempt: string): string {
  const name = hashOf(attempt);
  if (controller === 'codedeploy') return `d-${name.slice(0, 9).toUpperCase()}`;
  return `ecs-svc/${String(Number.parseInt(name.slice(0, 13), 16)).padStart(19, '7')}`;
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
