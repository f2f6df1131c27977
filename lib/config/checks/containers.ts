import { AGENT_CONTAINER, AGENT_MEMORY, APP_CONTAINER, COLLECTOR_CONTAINER } from '../../shared/service-contract';
import { MOST_SIDECARS } from '../constants';
import type { Cursor } from '../cursor';
import { DEFAULT_CPU, DEFAULT_SIDECAR_MEMORY, DEFAULT_TRACING, defaultMemory } from '../defaults';
import type { DeliveryInput, ServiceSettingsInput } from '../input';
import type { Finding } from '../issues';
import { list } from '../rules';
import { SettingsPlaces } from '../settings';
import { type Check, duplicates } from './check';
import { isOnEks } from './platforms';

/** What stands beside a service in its task: the team's sidecars and the platform's own containers. */
export const checkContainers: Check = (delivery) => {
  const environments = environmentsWithAgent(delivery);
  return delivery
    .at('services')
    .items()
    .flatMap((service) => {
      // It helps with tasks, not with pods.
      const withAgent = isOnEks(service) ? [] : environments;
      const variants = SettingsPlaces.variantsOf(service);
      const overridden = variants.map(({ environment }) => environment);
      const others = withAgent.filter((name) => !overridden.includes(name));
      return [
        ...variants.flatMap((settings) => sidecarNames(settings)),
        ...[...variants, ...others.map((name) => new SettingsPlaces(service, name))]
          .map((settings) => new Task(settings, withAgent.includes(settings.environment ?? '')))
          .flatMap((task) => [...task.tooMany(), ...task.tooLarge()]),
      ];
    });
};

/** Those whose tasks have the agent of Systems Manager. */
function environmentsWithAgent(delivery: Cursor<DeliveryInput>): string[] {
  return delivery
    .at('environments')
    .items()
    .filter((environment) => environment.at('faultInjection').value === true)
    .flatMap((environment) => environment.at('name').value ?? []);
}

function sidecarNames(settings: SettingsPlaces): Finding[] {
  const names = settings
    .own('sidecars')
    .items()
    .map((sidecar) => sidecar.at('name'));
  return [...duplicates(names, 'a name of its own'), ...names.flatMap(taken)];
}

function taken(name: Cursor<string>): Finding[] {
  const platform: readonly unknown[] = [COLLECTOR_CONTAINER, AGENT_CONTAINER];
  if (name.value !== APP_CONTAINER && !platform.includes(name.value)) return [];
  const message = name.value === APP_CONTAINER ? "is the service's own container" : 'is a container of the platform';
  return [{ path: name.path, message, got: `'${name.value}'`, allowed: 'any other name' }];
}

/** A container below this hardly starts Node. */
const LEAST_APP_MEMORY = 128;

/** What makes a task larger or smaller. */
type Part = 'sidecars' | 'cpu' | 'memory' | 'tracing';

/** One variant of a service's task. */
class Task {
  private readonly sidecars: Cursor<ServiceSettingsInput['sidecars']>;
  private readonly tracing: Cursor<ServiceSettingsInput['tracing']>;

  constructor(
    private readonly settings: SettingsPlaces,
    private readonly hasAgent: boolean,
  ) {
    this.sidecars = settings.at('sidecars');
    this.tracing = settings.at('tracing');
  }

  tooMany(): Finding[] {
    const containers = [
      ...(this.tracing.value === false ? [] : [COLLECTOR_CONTAINER]),
      ...(this.hasAgent ? [AGENT_CONTAINER] : []),
    ];
    const sidecars = this.sidecars.items().length;
    const most = MOST_SIDECARS - containers.length;
    if (!this.isOwn('sidecars', 'tracing') || !this.tracing.sound || sidecars <= most) return [];
    // Without the agent it is one mistake for all environments.
    if (!this.states('sidecars', 'tracing') && sidecars > most + 1) return [];
    const message = `are too many beside the platform's ${list(containers)}${this.scope()}`;
    return [{ path: this.sidecars.path, message, got: `a list of ${sidecars}`, allowed: `at most ${most}` }];
  }

  tooLarge(): Finding[] {
    const { settings } = this;
    const cpu = settings.at('cpu').or(DEFAULT_CPU);
    const memory = settings.at('memory').or(cpu === undefined ? undefined : defaultMemory(cpu));
    const collector = settings.collectorMemory().or(DEFAULT_TRACING.collectorMemory);
    const parts = this.sidecars.items().map((sidecar) => sidecar.at('memory').or(DEFAULT_SIDECAR_MEMORY));
    if (!this.isOwn('sidecars', 'cpu', 'memory', 'tracing') || !this.sidecars.sound || !this.tracing.sound) return [];
    if (memory === undefined || collector === undefined || parts.includes(undefined)) return [];
    const traced = this.tracing.value === false ? 0 : collector;
    const agent = this.hasAgent ? AGENT_MEMORY : 0;
    const sidecars = parts.reduce<number>((sum, part) => sum + part!, 0);
    const excess = sidecars + traced + agent - (memory - LEAST_APP_MEMORY);
    if (excess <= 0 || (!this.states('sidecars', 'cpu', 'memory', 'tracing') && excess > agent)) return [];
    // What the team can change: its sidecars, else the collector.
    const [place, used, others] =
      parts.length > 0 ? [this.sidecars, sidecars, traced + agent] : [settings.collectorMemory(), traced, agent];
    const beside = others === 0 ? '' : ` beside ${others} of the platform's`;
    const message = `may use ${used} of the task's ${memory} MiB${beside}${this.scope()}, which leaves the service too little`;
    return [{ path: place.path, message, got: String(used), allowed: `at most ${Math.max(0, used - excess)}` }];
  }

  /** Whether this variant differs from that for all environments in these settings, or by the agent. */
  private isOwn(...keys: readonly Part[]): boolean {
    return this.states(...keys) || this.hasAgent;
  }

  private states(...keys: readonly Part[]): boolean {
    return keys.some((key) => this.settings.own(key).stated);
  }

  private scope(): string {
    return this.settings.environment === undefined ? '' : ` in ${this.settings.environment}`;
  }
}
