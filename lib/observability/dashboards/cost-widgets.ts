import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { isOnEks } from '../../config/on-eks';
import * as names from '../../shared/names';
import { viewOf } from '../platform-views';
import { seenFromElsewhere, weakly } from '../seen-from-elsewhere';
import type { EnvironmentDashboardProps } from './measured';
import { total } from './metric-math';
import { graph } from './parts';

const WIDTH = 8;
const HOUR = { period: Duration.hours(1) };
const MIB_OF_A_GIB = 1024;
const UNITS_OF_A_CPU = 1024;
const BYTES_OF_A_MEGABYTE = 1e6;

interface Cost {
  readonly title: string;
  readonly unit: string;
  readonly metrics: readonly cloudwatch.IMetric[];
  readonly stacked?: boolean;
}

/** What the bill grows with, hour by hour for a week. */
export function costWidgets(props: EnvironmentDashboardProps): cloudwatch.IWidget[] {
  const costs: Cost[] = [
    { title: 'vCPUs that run', unit: 'vCPU', metrics: running(props, 'cpu', UNITS_OF_A_CPU), stacked: true },
    { title: 'Memory that runs', unit: 'GiB', metrics: running(props, 'memory', MIB_OF_A_GIB), stacked: true },
    { title: 'EKS nodes', unit: 'Nodes', metrics: nodes(props) },
    { title: 'Load balancer capacity', unit: 'LCU', metrics: loadBalancerUnits(props) },
    { title: 'Log data', unit: 'MB an hour', metrics: logData(props), stacked: true },
    { title: 'DynamoDB', unit: 'Units an hour', metrics: tableUnits(props), stacked: true },
    { title: 'NAT gateways', unit: 'MB an hour', metrics: gatewayData(props), stacked: true },
  ];
  return costs
    .filter(({ metrics }) => metrics.length > 0)
    .map((cost) => graph({ ...cost, start: '-P7D', width: WIDTH }));
}

/** Tasks or pods, times what is configured for one. On EKS the bill has the nodes that they are on. */
function running(props: EnvironmentDashboardProps, size: 'cpu' | 'memory', unit: number): cloudwatch.IMetric[] {
  return props.services.map(({ service }, index) => {
    const id = `${viewOf(service).unit.many}${index}`;
    const each = service.in[props.environment.name]![size] / unit;
    return new cloudwatch.MathExpression({
      expression: `${id} * ${each}`,
      usingMetrics: {
        [id]: viewOf(service)
          .metricsOf({ ...props, service })
          .metricRunning(HOUR),
      },
      label: service.name,
      ...HOUR,
    });
  });
}

/** What pods are on, those of the platform included. */
function nodes({ delivery, environment, services }: EnvironmentDashboardProps): cloudwatch.IMetric[] {
  if (!services.some(({ service }) => isOnEks(service))) return [];
  const ClusterName = names.kubernetesClusterName(delivery.name, environment.name);
  const metric = metricOf('ContainerInsights', 'cluster_node_count', { ClusterName });
  return [metric.with({ statistic: 'Average', label: ClusterName })];
}

function loadBalancerUnits({ loadBalancers }: EnvironmentDashboardProps): cloudwatch.IMetric[] {
  return (['public', 'internal'] as const).flatMap((exposure) => {
    const found = loadBalancers[exposure];
    if (!found) return [];
    return [seenFromElsewhere(found.loadBalancer.metrics.consumedLCUs({ label: exposure, ...HOUR }))];
  });
}

/** What each service's log takes in. */
function logData({ services }: EnvironmentDashboardProps): cloudwatch.IMetric[] {
  return services.map(({ service, logGroup }, index) =>
    megabytes([logGroupBytes(weakly(logGroup.logGroupName))], `log${index}`, service.name),
  );
}

function logGroupBytes(name: string): cloudwatch.Metric {
  return metricOf('AWS/Logs', 'IncomingBytes', { LogGroupName: name });
}

/** Read and written, of each table without its indexes. */
function tableUnits({ services }: EnvironmentDashboardProps): cloudwatch.IMetric[] {
  return services.flatMap(({ service, table }, index) => {
    if (!table) return [];
    const [read, write] = [`read${index}`, `write${index}`];
    return new cloudwatch.MathExpression({
      expression: total([read, write]),
      usingMetrics: {
        [read]: seenFromElsewhere(table.metrics.metricConsumed('Read', HOUR)),
        [write]: seenFromElsewhere(table.metrics.metricConsumed('Write', HOUR)),
      },
      label: service.name,
      ...HOUR,
    });
  });
}

/** What goes through each gateway, in both directions: each byte is charged once. */
function gatewayData({ natGateways }: EnvironmentDashboardProps): cloudwatch.IMetric[] {
  return natGateways.map((gateway, index) => {
    const dimensions = { NatGatewayId: weakly(gateway.attrNatGatewayId) };
    const ways = ['BytesOutToDestination', 'BytesOutToSource'].map((name) =>
      metricOf('AWS/NATGateway', name, dimensions),
    );
    return megabytes(ways, `gateway${index}`, `gateway ${index + 1}`);
  });
}

function megabytes(metrics: readonly cloudwatch.Metric[], id: string, label: string): cloudwatch.MathExpression {
  const named = Object.fromEntries(metrics.map((metric, index) => [`${id}part${index}`, metric]));
  return new cloudwatch.MathExpression({
    expression: `${total(Object.keys(named))} / ${BYTES_OF_A_MEGABYTE}`,
    usingMetrics: named,
    label,
    ...HOUR,
  });
}

function metricOf(namespace: string, metricName: string, dimensionsMap: Record<string, string>): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic: 'Sum', ...HOUR });
}
