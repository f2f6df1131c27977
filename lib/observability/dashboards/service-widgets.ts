import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { COLORS } from '../../compute/endpoint';
import type { ServiceMetrics } from '../../compute/service-metrics';
import type { ServiceSettings } from '../../config/delivery';
import { DeliveryMetrics, PERIOD } from './delivery-metrics';
import type { ServiceDashboardProps } from './measured';
import { total } from './metric-math';
import { graph, LIMIT_COLOR, limit, REFERENCE_COLOR, SIDE_COLORS, SIGNAL_WIDTH as WIDTH } from './parts';
import { promiseWidgets } from './promise-widgets';
import { serviceMetrics } from './service-row';
import { tableWidgets } from './table-widgets';
import { Traffic } from './traffic';

/** The rows of a service's dashboard. */
export class ServiceWidgets {
  private readonly settings: ServiceSettings;
  private readonly traffic: Traffic;
  private readonly metrics: ServiceMetrics;

  constructor(private readonly props: ServiceDashboardProps) {
    const { environment, service, endpoint } = props;
    this.settings = service.in[environment.name]!;
    this.traffic = new Traffic({ endpoint });
    this.metrics = serviceMetrics(props);
  }

  /** Traffic, errors, latency, saturation: of all tasks together. */
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
    const { traffic, settings } = this;
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
        title: 'Unhealthy tasks by side',
        metrics: COLORS.map((color) => endpoint.metricUnhealthyHosts(color, { color: SIDE_COLORS[color] })),
        unit: 'Tasks',
        width: WIDTH,
      }),
    ];
  }

  /** How fast error budgets burn, and what is left of them. */
  promises(): cloudwatch.IWidget[] {
    const objectives = this.props.objectives ?? [];
    return objectives.flatMap((objective) => promiseWidgets(objective));
  }

  /** How many tasks there are and why, what they complain of, and how often they were replaced by new versions. */
  tasks(): cloudwatch.IWidget[] {
    const { metrics, settings } = this;
    const { scaling, tracing, controller } = settings;
    return [
      graph({
        title: 'Tasks',
        metrics: [
          metrics.metricRunningTasks({ label: 'Running' }),
          metrics.metricDesiredTasks({ label: 'Wanted' }),
          metrics.metricVersions({ label: 'Versions' }),
        ],
        unit: 'Tasks',
        limits: [{ value: scaling.maximum, label: 'at most', color: REFERENCE_COLOR }],
        width: WIDTH,
      }),
      graph({
        title: 'Starts',
        metrics: [
          metrics.metricPendingTasks({ label: 'Starting tasks' }),
          // ECS replaces a task whose own container ends; the collector alone is started again within its task.
          ...(tracing && controller === 'ecs' ? [metrics.metricRestarts({ label: 'Collector restarts' })] : []),
        ],
        unit: 'Count',
        width: WIDTH,
      }),
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
        metrics: called.map((other) => metric(serviceMetrics({ ...this.props, service: other }), other.name)),
        unit,
        width: WIDTH,
      });
    return [
      graphOf('Tasks of called services', 'Running', (metrics, label) => metrics.metricRunningTasks({ label })),
      graphOf('CPU of called services', '%', (metrics, label) => metrics.metricCpu({ label })),
    ];
  }
}
