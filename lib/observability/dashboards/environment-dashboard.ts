import { Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import * as names from '../../shared/names';
import { viewOf } from '../platform-views';
import { alarmStates, alarmsNamed } from './alarms';
import { dashboardUrl, logsInsightsUrl, runbookText } from './console';
import { costWidgets } from './cost-widgets';
import { deliverySummary } from './delivery-summary';
import type { EnvironmentDashboardProps } from './measured';
import { graph, heading, links, note, WIDTH } from './parts';
import { serviceRow } from './service-row';
import { substituted } from './substituted';

/** CloudWatch draws 2500 metrics of a dashboard, and each service brings about twenty ("CloudWatch service quotas"). */
export const MOST_SERVICES = 100;

/**
 * An environment at a glance, for a stack that comes after those of the services. It refers to theirs weakly: none of them is
 * held up by it when it goes.
 */
export class EnvironmentDashboard extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, all: EnvironmentDashboardProps) {
    super(scope, id);
    const props = { ...all, services: all.services.slice(0, MOST_SERVICES) };
    const { delivery, environment, services } = props;
    const { region } = Stack.of(this);
    this.dashboardName = names.environmentDashboardName(delivery.name, environment.name);
    const alarms = alarmsNamed(this, alarmNames(props));
    const dashboard = new cloudwatch.Dashboard(this, 'Resource', {
      dashboardName: this.dashboardName,
      start: '-PT3H',
      // With the alarms' own periods: a line that crosses a limit is what an alarm sees.
      periodOverride: cloudwatch.PeriodOverride.INHERIT,
      widgets: [
        [note(introduction(region, all), { height: 2 })],
        ...alarmStates('Alarms', alarms),
        [heading('Services')],
        ...services.map(({ service, endpoint }) =>
          serviceRow(this, region, { delivery, environment, service }, endpoint),
        ),
        [heading('Deployments')],
        [deploymentsInProgress(props)],
        ...deliverySummary(props, region),
        [heading('What it costs')],
        costWidgets(props),
      ],
    });
    const resource = dashboard.node.defaultChild as cloudwatch.CfnDashboard;
    resource.dashboardBody = Token.asString(substituted(resource.dashboardBody));
  }
}

/** Those that speak for all others of a service. */
function alarmNames({ delivery, environment, services }: EnvironmentDashboardProps): string[] {
  return services.flatMap(({ service }) => {
    const { availability, latency } = service.in[environment.name]!.objectives;
    const promisesNothing = availability === undefined && latency === undefined;
    const path = [delivery.name, environment.name, service.name] as const;
    return [names.pageAlarmName(...path), ...(promisesNothing ? [] : [names.ticketAlarmName(...path)])];
  });
}

function deploymentsInProgress({ delivery, environment, services }: EnvironmentDashboardProps): cloudwatch.IWidget {
  return graph({
    title: 'In progress, with their bake',
    metrics: services.map(({ service }, index) =>
      viewOf(service).metricsOf({ delivery, environment, service }).deploying(`versions${index}`, service.name),
    ),
    unit: 'Deployments',
    stacked: true,
    width: WIDTH,
  });
}

/** What it is, and where to read on. */
function introduction(region: string, { delivery, environment, services }: EnvironmentDashboardProps): string {
  const places = links({
    'Delivery metrics': dashboardUrl(delivery.tools.region ?? region, names.deliveryMetricsName(delivery.name)),
    'Saved queries': logsInsightsUrl(region),
  });
  const more = services.length - MOST_SERVICES;
  const rest = more > 0 ? ` The last ${more} of ${services.length} services are on their own dashboards alone.` : '';
  return `# ${delivery.name} ${environment.name}\n${places} · ${runbookText(delivery.runbook)}.${rest}`;
}
