import { attempt } from '../build/programs/problem';
import type { DeliveryEvent } from '../delivery-events/events';
import type { EventStore } from '../delivery-events/store';
import type { EventSource } from './event-file';

/** The table of events, read once: it keeps little more than a year. */
export class TableSource implements EventSource {
  private read?: Promise<readonly DeliveryEvent[]>;

  /**
   * @param services whose events are asked for, from `since` in ISO 8601 on; without them all of the table is read
   */
  constructor(
    readonly name: string,
    private readonly store: EventStore,
    private readonly asked?: { readonly services: readonly string[]; readonly since: string },
  ) {}

  async *events(): AsyncGenerator<DeliveryEvent> {
    this.read ??= attempt(`read the table ${this.name}`, () => this.all());
    yield* await this.read;
  }

  private async all(): Promise<DeliveryEvent[]> {
    const all: DeliveryEvent[] = [];
    const { services, since } = this.asked ?? {};
    if (!services) for await (const event of this.store.all()) all.push(event);
    for (const service of services ?? []) {
      for await (const event of this.store.of(service, { since: since! })) all.push(event);
    }
    return all;
  }
}
