import { resolve } from 'node:path';
import { infrastructureRepositoryName, repositoryName } from '../shared/names';
import * as defaults from './defaults';
import type { Delivery, Environment, Infrastructure, Service, Table } from './delivery';
import type {
  AccountInput,
  DeliveryInput,
  EnvironmentInput,
  InfrastructureInput,
  ServiceInput,
  TableInput,
} from './input';
import { ConfigurationError } from './problem';
import { resolveBranching } from './resolve-branching';
import { resolveGates, resolveTests } from './resolve-gates';
import { resolveInsight, resolveNotifications } from './resolve-observability';
import { resolveSettings } from './resolve-settings';
import { resolveSource } from './resolve-source';
import { problemsOf } from './validate';

export interface ResolveOptions {
  /** Absolute path from which `services[].directory` counts. */
  readonly baseDirectory: string;
  /** The file that the input comes from, for messages. @default - none */
  readonly source?: string;
  /** What `-c config=` gets in the application's own pipeline. @default - the delivery's name */
  readonly config?: string;
}

/**
 * Checks what a team wrote and fills in every default.
 *
 * @throws ConfigurationError with all problems at once
 */
export function resolveDelivery(input: unknown, options: ResolveOptions): Delivery {
  const problems = problemsOf(input, options.baseDirectory);
  if (problems.length > 0) throw new ConfigurationError(problems, options.source);
  return resolveValid(input as DeliveryInput, options);
}

function resolveValid(input: DeliveryInput, options: ResolveOptions): Delivery {
  const tools = input.tools ?? {};
  const environments = input.environments.map((environment) => resolveEnvironment(environment, tools));
  return {
    name: input.name,
    tools: resolveAccount(tools),
    tags: { ...input.tags },
    environments,
    services: input.services.map((service) => resolveService(service, input, environments, options)),
    ...resolveBranching(input.branching, environments),
    notifications: resolveNotifications(input.notifications ?? {}),
    runbook: input.runbook ?? defaults.DEFAULT_RUNBOOK,
    registry: { scanning: input.registry?.scanning ?? 'basic', signing: input.registry?.signing ?? true },
    ...(input.infrastructure === undefined
      ? {}
      : { infrastructure: resolveInfrastructure(input.infrastructure, input.name, options) }),
    ...(input.budget === undefined ? {} : { budget: { ...input.budget } }),
  };
}

function resolveAccount({ account, region }: AccountInput) {
  return { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
}

function resolveEnvironment(input: EnvironmentInput, tools: AccountInput): Environment {
  const production = input.production ?? false;
  const zones = input.network?.zones ?? defaults.DEFAULT_ZONES;
  return {
    ...resolveAccount({ account: input.account ?? tools.account, region: input.region ?? tools.region }),
    name: input.name,
    production,
    approval: input.approval ?? production,
    network: {
      cidr: input.network?.cidr ?? defaults.DEFAULT_CIDR,
      zones,
      natGateways: input.network?.natGateways ?? defaults.defaultNatGateways(production, zones),
    },
    ...(input.domain === undefined ? {} : { domain: { ...input.domain } }),
    allowedCidrs: input.allowedCidrs ?? defaults.defaultAllowedCidrs(input.domain !== undefined),
    logRetentionDays: input.logRetentionDays ?? defaults.defaultLogRetentionDays(production),
    ...(input.deploymentWindow === undefined
      ? {}
      : { deploymentWindow: { timeZone: defaults.DEFAULT_TIME_ZONE, ...defined(input.deploymentWindow) } }),
    ...resolveInsight(input),
  };
}

function resolveService(
  input: ServiceInput,
  delivery: DeliveryInput,
  environments: readonly Environment[],
  { baseDirectory }: ResolveOptions,
): Service {
  const source = resolveSource(input.source, repositoryName(delivery.name, input.name), delivery.name);
  return {
    name: input.name,
    platform: input.platform ?? defaults.DEFAULT_PLATFORM,
    source,
    ...(source.kind === 'codecommit'
      ? { directory: resolve(baseDirectory, input.directory ?? defaults.defaultDirectory(input.name)) }
      : {}),
    exposure: input.exposure ?? 'internal',
    architecture: input.architecture ?? defaults.DEFAULT_ARCHITECTURE,
    calls: input.calls ?? [],
    ...(input.table === undefined ? {} : { table: resolveTable(input.table) }),
    commands: { ...defaults.DEFAULT_COMMANDS, ...defined(input.commands) },
    tests: resolveTests(input.tests ?? {}, environments),
    gates: resolveGates(delivery.gates ?? {}, input.gates ?? {}),
    in: Object.fromEntries(environments.map((environment) => [environment.name, resolveSettings(input, environment)])),
  };
}

function resolveInfrastructure(
  input: InfrastructureInput,
  delivery: string,
  { config = delivery }: ResolveOptions,
): Infrastructure {
  return {
    source: resolveSource(input.source, infrastructureRepositoryName(delivery), delivery),
    branch: input.branch ?? defaults.DEFAULT_BRANCH,
    config: input.config ?? config,
  };
}

function resolveTable(input: TableInput): Table {
  return { ...input, indexes: input.indexes ?? [] };
}

/** Without the members that are there and undefined, which would hide a default. */
function defined<T extends object>(value: T | undefined): { [K in keyof T]: NonNullable<T[K]> } {
  const entries = Object.entries(value ?? {}).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: NonNullable<T[K]> };
}
