import * as fc from 'fast-check';
import type { Controller, Platform } from '../../lib/config/delivery';
import { FARGATE_CPUS, fargateMemories } from '../../lib/config/fargate-sizes';
import type {
  GatesInput,
  ObjectivesInput,
  ServiceInput,
  ServiceSettingsInput,
  SourceInput,
  StrategyInput,
  TestsInput,
  TracingInput,
  ValidationInput,
} from '../../lib/config/input';
import { allAtOnce, canary, codecommit, github, gitlab, gitlabCi, linear } from '../../lib/config/words';

export const SERVICE_NAMES = ['web', 'orders', 'stock', 'pay-api'];

export interface ServiceOptions {
  /** Seeds each repository of CodeCommit. */
  readonly directory: string;
  readonly connectionArn: string;
  readonly environments: readonly string[];
  /** Whether the services whose code is in CodeCommit share a repository. */
  readonly mono: boolean;
}

export function optional<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

/** The service of an index: the first is public, the others are internal and call those before them. */
export function serviceInputs(index: number, options: ServiceOptions): fc.Arbitrary<ServiceInput> {
  return fc
    .tuple(
      sources(index, options),
      // The first service stays on ECS, so that there is one to make its mistakes with.
      index === 0 ? fc.constant(undefined) : fc.constantFrom<Platform | undefined>(undefined, undefined, 'ecs', 'eks'),
      optional(fc.constantFrom('codedeploy' as const, 'ecs' as const)),
    )
    .chain(([source, platform, controller]) =>
      fc
        .record({
          settings: settings(platform === 'eks' ? 'rollouts' : controller),
          own: optional(settings(platform === 'eks' ? 'rollouts' : controller)),
          table: optional(
            fc.constant({ partitionKey: 'id', sortKey: 'at', timeToLiveAttribute: 'expires', indexes: [] }),
          ),
          commands: optional(fc.constant({ test: 'make test', analyze: 'make sarif' })),
          tests: optional(fc.constantFrom<TestsInput>({}, TESTS, { load: LOAD })),
          gates: optional(fc.constantFrom<GatesInput>({}, { coverage: 0, dependencies: 'low' })),
        })
        .map(({ settings, own, table, commands, tests, gates }) => ({
          name: SERVICE_NAMES[index]!,
          exposure: index === 0 ? ('public' as const) : ('internal' as const),
          listenerPort: index <= 1 ? undefined : 8080 + index,
          calls: SERVICE_NAMES.slice(1, Math.max(1, index)),
          table,
          ...(source?.kind === 'gitlabCi' ? { tests: { load: LOAD } } : { commands, tests, gates }),
          ...((source?.kind ?? 'codecommit') === 'codecommit' && { directory: options.directory }),
          source,
          platform,
          controller: platform === 'eks' ? undefined : controller,
          ...settings,
          environments: own === undefined ? undefined : { [options.environments[0]!]: own },
        })),
    );
}

/** The first service has a repository of its own, so that there is one to make mistakes with. */
function sources(index: number, { connectionArn, mono }: ServiceOptions): fc.Arbitrary<SourceInput | undefined> {
  if (index === 0) return fc.constantFrom(undefined, codecommit());
  const path = `services/${SERVICE_NAMES[index]}`;
  const part = { path, sharedPaths: ['packages'] };
  return fc.constantFrom<SourceInput | undefined>(
    mono ? codecommit({ repository: 'mono', ...part }) : undefined,
    github({ connectionArn, repository: 'acme/shop', ...part }),
    gitlab({ connectionArn, repository: `acme/team/${SERVICE_NAMES[index]}` }),
    gitlabCi({ project: `acme/${SERVICE_NAMES[index]}` }),
  );
}

const LOAD = { requestsPerSecond: 5, seconds: 30 };
const TESTS: TestsInput = {
  integration: { command: 'npm run integration' },
  acceptance: { command: 'npm run acceptance', in: ['dev'] },
  load: { ...LOAD, path: '/orders?limit=1', p95Milliseconds: 300, errorPercent: 0.1 },
};

const VALIDATION: ValidationInput = {
  requests: [
    { path: '/health', headers: { Accept: 'application/json' }, json: { status: 'ok' } },
    { path: '/orders', method: 'POST', body: { items: [] }, status: 400 },
  ],
  latency: { requests: 20, p95Milliseconds: 250 },
};

const OBJECTIVES: readonly ObjectivesInput[] = [
  {},
  { availability: 94 },
  { availability: 99.99, latency: { milliseconds: 250, percent: 95 } },
  { latency: { milliseconds: 60_000 } },
];

/** In percent of the traffic. On EKS there are two pods at least, and one more. */
const SMALLEST_STEP: Readonly<Record<Controller, number>> = { codedeploy: 1, ecs: 3, rollouts: 34 };

function strategies(controller: Controller = 'codedeploy'): fc.Arbitrary<StrategyInput> {
  const percent = fc.integer({ min: SMALLEST_STEP[controller], max: 99 });
  const minutes = fc.integer({ min: 1, max: 29 });
  return fc.oneof(
    fc.constant(allAtOnce()),
    fc.record({ percent, minutes }).map(canary),
    fc.record({ percent, minutes }).map(linear),
  );
}

function settings(controller: Controller | undefined): fc.Arbitrary<ServiceSettingsInput> {
  const size = fc
    // No node takes larger pods.
    .constantFrom(...FARGATE_CPUS.filter((cpu) => controller !== 'rollouts' || cpu <= 4096))
    .chain((cpu) => fc.record({ cpu: fc.constant(cpu), memory: fc.constantFrom(...fargateMemories(cpu)) }));
  return fc
    .record({
      size,
      port: optional(fc.integer({ min: 1024, max: 65_535 })),
      user: optional(fc.constant('10001:10001')),
      variables: optional(fc.constant({ LOG_LEVEL: 'info' })),
      secrets: optional(fc.constant({ API_KEY: 'secretsmanager:shop/api:key', TOKEN: 'ssm:/shop/token' })),
      sidecars: optional(fc.constant([{ name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3', memory: 64 }])),
      minimum: fc.integer({ min: 2, max: 5 }),
      cpuPercent: optional(fc.integer({ min: 10, max: 90 })),
      errorPercent: optional(fc.constantFrom(0.1, 1, 100)),
      strategy: optional(strategies(controller)),
      bakeMinutes: optional(fc.integer({ min: 0, max: 60 })),
      validation: optional(fc.constantFrom<ValidationInput>({ timeoutSeconds: 5 }, VALIDATION)),
      objectives: optional(fc.constantFrom<ObjectivesInput>(...OBJECTIVES)),
      tracing: optional(fc.constantFrom<TracingInput | false>(false, {}, { percent: 12.5, collectorMemory: 192 })),
    })
    .map(({ size, minimum, cpuPercent, errorPercent, ...others }) => ({
      ...size,
      ...others,
      scaling: { minimum, maximum: minimum + 5, cpuPercent },
      alarms: { errorPercent },
    }));
}
