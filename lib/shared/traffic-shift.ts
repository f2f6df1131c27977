/**
 * How long traffic takes to move, and what CodeDeploy and ECS accept. It is here because the configuration's checks, the
 * constructs and the programs all need it.
 */

/** A strategy, as the configuration states it. */
export type TrafficShift =
  | { readonly kind: 'allAtOnce' }
  | { readonly kind: 'canary' | 'linear'; readonly percent: number; readonly minutes: number };

/** How a rollback goes in where whoever deploys can be told: nobody is to get the broken version for a while longer. */
export const AT_ONCE = { strategy: { kind: 'allAtOnce' }, bakeMinutes: 0 } as const satisfies {
  readonly strategy: TrafficShift;
  readonly bakeMinutes: number;
};

/** What one controller accepts; all times in minutes. */
export interface ShiftLimits {
  /** Of the traffic, in one step. */
  readonly percent: { readonly canary: readonly [number, number]; readonly linear: readonly [number, number] };
  /** Between two steps. */
  readonly minutes: readonly [number, number];
  /** From the first step to the last. */
  readonly shiftMinutes: number;
  /** How long the old tasks stay afterwards. */
  readonly bakeMinutes: number;
  /** Both together. */
  readonly totalMinutes: number;
}

/** Longest timeout of a build (CodeBuild API reference, CreateProject, `timeoutInMinutes`). */
export const LONGEST_BUILD_MINUTES = 2160;

/** What a deployment takes beside moving traffic and waiting, if all is well: new tasks, validation, removal of the old. */
export const DEPLOYMENT_EXTRA_MINUTES = 60;
/** After that a deployment of ECS is asked to go back, and gets this long for it. */
export const ROLLBACK_MINUTES = 30;
/** For the build itself: it is provisioned, unpacks the programs and enters the environment's account. */
const BUILD_MINUTES = 10;

/** Custom deployment configurations in one account and region (CodeDeploy quotas; not adjustable). */
export const MOST_CUSTOM_CONFIGURATIONS = 50;

/** Two days, for every time that CodeDeploy lets anybody choose. */
const CODEDEPLOY_MINUTES = 2880;
/** One day ("CanaryConfiguration", "LinearConfiguration" in the ECS API reference). */
const ECS_MINUTES = 1440;

/** By controller. */
export const SHIFT_LIMITS: Readonly<Record<'codedeploy' | 'ecs', ShiftLimits>> = {
  /**
   * CodeDeploy's quotas state 99 percent and 2880 minutes between first and last shift for Lambda, and nothing else for
   * ECS; 2880 minutes is the most for the end of the old tasks (`terminationWaitTimeInMinutes`). CodePipeline waits 5 days.
   */
  codedeploy: {
    percent: { canary: [1, 99], linear: [1, 99] },
    minutes: [1, CODEDEPLOY_MINUTES],
    shiftMinutes: CODEDEPLOY_MINUTES,
    bakeMinutes: CODEDEPLOY_MINUTES,
    totalMinutes: 2 * CODEDEPLOY_MINUTES,
  },
  /** A linear step has at least 3 percent. A build waits for all of it, so that the sum is bounded by the build. */
  ecs: {
    percent: { canary: [1, 99], linear: [3, 99] },
    minutes: [1, ECS_MINUTES],
    shiftMinutes: LONGEST_BUILD_MINUTES - DEPLOYMENT_EXTRA_MINUTES - ROLLBACK_MINUTES - BUILD_MINUTES,
    bakeMinutes: ECS_MINUTES,
    totalMinutes: LONGEST_BUILD_MINUTES - DEPLOYMENT_EXTRA_MINUTES - ROLLBACK_MINUTES - BUILD_MINUTES,
  },
};

/** Minutes from the first step to the last: with 30 percent every 5 minutes 15, as the fourth step is the last. */
export function shiftMinutes(shift: TrafficShift): number {
  if (shift.kind === 'allAtOnce') return 0;
  if (shift.kind === 'canary') return shift.minutes;
  return (Math.ceil(100 / shift.percent) - 1) * shift.minutes;
}

/** As a person reads it: `all at once`, `canary 10 % for 15 min`, `linear 25 % every 5 min`. */
export function describeShift(shift: TrafficShift): string {
  if (shift.kind === 'allAtOnce') return 'all at once';
  return `${shift.kind} ${shift.percent} % ${shift.kind === 'canary' ? 'for' : 'every'} ${shift.minutes} min`;
}

/** The timeout of a build that waits for a deployment of ECS. */
export function deploymentBuildMinutes(shift: TrafficShift, bakeMinutes: number): number {
  return shiftMinutes(shift) + bakeMinutes + DEPLOYMENT_EXTRA_MINUTES + ROLLBACK_MINUTES + BUILD_MINUTES;
}

/**
 * CodeDeploy's own configurations for moving in steps ("Predefined deployment configurations for an Amazon ECS compute
 * platform"), by the name after `CodeDeployDefault.ECS`.
 */
const PREDEFINED = {
  Canary10Percent5Minutes: { kind: 'canary', percent: 10, minutes: 5 },
  Canary10Percent15Minutes: { kind: 'canary', percent: 10, minutes: 15 },
  Linear10PercentEvery1Minutes: { kind: 'linear', percent: 10, minutes: 1 },
  Linear10PercentEvery3Minutes: { kind: 'linear', percent: 10, minutes: 3 },
} as const;

export type PredefinedConfiguration = keyof typeof PREDEFINED;

/** The configuration that CodeDeploy has for moving in these steps; undefined where it takes one of one's own. */
export function predefinedConfiguration(
  shift: Exclude<TrafficShift, { readonly kind: 'allAtOnce' }>,
): PredefinedConfiguration | undefined {
  const names = Object.keys(PREDEFINED) as PredefinedConfiguration[];
  return names.find((name) => {
    const { kind, percent, minutes } = PREDEFINED[name];
    return kind === shift.kind && percent === shift.percent && minutes === shift.minutes;
  });
}

/** Whether CodeDeploy needs a custom configuration, of which an account has {@link MOST_CUSTOM_CONFIGURATIONS} at most. */
export function needsCustomConfiguration(shift: TrafficShift): boolean {
  return shift.kind !== 'allAtOnce' && predefinedConfiguration(shift) === undefined;
}
