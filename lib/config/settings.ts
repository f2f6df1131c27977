import type { Cursor } from './cursor';
import type { ServiceInput, ServiceSettingsInput } from './input';

/** A service's settings as they stand in one environment: what is stated there, else what is stated for all. */
export class SettingsPlaces {
  private readonly override?: Cursor<ServiceSettingsInput>;

  /** @param environment @default - those for all environments */
  constructor(
    private readonly service: Cursor<ServiceInput>,
    readonly environment?: string,
  ) {
    this.override = environment === undefined ? undefined : service.at('environments').at(environment);
  }

  /** For all environments, and for each that states something different. */
  static variantsOf(service: Cursor<ServiceInput>): SettingsPlaces[] {
    const overridden = service.at('environments').entries();
    return [new SettingsPlaces(service), ...overridden.map(([name]) => new SettingsPlaces(service, name))];
  }

  /** Where a setting is to be written for this environment alone (or for all, in the variant for all). */
  own<K extends keyof ServiceSettingsInput>(key: K): Cursor<ServiceSettingsInput[K]> {
    return (this.override ?? (this.service as Cursor<ServiceSettingsInput>)).at(key);
  }

  /** Where a setting comes from. */
  at<K extends keyof ServiceSettingsInput>(key: K): Cursor<ServiceSettingsInput[K]> {
    return this.own(key).stated ? this.own(key) : (this.service as Cursor<ServiceSettingsInput>).at(key);
  }

  /** Where a member of `scaling` comes from; these merge one by one. */
  scaling(key: 'minimum' | 'maximum'): Cursor<number | undefined> {
    const own = this.own('scaling').at(key);
    return own.stated || !this.own('scaling').sound ? own : this.service.at('scaling').at(key);
  }

  /** Where the collector's memory comes from; the members of `tracing` merge one by one. */
  collectorMemory(): Cursor<number | undefined> {
    const own = this.own('tracing');
    return own.at('collectorMemory').stated || !own.sound || own.value === false
      ? own.at('collectorMemory')
      : this.service.at('tracing').at('collectorMemory');
  }

  /** The variables or secrets, merged by name. */
  entries(key: 'variables' | 'secrets'): Map<string, Cursor<string>> {
    return new Map([...this.service.at(key).entries(), ...this.own(key).entries()]);
  }
}
