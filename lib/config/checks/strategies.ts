import {
  MOST_CUSTOM_CONFIGURATIONS,
  needsCustomConfiguration,
  SHIFT_LIMITS,
  shiftMinutes,
} from '../../shared/traffic-shift';
import type { Cursor } from '../cursor';
import { DEFAULT_CONTROLLER, DEFAULT_PLATFORM, defaultBakeMinutes, defaultMinimum } from '../defaults';
import type { Controller } from '../delivery';
import type { DeliveryInput, EnvironmentInput, ServiceInput, StrategyInput } from '../input';
import type { Finding } from '../issues';
import { SettingsPlaces } from '../settings';
import { type Check, where } from './check';

type Environment = Cursor<EnvironmentInput>;

/** A service's strategy in an environment, as far as both are as they should be. */
interface Placed {
  readonly strategy: StrategyInput;
  readonly place: Cursor<StrategyInput | undefined>;
  readonly controller: Controller;
  readonly settings: SettingsPlaces;
  readonly environment: Environment;
}

/** What the controller of an environment can do with the strategy of that environment. */
export const checkStrategies: Check = (delivery) => {
  const environments = delivery.at('environments').items();
  const placed = delivery
    .at('services')
    .items()
    .flatMap((service) => environments.flatMap((environment) => strategyIn(service, environment)));
  return [...placed.flatMap((one) => LIMITS[one.controller](one)), ...tooManyConfigurations(placed, delivery)];
};

function strategyIn(service: Cursor<ServiceInput>, environment: Environment): Placed[] {
  const name = environment.at('name').value;
  if (name === undefined) return [];
  const settings = new SettingsPlaces(service, name);
  const place = settings.at('strategy');
  const controller = controllerOf(service, settings);
  if (controller === undefined || !place.whole) return [];
  return [{ strategy: place.or({ kind: 'allAtOnce' })!, place, controller, settings, environment }];
}

/** Undefined if nobody can say. */
function controllerOf(service: Cursor<ServiceInput>, settings: SettingsPlaces): Controller | undefined {
  const platform = service.at('platform').or(DEFAULT_PLATFORM);
  if (platform === 'ecs') return settings.at('controller').or(DEFAULT_CONTROLLER);
  return platform && 'rollouts';
}

const LIMITS: Readonly<Record<Controller, (placed: Placed) => Finding[]>> = {
  codedeploy: underCodeDeploy,
  ecs: underEcs,
  rollouts: underRollouts,
};

function underCodeDeploy({ strategy, place }: Placed): Finding[] {
  const minutes = shiftMinutes(strategy);
  const most = SHIFT_LIMITS.codedeploy.shiftMinutes;
  if (minutes <= most) return [];
  const message = `takes ${minutes} minutes from the first shift to the last, more than CodeDeploy waits`;
  return [{ path: place.path, message, got: show(strategy), allowed: `${most} minutes in all` }];
}

function underEcs(placed: Placed): Finding[] {
  const { strategy, place, settings } = placed;
  const limits = SHIFT_LIMITS.ecs;
  if (strategy.kind !== 'allAtOnce') {
    const { kind, percent, minutes } = strategy;
    const [least] = limits.percent[kind];
    if (percent < least) {
      const message = "is a step that is too small for ECS's own controller";
      const allowed = `${least} or more; ${where(settings.at('controller'))} codedeploy takes less`;
      return [{ path: [...place.path, 'percent'], message, got: String(percent), allowed }];
    }
    if (minutes > limits.minutes[1]) {
      const message = "is longer than ECS's own controller waits between two shifts";
      return [
        { path: [...place.path, 'minutes'], message, got: String(minutes), allowed: `at most ${limits.minutes[1]}` },
      ];
    }
  }
  return tooLongForABuild(placed, "ECS's own controller");
}

/** Nothing stands between the load balancer and the pods that could share out the traffic of one of them. */
function underRollouts(placed: Placed): Finding[] {
  const { strategy, place, settings, environment } = placed;
  const production = environment.at('production').or(false);
  const minimum = settings.scaling('minimum');
  const pods = minimum.or(production === undefined ? undefined : defaultMinimum(production));
  if (strategy.kind === 'allAtOnce' || pods === undefined || strategy.percent * (pods + 1) >= 100) {
    return tooLongForABuild(placed, 'Argo Rollouts');
  }
  const name = environment.at('name').value;
  const message = `is less than one of ${pods + 1} pods, the ${pods} that ${name} has at least and the one that a release adds`;
  const allowed =
    `${Math.ceil(100 / (pods + 1))} or more; ` +
    `with ${where(minimum)} of ${Math.ceil(100 / strategy.percent) - 1} or more it is possible`;
  return [{ path: [...place.path, 'percent'], message, got: String(strategy.percent), allowed }];
}

/** The build that waits for a deployment of ECS or EKS has an end. */
function tooLongForABuild({ strategy, place, settings, environment }: Placed, controller: string): Finding[] {
  const most = SHIFT_LIMITS.ecs.totalMinutes;
  const production = environment.at('production').or(false);
  const bake = settings.at('bakeMinutes').or(production === undefined ? undefined : defaultBakeMinutes(production));
  const minutes = shiftMinutes(strategy) + (bake ?? 0);
  if (bake === undefined || minutes <= most) return [];
  const message = `takes ${minutes} minutes with the ${bake} of bakeMinutes, more than a build can watch ${controller}`;
  return [{ path: place.path, message, got: show(strategy), allowed: `${most} minutes in all` }];
}

/** Each service of each environment has a configuration of its own in CodeDeploy where none of AWS's fits. */
function tooManyConfigurations(placed: readonly Placed[], delivery: Cursor<DeliveryInput>): Finding[] {
  const counts = new Map<string, number>();
  return placed
    .filter(({ strategy, controller }) => controller === 'codedeploy' && needsCustomConfiguration(strategy))
    .flatMap(({ strategy, place, environment }): Finding[] => {
      const [account, region] = (['account', 'region'] as const).map(
        (key) => environment.at(key).value ?? delivery.at('tools').at(key).value,
      );
      const key = `${account} ${region}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count !== MOST_CUSTOM_CONFIGURATIONS + 1) return [];
      const message = 'is one more of its own than CodeDeploy takes in an account and region';
      const allowed = `${MOST_CUSTOM_CONFIGURATIONS}, or those that CodeDeploy has: canary of 10 % for 5 or 15 minutes, linear of 10 % every 1 or 3`;
      return [{ path: place.path, message, got: show(strategy), allowed }];
    });
}

/** As it is written with the words of `words.ts`. */
function show(strategy: StrategyInput): string {
  return strategy.kind === 'allAtOnce'
    ? 'allAtOnce()'
    : `${strategy.kind}({ percent: ${strategy.percent}, minutes: ${strategy.minutes} })`;
}
