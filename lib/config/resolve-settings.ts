import * as defaults from './defaults';
import type { Environment, ServiceSettings, Sidecar } from './delivery';
import type { ServiceInput, ServiceSettingsInput, SidecarInput } from './input';
import { mergeMembers, resolveObjectives, resolveSynthetics, resolveTracing } from './resolve-observability';
import { resolveValidation } from './resolve-validation';
import { parseSecret } from './secrets';

/** A valid service's settings in one environment. */
export function resolveSettings(service: ServiceInput, environment: Environment): ServiceSettings {
  const { cpu, memory, ...input } = merge(service, service.environments?.[environment.name] ?? {});
  const size = cpu ?? defaults.DEFAULT_CPU;
  const minimum = input.scaling?.minimum ?? defaults.defaultMinimum(environment.production);
  const isOnEks = service.platform === 'eks';
  const hasDomain = environment.domain !== undefined;
  const alarms = {
    errorPercent: input.alarms?.errorPercent ?? defaults.DEFAULT_ALARMS.errorPercent,
    p99Milliseconds: input.alarms?.p99Milliseconds ?? defaults.DEFAULT_ALARMS.p99Milliseconds,
  };
  const tracing = resolveTracing(input.tracing);
  const synthetics = resolveSynthetics(input.synthetics, service.exposure, environment);
  return {
    listenerPort: service.listenerPort ?? defaults.defaultListenerPort(service.exposure ?? 'internal', hasDomain),
    cpu: size,
    memory: memory ?? defaults.defaultMemory(size)!,
    port: input.port ?? defaults.DEFAULT_PORT,
    user: input.user ?? defaults.DEFAULT_USER,
    ...(input.healthCommand === undefined ? {} : { healthCommand: input.healthCommand }),
    variables: input.variables ?? {},
    secrets: Object.fromEntries(
      Object.entries(input.secrets ?? {}).map(([name, place]) => [name, parseSecret(place)!]),
    ),
    sidecars: (input.sidecars ?? []).map(resolveSidecar),
    scaling: {
      minimum,
      maximum: input.scaling?.maximum ?? defaults.defaultMaximum(minimum),
      cpuPercent: input.scaling?.cpuPercent ?? defaults.DEFAULT_CPU_PERCENT,
      ...(isOnEks ? {} : { requestsPerTask: input.scaling?.requestsPerTask ?? defaults.DEFAULT_REQUESTS_PER_TASK }),
    },
    alarms,
    strategy: input.strategy ?? { kind: 'allAtOnce' },
    controller: isOnEks ? 'rollouts' : (input.controller ?? defaults.DEFAULT_CONTROLLER),
    bakeMinutes: input.bakeMinutes ?? defaults.defaultBakeMinutes(environment.production),
    validation: resolveValidation(input.validation ?? {}),
    objectives: resolveObjectives(input.objectives ?? {}, alarms, environment.production),
    ...(tracing && { tracing }),
    ...(synthetics && { synthetics }),
  };
}

/** Single values and lists are replaced; what is keyed by name merges by name. `SettingsPlaces` reads the same way. */
function merge(all: ServiceSettingsInput, own: ServiceSettingsInput): ServiceSettingsInput {
  return {
    cpu: own.cpu ?? all.cpu,
    memory: own.memory ?? all.memory,
    port: own.port ?? all.port,
    user: own.user ?? all.user,
    healthCommand: own.healthCommand ?? all.healthCommand,
    variables: { ...all.variables, ...own.variables },
    secrets: { ...all.secrets, ...own.secrets },
    sidecars: own.sidecars ?? all.sidecars,
    scaling: {
      minimum: own.scaling?.minimum ?? all.scaling?.minimum,
      maximum: own.scaling?.maximum ?? all.scaling?.maximum,
      cpuPercent: own.scaling?.cpuPercent ?? all.scaling?.cpuPercent,
      requestsPerTask: own.scaling?.requestsPerTask ?? all.scaling?.requestsPerTask,
    },
    alarms: {
      errorPercent: own.alarms?.errorPercent ?? all.alarms?.errorPercent,
      p99Milliseconds: own.alarms?.p99Milliseconds ?? all.alarms?.p99Milliseconds,
    },
    strategy: own.strategy ?? all.strategy,
    controller: own.controller ?? all.controller,
    bakeMinutes: own.bakeMinutes ?? all.bakeMinutes,
    validation: own.validation ?? all.validation,
    objectives: {
      ...mergeMembers(all.objectives, own.objectives),
      latency: mergeMembers(all.objectives?.latency, own.objectives?.latency),
    },
    tracing: mergeMembers(all.tracing, own.tracing),
    synthetics: mergeMembers(all.synthetics, own.synthetics),
  };
}

function resolveSidecar(input: SidecarInput): Sidecar {
  return {
    name: input.name,
    image: input.image,
    memory: input.memory ?? defaults.DEFAULT_SIDECAR_MEMORY,
    ...(input.command === undefined ? {} : { command: input.command }),
    variables: input.variables ?? {},
  };
}
