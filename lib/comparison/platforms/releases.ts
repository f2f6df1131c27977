import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Strategy } from '../../config/delivery';
import { allAtOnce, canary, linear } from '../../config/words';
import { serviceUpdate } from '../../deployment/programs/service-update';
import { describeShift, predefinedConfiguration } from '../../shared/traffic-shift';
import type { ChartValues } from '../../workload/values';
import { table } from '../page';
import {
  ecsReleaseIn,
  type KubernetesObject,
  type Observed,
  only,
  resourcesIn,
  serviceStack,
  valuesIn,
} from './observed';
import { shareOf, shareText } from './shares';
import { type ByVariant, PRODUCTION, SMALLEST, VARIANT_TITLES, VARIANTS } from './variants';

/** A release as it could be configured: where, and how its traffic moves. */
export interface ReleaseCase {
  readonly environment: string;
  readonly strategy: Strategy;
}

/** By names that Helm takes for a chart. */
export const RELEASES = {
  small: { environment: SMALLEST, strategy: allAtOnce() },
  whole: { environment: PRODUCTION, strategy: allAtOnce() },
  canary: { environment: PRODUCTION, strategy: canary({ percent: 25, minutes: 15 }) },
  linear: { environment: PRODUCTION, strategy: linear({ percent: 25, minutes: 3 }) },
} as const satisfies Readonly<Record<string, ReleaseCase>>;

export type ReleaseName = keyof typeof RELEASES;

export const RELEASE_NAMES = Object.keys(RELEASES) as readonly ReleaseName[];

/** What the chart makes of each release. */
export type Charts = Readonly<Record<ReleaseName, readonly KubernetesObject[]>>;

/** What the chart is rendered with for each release. @param observed the variant on EKS */
export function releaseValues(observed: Observed): Readonly<Record<ReleaseName, ChartValues>> {
  const values = ({ environment, strategy }: ReleaseCase) => ({ ...valuesIn(observed, environment), strategy });
  return {
    small: values(RELEASES.small),
    whole: values(RELEASES.whole),
    canary: values(RELEASES.canary),
    linear: values(RELEASES.linear),
  };
}

/** The only object of its kind. */
export function objectOf(objects: readonly KubernetesObject[], kind: string, name?: string): KubernetesObject {
  return only(
    objects.filter((object) => object.kind === kind && (name === undefined || object.metadata.name === name)),
    name ?? kind,
  );
}

/** What whoever moves traffic is told, for each strategy in production. */
export function strategiesTable(observed: ByVariant<Observed>, charts: Charts): string {
  const pods = observed.rollouts.delivery.services[0]!.in[PRODUCTION]!.scaling.minimum;
  const native = ecsReleaseIn(observed.ecs, PRODUCTION);
  return table(
    ['strategy', ...VARIANTS.map((variant) => VARIANT_TITLES[variant])],
    (['whole', 'canary', 'linear'] as const).map((name) => {
      const { strategy } = RELEASES[name];
      const update = serviceUpdate(native, { ...native.native!, strategy }).update;
      return [
        describeShift(strategy),
        codeDeployText(strategy),
        ecsText(update.deploymentConfiguration!),
        eksText(weightsIn(charts[name]), pods),
      ];
    }),
  );
}

function codeDeployText(strategy: Strategy): string {
  if (strategy.kind === 'allAtOnce') return '`ECSAllAtOnce`';
  const predefined = predefinedConfiguration(strategy);
  return predefined ? `\`ECS${predefined}\`` : 'a configuration of its own';
}

function ecsText({ strategy, canaryConfiguration, linearConfiguration }: DeploymentConfiguration): string {
  if (canaryConfiguration) {
    return `\`${strategy}\`, ${canaryConfiguration.canaryPercent} % for ${canaryConfiguration.canaryBakeTimeInMinutes} min`;
  }
  if (!linearConfiguration) return `\`${strategy}\``;
  return `\`${strategy}\`, ${linearConfiguration.stepPercent} % every ${linearConfiguration.stepBakeTimeInMinutes} min`;
}

function eksText(weights: readonly number[], pods: number): string {
  const shares = weights.map((weight) => (weight === 100 ? 'all' : shareText(shareOf(pods, weight))));
  return `\`canary\`: 1 pod tried, then ${shares.join(', ')}`;
}

/** How many old pods are left after each step. */
function leftText(weights: readonly number[], pods: number): string {
  const left = weights.map((weight) => shareOf(pods, weight).before);
  return left.every((count) => count === 0) ? 'no pod' : `${left.join(', ')} pods, step by step`;
}

/** The shares in the order of the rollout's steps. */
export function weightsIn(objects: readonly KubernetesObject[]): number[] {
  const { steps } = objectOf(objects, 'Rollout')['spec'].strategy.canary;
  return steps.flatMap(({ setWeight }: { readonly setWeight?: number }) => setWeight ?? []);
}

/** What makes a deployment go back by itself, and to what. */
export function backTable(observed: ByVariant<Observed>, charts: Charts): string {
  const [group] = resourcesIn([serviceStack(observed.codedeploy, PRODUCTION)], 'AWS::CodeDeploy::DeploymentGroup');
  const alarms = group!.properties['AlarmConfiguration'].Alarms.length;
  const native = ecsReleaseIn(observed.ecs, PRODUCTION).native!;
  const service = observed.rollouts.delivery.services[0]!.name;
  const { metrics } = objectOf(charts.linear, 'AnalysisTemplate', `${service}-alarms`)['spec'];
  const pods = observed.rollouts.delivery.services[0]!.in[PRODUCTION]!.scaling.minimum;
  const whole = 'all tasks';
  return table(
    ['', ...VARIANTS.map((variant) => VARIANT_TITLES[variant])],
    [
      ['is asked', `${alarms} alarms`, `${native.alarms.length} alarms`, `${metrics.length} metrics, every minute`],
      ['of', 'each version', 'each version', 'both together'],
      ['kept of the old version, all at once', whole, whole, leftText(weightsIn(charts.whole), pods)],
      [
        `kept of it, ${describeShift(RELEASES.linear.strategy)}`,
        whole,
        whole,
        leftText(weightsIn(charts.linear), pods),
      ],
      ['the way back', 'listeners change', 'weights change', 'old pods start again'],
      ['the very first version', 'is tried', 'is tried', 'is not tried'],
    ],
  );
}
