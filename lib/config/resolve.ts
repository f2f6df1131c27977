import { resolve } from 'node:path';
import * as defaults from './defaults';
import type { Delivery, Environment, ReleaseLine, Service, Table } from './delivery';
import type { AccountInput, DeliveryInput, EnvironmentInput, ServiceInput, TableInput } from './input';
import { ConfigurationError } from './problem';
import { resolveSettings } from './resolve-settings';
import { problemsOf } from './validate';

export interface ResolveOptions {
  /** Absolute path from which `services[].directory` counts. */
  readonly baseDirectory: string;
  /** The file that the input comes from, for messages. @default - none */
  readonly source?: string;
}

/**
 * Checks what a team wrote and fills in every default.
 *
 * @throws ConfigurationError with all problems at once
 */
export function resolveDelivery(input: unknown, options: ResolveOptions): Delivery {
  const problems = problemsOf(input, options.baseDirectory);
  if (problems.length > 0) throw new ConfigurationError(problems, options.source);
  return resolveValid(input as DeliveryInput, options.baseDirectory);
}

function resolveValid(input: DeliveryInput, baseDirectory: string): Delivery {
  const tools = input.tools ?? {};
  const environments = input.environments.map((environment) => resolveEnvironment(environment, tools));
  return {
    name: input.name,
    tools: resolveAccount(tools),
    tags: { ...input.tags },
    environments,
    services: input.services.map((service) => resolveService(service, environments, baseDirectory)),
    releaseLines: resolveLines(input, environments),
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
  };
}

function resolveService(input: ServiceInput, environments: readonly Environment[], baseDirectory: string): Service {
  return {
    name: input.name,
    directory: resolve(baseDirectory, input.directory ?? defaults.defaultDirectory(input.name)),
    exposure: input.exposure ?? 'internal',
    architecture: input.architecture ?? defaults.DEFAULT_ARCHITECTURE,
    calls: input.calls ?? [],
    ...(input.table === undefined ? {} : { table: resolveTable(input.table) }),
    commands: { ...defaults.DEFAULT_COMMANDS, ...defined(input.commands) },
    in: Object.fromEntries(environments.map((environment) => [environment.name, resolveSettings(input, environment)])),
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

function resolveLines(input: DeliveryInput, environments: readonly Environment[]): readonly ReleaseLine[] {
  const lines = input.releaseLines ?? [
    { branch: defaults.DEFAULT_BRANCH, environments: environments.map((environment) => environment.name) },
  ];
  return lines.map((line) => ({
    name: line.name ?? defaults.defaultLineName(line.branch),
    branch: line.branch,
    environments: line.environments.map((name) => environments.find((environment) => environment.name === name)!),
  }));
}
