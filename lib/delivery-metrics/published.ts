import { METRIC_NAMESPACE } from '../delivery-events/constants';
import type { DeliveryEvent } from '../delivery-events/events';
import { DeliveryDimension, DeliveryMetric } from './constants';
import type { Metrics } from './metrics';
import type { Report } from './report';

/** Where something was measured. */
interface Place {
  readonly service: string;
  readonly environment: string;
}

type Unit = 'Count' | 'Seconds' | 'Percent' | 'None';

interface Value {
  readonly name: string;
  readonly unit: Unit;
  /** Nothing is published of what was not there. */
  readonly value: number | undefined;
}

/** The metrics of each service in each environment as lines of CloudWatch's embedded metric format. */
export function metricLines({ places }: Report, delivery: string, at: Date): string[] {
  return places.map((place) => lineOf(delivery, place, at, valuesOf(place.metrics)));
}

/** Counts a deployment that has ended at the time of its end; nothing for other events. */
export function deploymentLines(events: Iterable<DeliveryEvent>, delivery: string): string[] {
  return [...events].flatMap((event) => {
    if (event.kind !== 'deployment-ended') return [];
    const failed = Number(event.outcome !== 'succeeded');
    return lineOf(delivery, event, new Date(event.at), [
      { name: DeliveryMetric.DEPLOYMENTS, unit: 'Count', value: 1 },
      { name: DeliveryMetric.FAILED_DEPLOYMENTS, unit: 'Count', value: failed },
    ]);
  });
}

function valuesOf(metrics: Metrics): Value[] {
  return [
    { name: DeliveryMetric.DEPLOYMENTS_PER_DAY, unit: 'None', value: metrics.deploymentsPerDay },
    { name: DeliveryMetric.LEAD_TIME, unit: 'Seconds', value: metrics.leadTime.median },
    { name: DeliveryMetric.CHANGE_FAIL_RATE, unit: 'Percent', value: metrics.changeFailRate },
    { name: DeliveryMetric.RECOVERY_TIME, unit: 'Seconds', value: metrics.recoveryTime.median },
    { name: DeliveryMetric.REWORK_RATE, unit: 'Percent', value: metrics.reworkRate },
  ];
}

function lineOf(delivery: string, { service, environment }: Place, at: Date, values: readonly Value[]): string {
  const known = values.filter(({ value }) => value !== undefined);
  const dimensions = {
    [DeliveryDimension.DELIVERY]: delivery,
    [DeliveryDimension.ENVIRONMENT]: environment,
    [DeliveryDimension.SERVICE]: service,
  };
  return JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [Object.keys(dimensions)],
          Metrics: known.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    ...dimensions,
    ...Object.fromEntries(known.map(({ name, value }) => [name, value])),
  });
}
