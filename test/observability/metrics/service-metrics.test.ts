import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { EcsMetrics } from '../../../lib/observability/metrics/ecs-metrics';
import { EksMetrics } from '../../../lib/observability/metrics/eks-metrics';
import type { ServiceMetrics } from '../../../lib/observability/metrics/service-metrics';
import { viewOf } from '../../../lib/observability/platform-views';
import { metricMath } from '../../support/cloudwatch/metric-math';
import { KNOWN_METRICS } from '../../support/dashboard/known-metrics';
import { shop } from '../../support/templates';

const ecs = (controller: 'codedeploy' | 'ecs', isTraced = true) =>
  new EcsMetrics({ clusterName: 'shop-dev', serviceName: 'web', controller, isTraced });
const eks = new EksMetrics({
  clusterName: 'shop-dev',
  namespace: 'web',
  rolloutName: 'web',
  functionName: 'shop-dev-web-rollout',
});

const all = (metrics: ServiceMetrics) => [
  metrics.metricCpu(),
  metrics.metricMemory(),
  metrics.metricRunning(),
  ...metrics.counts(),
  ...metrics.starts(),
  ...(Object.values(metrics.deploying('id', 'Deploying').usingMetrics) as cloudwatch.Metric[]),
];

test.each([
  ['tasks under CodeDeploy', ecs('codedeploy')],
  ['tasks under ECS', ecs('ecs')],
  ['pods', eks],
])('%s: AWS publishes each metric under its name and dimensions', (_, metrics) => {
  const known = all(metrics).map(({ namespace, metricName, dimensions }) => ({
    metricName,
    isKnown: KNOWN_METRICS[namespace]?.[metricName]?.some(
      (set) => set.join() === Object.keys(dimensions!).sort().join(),
    ),
  }));
  expect(known.filter(({ isKnown }) => !isKnown)).toEqual([]);
});

test.each([
  ['tasks', ecs('ecs')],
  ['pods', eks],
])('%s: what is graphed has a name', (_, metrics) => {
  expect([...metrics.counts(), ...metrics.starts()].filter(({ label }) => !label)).toEqual([]);
});

test('a service on ECS is known by its cluster and its name', () => {
  expect(ecs('ecs').metricCpu().dimensions).toEqual({ ClusterName: 'shop-dev', ServiceName: 'web' });
});

test('one on EKS by its cluster, its namespace and what owns its pods', () => {
  expect(eks.metricCpu().dimensions).toEqual({ ClusterName: 'shop-dev', Namespace: 'web', PodName: 'web' });
  expect(eks.metricRunning().dimensions).toEqual({ ClusterName: 'shop-dev', Namespace: 'web' });
});

test('options stand before what a metric has by itself', () => {
  for (const metrics of [ecs('ecs'), eks]) {
    const metric = metrics.metricRestarts({ statistic: 'Maximum', label: 'restarts' });
    expect([metric.statistic, metric.label]).toEqual(['Maximum', 'restarts']);
  }
});

test('versions are counted as task sets under CodeDeploy and as deployments under ECS', () => {
  expect(ecs('codedeploy').metricVersions().metricName).toBe('TaskSetCount');
  expect(ecs('ecs').metricVersions().metricName).toBe('DeploymentCount');
});

test('restarts within a task are those of a collector that ECS deploys', () => {
  const names = (metrics: ServiceMetrics) => metrics.starts().map(({ metricName }) => metricName);
  expect(names(ecs('ecs'))).toContain('RestartCount');
  expect(names(ecs('ecs', false))).not.toContain('RestartCount');
  expect(names(ecs('codedeploy'))).not.toContain('RestartCount');
});

describe('a deployment is in progress', () => {
  const at = (metrics: ServiceMetrics, values: (number | undefined)[]) =>
    metricMath(metrics.deploying('m', 'Deploying').expression)(() => values);

  test('on ECS while there are two versions', () => {
    expect(at(ecs('codedeploy'), [1, 2])).toEqual([0, 1]);
  });

  test('on EKS while a pipeline looks every fifteen seconds, not when a runbook asks once or twice', () => {
    expect(at(eks, [undefined, 1, 2, 4])).toEqual([0, 0, 0, 1]);
  });
});

test.each([
  ['ecs', 'shop-dev', 'ServiceName'],
  ['eks', 'shop-dev', 'PodName'],
] as const)('the platform %s chooses', (platform, cluster, dimension) => {
  const delivery = shop();
  const service = { ...delivery.services[0]!, platform };
  const place = { delivery, environment: delivery.environments[0]!, service };
  expect(viewOf(service).metricsOf(place).metricCpu().dimensions).toMatchObject({
    ClusterName: cluster,
    [dimension]: 'web',
  });
});
