import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import type { Strategy } from '../../config/delivery';
import { allAtOnce, canary, linear } from '../../config/words';
import { rolloutRelease } from '../../deployment/programs/rollout-release';
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
  /** Whether what ran before is brought back. @default false */
  readonly rollback?: boolean;
}

/** By names that Helm takes for a chart. */
export const RELEASES = {
  small: { environment: SMALLEST, strategy: allAtOnce() },
  whole: { environment: PRODUCTION, strategy: allAtOnce() },
  canary: { environment: PRODUCTION, strategy: canary({ percent: 25, minutes: 15 }) },
  linear: { environment: PRODUCTION, strategy: linear({ percent: 25, minutes: 3 }) },
  rollback: { environment: PRODUCTION, strategy: linear({ percent: 25, minutes: 3 }), rollback: true },
} as const satisfies Readonly<Record<string, ReleaseCase>>;

export type ReleaseName = keyof typeof RELEASES;

export const RELEASE_NAMES = Object.keys(RELEASES) as readonly ReleaseName[];

/** What the chart makes of each release. */
export type Charts = Readonly<Record<ReleaseName, readonly KubernetesObject[]>>;

/** What the chart is rendered with for each release. @param observed the variant on EKS */
export function releaseValues(observed: Observed): Readonly<Record<ReleaseName, ChartValues>> {
  const values = (name: ReleaseName) => valuesOfRelease(name, valuesIn(observed, RELEASES[name].environment));
  return {
    small: values('small'),
    whole: values('whole'),
    canary: values('canary'),
    linear: values('linear'),
    rollback: values('rollback'),
  };
}

/** What a release leaves of an environment's values. */
export function valuesOfRelease(name: ReleaseName, values: ChartValues): ChartValues {
  const { strategy, rollback }: ReleaseCase = RELEASES[name];
  const manifest = { platform: 'eks', function: '', minutes: 0, values: { ...values, strategy } } as const;
  return rolloutRelease(manifest, values.image!, rollback).values;
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
      ...rollbackRows(observed, charts),
    ],
  );
}

/** What is different when CodePipeline brings back what ran before. */
function rollbackRows(observed: ByVariant<Observed>, charts: Charts): readonly (readonly string[])[] {
  const manifest = ecsReleaseIn(observed.ecs, PRODUCTION);
  const updateFor = (rollback: boolean) =>
    serviceUpdate(manifest, manifest.native!, rollback).update.deploymentConfiguration!;
  const { alarms, lifecycleHooks, strategy, bakeTimeInMinutes } = updateFor(true);
  const { steps, analysis } = objectOf(charts.rollback, 'Rollout')['spec'].strategy.canary;
  const asConfigured = 'as configured';
  const atOnce = 'at once, and is not watched';
  const tried = (isTried: boolean) => (isTried ? 'is tried' : 'is not tried');
  return [
    ['what a rollback brings', ...[manifest.hook, lifecycleHooks?.[0], steps[0].experiment].map((by) => tried(!!by))],
    // Under CodeDeploy Render turns off the alarms of the deployment group, and leaves the rest of it alone.
    [
      'a rollback is judged by',
      'no alarm',
      alarms!.enable ? 'its alarms' : 'no alarm',
      analysis ? 'its metrics' : 'no metric',
    ],
    [
      'a rollback goes in',
      asConfigured,
      strategy === 'BLUE_GREEN' && bakeTimeInMinutes === 0 ? atOnce : asConfigured,
      weightsIn(charts.rollback).some((weight) => weight < 100) ? asConfigured : atOnce,
    ],
  ];
}
