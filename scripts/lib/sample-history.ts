import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { DAYS, PLANS } from './sample-plan';
import { SampleService } from './sample-service';

/** The delivery events of thirteen weeks of two services, made up; the same ones each time, the oldest first. */
export function sampleHistory(): DeliveryEvent[] {
  return PLANS.flatMap((plan) => {
    const service = new SampleService(plan);
    for (let day = 0; day < DAYS; day++) service.live(day);
    return service.events;
  }).sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));
}

/** As a file, an event on each line. */
export function sampleText(): string {
  return sampleHistory()
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}
