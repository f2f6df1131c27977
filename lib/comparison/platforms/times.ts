import { DEFAULT_POLL_SECONDS } from '../../deployment/programs/constants';
import { DEPLOYMENT_EXTRA_MINUTES, describeShift, ROLLBACK_MINUTES, shiftMinutes } from '../../shared/traffic-shift';
import { hookSeconds } from '../../validation/constants';
import { table } from '../page';
import { type Observed, resourcesIn, serviceStack } from './observed';
import {
  type Charts,
  objectOf,
  RELEASE_NAMES,
  RELEASES,
  type ReleaseCase,
  type ReleaseName,
  weightsIn,
} from './releases';
import { shareOf } from './shares';
import type { ByVariant } from './variants';

/** What a release waits for, whatever the service does; seconds. */
export interface Waits {
  readonly seconds: number;
  /** How often tasks or pods have to start before it goes on, one time after the other. */
  readonly starts: number;
}

/** One check of the load balancer, and the end of connections to old targets; from the templates. */
function targetSeconds(observed: Observed, environment: string): { readonly check: number; readonly drain: number } {
  const [group] = resourcesIn([serviceStack(observed, environment)], 'AWS::ElasticLoadBalancingV2::TargetGroup');
  const { HealthCheckIntervalSeconds: check, TargetGroupAttributes: attributes } = group!.properties;
  const drain = attributes.find(({ Key }: { Key: string }) => Key === 'deregistration_delay.timeout_seconds');
  return { check, drain: Number(drain.Value) };
}

/** On ECS, whoever moves the traffic: a full set of tasks, the shift, the watch, the end of the old tasks. */
export function ecsWaits(observed: Observed, name: ReleaseName): Waits {
  const { environment, strategy } = RELEASES[name];
  const { bakeMinutes } = observed.delivery.services[0]!.in[environment]!;
  const { check, drain } = targetSeconds(observed, environment);
  return { seconds: 60 * (shiftMinutes(strategy) + bakeMinutes) + check + drain, starts: 1 };
}

/** On EKS: what the chart's rollout states. */
export function eksWaits(observed: Observed, charts: Charts, name: ReleaseName): Waits {
  const { in: settings } = observed.delivery.services[0]!;
  const { spec } = objectOf(charts[name], 'Rollout');
  const ready: number = spec.minReadySeconds;
  const { steps } = spec.strategy.canary;
  const pauses = steps.flatMap(({ pause }: { pause?: { duration: string } }) =>
    pause ? secondsOf(pause.duration) : [],
  );
  const pods = settings[RELEASES[name].environment]!.scaling.minimum;
  const counts = weightsIn(charts[name]).map((weight) => (weight === 100 ? pods : shareOf(pods, weight).next));
  const grown = counts.filter((count, index) => count > (counts[index - 1] ?? 0)).length;
  // The experiment has the rollout's `minReadySeconds` too, and asks nobody before its pod has been ready for so long.
  const seconds = pauses.reduce((sum: number, pause: number) => sum + pause, 0) + (grown + 1) * ready;
  return { seconds, starts: grown + 1 };
}

/** How long a release takes at least, by configuration. */
export function timesTable(observed: ByVariant<Observed>, charts: Charts): string {
  return table(
    ['configuration', 'ECS waits', 'starts:', 'EKS waits', 'starts:'],
    RELEASE_NAMES.map((name) => {
      const { environment, strategy, rollback }: ReleaseCase = RELEASES[name];
      const { bakeMinutes } = observed.rollouts.delivery.services[0]!.in[environment]!;
      const ecs = ecsWaits(observed.codedeploy, name);
      const eks = eksWaits(observed.rollouts, charts, name);
      const what = `\`${environment}\`: ${describeShift(strategy)}, then ${bakeMinutes} min${rollback ? '; a rollback' : ''}`;
      return [what, timeText(ecs.seconds), ecs.starts, timeText(eks.seconds), eks.starts];
    }),
  );
}

/** How the numbers come about. */
export function timesFormula(observed: ByVariant<Observed>, charts: Charts): string {
  const { check, drain } = targetSeconds(observed.codedeploy, RELEASES.linear.environment);
  const { minReadySeconds, progressDeadlineSeconds } = objectOf(charts.linear, 'Rollout')['spec'];
  const { timeoutSeconds } = observed.rollouts.delivery.services[0]!.in[RELEASES.linear.environment]!.validation;
  return [
    `- ECS: shift + watch + one check of the load balancer (${check} s) + the end of old connections (${drain} s)`,
    `- EKS: pauses + watch + \`minReadySeconds\` (${minReadySeconds} s) for the pod that is tried out, and for each step that ` +
      'adds pods for users',
    `- not in it: on EKS a pod is ready only once the load balancer has found it well, which asks every ${check} s; that is ` +
      'part of each start',
    `- both: + starts × (a node where none has room, image, start of the service) + validation, which may take ` +
      `${hookSeconds(timeoutSeconds)} s at most`,
    `- it is given up when pods make no progress for ${progressDeadlineSeconds / 60} minutes (EKS), and after shift + watch + ` +
      `${DEPLOYMENT_EXTRA_MINUTES} minutes (EKS, and ECS itself); going back then has ${ROLLBACK_MINUTES} minutes`,
    `- on EKS and for ECS itself a build waits, which looks every ${DEFAULT_POLL_SECONDS} s; under CodeDeploy CodePipeline does`,
  ].join('\n');
}

/** `15m`. */
function secondsOf(duration: string): number {
  const [, number, unit] = /^(\d+)(s|m|h)$/.exec(duration) ?? [];
  if (number === undefined) throw new Error(`a duration must be as 15m (got ${duration})`);
  return Number(number) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}

function timeText(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const parts = [...(minutes === 0 ? [] : [`${minutes} min`]), ...(rest === 0 ? [] : [`${rest} s`])];
  return parts.join(' ');
}
