import type { DeliveryEvent } from '../../lib/delivery-events/events';
import { reportOf } from '../../lib/delivery-metrics/model';
import { at } from './events';
import { FAILURES } from './golden/failures';
import { DAYS, metricsOf } from './golden/golden';
import { LOST } from './golden/lost';
import { RELEASES } from './golden/releases';

const question = {
  since: new Date(at('01 00:00')),
  until: new Date(at('01 00:00', DAYS * 24 * 60)),
  production: ['prod'],
};

function measured(events: readonly DeliveryEvent[]) {
  const { delivery, services, places } = reportOf(events, question);
  return {
    delivery: delivery.metrics,
    services: services.map(({ service, metrics }) => ({ service, metrics })),
    places: Object.fromEntries(places.map(({ environment, metrics }) => [environment, metrics])),
  };
}

describe.each([...FAILURES, ...RELEASES, ...LOST])('$title', ({ events, expected, test: inTest, dev }) => {
  const metrics = metricsOf(expected);
  const all = {
    delivery: metrics,
    services: [{ service: 'orders', metrics }],
    places: {
      prod: metrics,
      ...(inTest && { test: metricsOf(inTest) }),
      ...(dev && { dev: metricsOf(dev) }),
    },
  };

  test('as worked out by hand', () => {
    expect(measured(events)).toEqual(all);
  });

  test('also backwards, with each event twice', () => {
    expect(measured([...events, ...events].reverse())).toEqual(all);
  });
});
