import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as names from '../../shared/names';
import { dashboardUrl } from './console';
import { DeliveryMetrics, READINGS } from './delivery-metrics';
import type { EnvironmentDashboardProps } from './measured';
import { heading, note } from './parts';

/** Five tables make a row. */
const WIDTHS = [6, 5, 4, 5, 4];
const MOST_ROWS = 8;

/** How the environment's services are delivered, a line for each in five tables. */
export function deliverySummary(props: EnvironmentDashboardProps, region: string): cloudwatch.IWidget[][] {
  const { delivery, environment, services } = props;
  const metrics = new DeliveryMetrics(delivery, environment);
  const title = heading('Delivery, average of 7 days');
  if (!metrics.areVisible) {
    const url = dashboardUrl(delivery.tools.region ?? region, names.deliveryMetricsName(delivery.name));
    return [[title], [note(`They are measured in the tools account: [delivery metrics](${url}).`, { height: 1 })]];
  }
  const tables = Object.values(READINGS).map(
    (reading, index) =>
      new cloudwatch.TableWidget({
        title: reading.short,
        metrics: services.map(({ service }, position) =>
          metrics.reading(
            reading,
            { environment: environment.name, service: service.name },
            `seconds${position}`,
            service.name,
          ),
        ),
        summary: { columns: [cloudwatch.TableSummaryColumn.AVERAGE], hideNonSummaryColumns: true, sticky: true },
        layout: cloudwatch.TableLayout.VERTICAL,
        start: '-P7D',
        width: WIDTHS[index],
        height: 2 + Math.min(services.length, MOST_ROWS),
      }),
  );
  return [[title], tables];
}
