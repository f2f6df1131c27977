import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { COLORS } from '../../compute/endpoint';
import type { Service, ServiceSettings } from '../../config/delivery';
import type { ServiceMetrics } from '../metrics/service-metrics';
import type { PlatformView } from '../platform-view';
import { viewOf } from '../platform-views';
import { DeliveryMetrics, PERIOD } from './delivery-metrics';
import type { ServiceDashboardProps } from './measured';
import { total } from './metric-math';
import { graph, LIMIT_COLOR, limit, REFERENCE_COLOR, SIDE_COLORS, SIGNAL_WIDTH as WIDTH } from './parts';
import { promiseWidgets } from './promise-widgets';
import { tableWidgets } from './table-widgets';
import { Traffic } from './traffic';

/** The rows of a service's dashboard. */
export class ServiceWidgets {
  private readonly settings: ServiceSettings;
  private readonly traffic: Traffic;
  private readonly view: PlatformView;
  private readonly metrics: ServiceMetrics;

  constructor(private readonly props: ServiceDashboardProps) {
    const { environment, service, endpoint } = props;
    this.settings = service.in[environment.name]!;
    this.view = viewOf(service);
    this.traffic = new Traffic({ endpoint, sides: this.view.sides });
    this.metrics = this.view.metricsOf(props);
  }

  /** Traffic, errors, latency, saturation: of all that runs together. */
  goldenSignals(): cloudwatch.IWidget[] {
    const { traffic, metrics, settings } = this;
    return [
      graph({ title: 'Traffic', metrics: [traffic.requests()], unit: 'Requests/min', width: WIDTH }),
      graph({ title: 'Errors', metrics: [traffic.errors()], unit: '% of requests', width: WIDTH }),
      graph({
        title: 'Latency, slower side',
        metrics: ['p50', 'p90', 'p99'].map((statistic) => traffic.latency(statistic, statistic)),
        unit: 'ms',
        width: WIDTH,
      }),
      graph({
        title: 'Saturation',
        metrics: [metrics.metricCpu({ label: 'CPU' }), metrics.metricMemory({ label: 'Memory' })],
        unit: '%',
        most: 100,
        limits: [{ value: settings.scaling.cpuPercent, label: 'scales on CPU', color: REFERENCE_COLOR }],
        width: WIDTH,
      }),
    ];
  }

  /** The new version against the old one, with what rolls a deployment back. */
  sides(): cloudwatch.IWidget[] {
    const { traffic, settings, view } = this;
    const { endpoint } = this.props;
    return [
      graph({
        title: 'Traffic by side',
        metrics: COLORS.map((color) => traffic.requestsOf(color)),
        unit: 'Requests/min',
        stacked: true,
        width: WIDTH,
      }),
      graph({
        title: 'Errors by side',
        metrics: COLORS.map((color) => traffic.errorsOf(color)),
        unit: '% of requests',
        limits: [limit(settings.alarms.errorPercent, 'rolls back')],
        width: WIDTH,
      }),
      graph({
        title: 'p99 latency by side',
        metrics: COLORS.map((color) => traffic.latencyOf(color, 'p99')),
        unit: 'ms',
        limits: [limit(settings.alarms.p99Milliseconds, 'rolls back')],
        width: WIDTH,
      }),
      graph({
        title: `Unhealthy ${view.unit.many} by side`,
        metrics: COLORS.map((color) =>
          endpoint.metricUnhealthyHosts(color, { label: view.sides[color], color: SIDE_COLORS[color] }),
        ),
        unit: view.unit.titled,
        width: WIDTH,
      }),
    ];
  }

  /** How fast error budgets burn, and what is left of them. */
  promises(): cloudwatch.IWidget[] {
    const objectives = this.props.objectives ?? [];
    return objectives.flatMap((objective) => promiseWidgets(objective));
  }

  /** How many tasks or pods there are and why, what they complain of, and how often they were replaced by new versions. */
  running(): cloudwatch.IWidget[] {
    const { metrics, settings, view } = this;
    return [
      graph({
        title: view.unit.titled,
        metrics: metrics.counts(),
        unit: view.unit.titled,
        limits: [{ value: settings.scaling.maximum, label: 'at most', color: REFERENCE_COLOR }],
        width: WIDTH,
      }),
      graph({ title: 'Starts', metrics: metrics.starts(), unit: 'Count', width: WIDTH }),
      graph({ title: 'Errors in the log', metrics: [this.props.logErrors], unit: 'Lines', width: WIDTH }),
      ...this.deployments(),
    ];
  }

  private deployments(): cloudwatch.IWidget[] {
    const { delivery, environment, service } = this.props;
    const metrics = new DeliveryMetrics(delivery, environment);
    if (!metrics.areVisible) return [];
    const pair = { environment: environment.name, service: service.name };
    return [
      graph({
        title: 'Deployments, 30 days',
        metrics: [
          metrics.metricDeployments(pair, { label: 'Ended', color: SIDE_COLORS.blue }),
          new cloudwatch.MathExpression({
            expression: total(['failed']),
            usingMetrics: { failed: metrics.metricFailedDeployments(pair) },
            period: PERIOD,
            label: 'Failed',
            color: LIMIT_COLOR,
          }),
        ],
        unit: 'Deployments',
        start: '-P30D',
        width: WIDTH,
      }),
    ];
  }

  /** Its table, and the services that it calls: their own dashboards say more of those. */
  dependencies(): cloudwatch.IWidget[] {
    const { table } = this.props;
    return [...(table ? tableWidgets(table.metrics) : []), ...this.called()];
  }

  private called(): cloudwatch.IWidget[] {
    const { delivery, service } = this.props;
    const called = delivery.services.filter(({ name }) => service.calls.includes(name));
    if (called.length === 0) return [];
    const graphOf = (
      title: string,
      unit: string,
      metric: (metrics: ServiceMetrics, label: string) => cloudwatch.Metric,
    ) =>
      graph({
        title,
        metrics: called.map((other) => metric(viewOf(other).metricsOf({ ...this.props, service: other }), other.name)),
        unit,
        width: WIDTH,
      });
    return [
      graphOf(countsTitle(called), 'Running', (metrics, label) => metrics.metricRunning({ label })),
      graphOf('CPU of called services', '%', (metrics, label) => metrics.metricCpu({ label })),
    ];
  }
}

/** A graph's title has room for one word of the platform's, or for two without much else. */
function countsTitle(called: readonly Service[]): string {
  const units = [...new Set(called.map((service) => viewOf(service).unit))];
  if (units.length === 1) return `${units[0]!.titled} of called services`;
  return `Called: ${units.map(({ many }) => many).join(' and ')}`;
}
