import { rendered } from '../../cloudformation/template';
import { assumed, GIGABYTE, SECONDS_PER_MONTH } from '../assumptions';
import { type Charge, counted, numberText, type Rules, type Surroundings } from '../charge';
import { runsPerMonth } from '../schedules';
import { type Located, resourcesOf } from '../stacks';
import { tasksFor } from '../workloads';

/** A metric of an alarm; one without `MetricStat` is an expression, and AWS charges for what it reads instead. */
interface AlarmMetric {
  readonly MetricStat?: { readonly Period: number };
  readonly Expression?: string;
}

/** An alarm on what is unusual is billed for its metric and for both ends of the band (CloudWatch pricing, "Anomaly Detection"). */
const BAND_METRICS = 2;

export const OBSERVABILITY_RULES: Rules = {
  // "Alarms are billed based on the number of metrics per alarm": an expression of five metrics costs as much as five alarms.
  'AWS::CloudWatch::Alarm': ({ properties }) => {
    const metrics = (properties['Metrics'] ?? []) as readonly AlarmMetric[];
    const periods = metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Period] : []));
    const all = periods.length === 0 ? [Number(properties['Period'] ?? 60)] : periods;
    const price = Math.min(...all) < 60 ? 'cloudwatch.alarm.highResolution' : 'cloudwatch.alarm';
    const hasBand = metrics.some(({ Expression }) => Expression?.startsWith('ANOMALY_DETECTION_BAND'));
    const quantity = all.length + (hasBand ? BAND_METRICS : 0);
    return [{ basis: 'fixed', price, quantity, how: `1 alarm of ${counted(quantity, 'metric')}` }];
  },
  'AWS::CloudWatch::CompositeAlarm': () => [
    { basis: 'fixed', price: 'cloudwatch.alarm.composite', quantity: 1, how: '1 composite alarm' },
  ],
  'AWS::CloudWatch::Dashboard': () => [
    { basis: 'fixed', price: 'cloudwatch.dashboard', quantity: 1, how: '1 dashboard' },
  ],
  // Target tracking makes an alarm for more and one for fewer of what it scales, each of the metrics that it reads.
  'AWS::ApplicationAutoScaling::ScalingPolicy': ({ properties }) => {
    const custom = properties['TargetTrackingScalingPolicyConfiguration']?.CustomizedMetricSpecification;
    const metrics = ((custom?.Metrics ?? []) as readonly AlarmMetric[]).filter(({ MetricStat }) => MetricStat).length;
    const count = Math.max(1, metrics);
    return [
      {
        basis: 'fixed',
        price: 'cloudwatch.alarm',
        quantity: 2 * count,
        how: `2 alarms of ${counted(count, 'metric')}`,
      },
    ];
  },
  'AWS::Logs::MetricFilter': ({ properties }) => {
    const count = (properties['MetricTransformations'] ?? []).length;
    return [{ basis: 'fixed', price: 'cloudwatch.metric', quantity: count, how: counted(count, 'metric') }];
  },
  'AWS::ECS::Cluster': ({ properties }, around) => {
    const settings: readonly { readonly Name: string; readonly Value: string }[] = properties['ClusterSettings'] ?? [];
    const isEnhanced = settings.some(({ Name, Value }) => Name === 'containerInsights' && Value === 'enhanced');
    return isEnhanced ? containerInsights(around) : [];
  },
  'AWS::Synthetics::Canary': ({ properties }) => {
    const runs = runsPerMonth(rendered(properties['Schedule'].Expression));
    const gigabytes = Number(properties['RunConfig']?.MemoryInMB ?? 1000) / 1024;
    const seconds = assumed('canarySeconds');
    return [
      { basis: 'fixed', price: 'synthetics.run', quantity: runs, how: counted(runs, 'run') },
      {
        basis: 'fixed',
        price: 'lambda.x86_64',
        quantity: runs * seconds * gigabytes,
        how: `${counted(runs, 'run')} × ${seconds} s × ${numberText(gigabytes)} GB`,
        assumes: ['canarySeconds'],
      },
      {
        basis: 'fixed',
        price: 's3.put',
        quantity: runs * assumed('canaryPuts'),
        how: `${counted(runs, 'run')} × ${assumed('canaryPuts')} objects`,
        assumes: ['canaryPuts'],
      },
    ];
  },
  'AWS::XRay::SamplingRule': (rule, around) => traces('xray.trace', rule, around),
  // Insights look at the traces of a service's group, whatever its filter leaves of them.
  'AWS::XRay::Group': ({ properties, stack }, around) => {
    if (rendered(properties['InsightsConfiguration']?.InsightsEnabled ?? false) !== 'true') return [];
    return resourcesOf(stack, 'AWS::XRay::SamplingRule').flatMap((rule) => traces('xray.insight', rule, around));
  },
};

/**
 * Traces are counted where requests come in: what a service is asked by another is part of the same trace. Where the internet
 * reaches no service, each is asked by somebody. With Transaction Search on AWS counts the bytes of spans instead, of every service.
 */
function traces(price: 'xray.trace' | 'xray.insight', rule: Located, around: Surroundings): Charge[] {
  const { workloads, stacks, requestsPerSecond } = around;
  const perSecond = sampled(rule, requestsPerSecond);
  const how = `${numberText(perSecond)} traces a second of ${numberText(requestsPerSecond)} requests`;
  const isSearched = stacks.some((stack) => resourcesOf(stack, 'AWS::XRay::TransactionSearchConfig').length > 0);
  if (isSearched && price === 'xray.trace') {
    const bytes = assumed('spanBytesPerRequest');
    const quantity = (perSecond * SECONDS_PER_MONTH * bytes) / GIGABYTE;
    return [
      { basis: 'load', price: 'xray.span', quantity, how: `${how} × ${bytes} bytes`, assumes: ['spanBytesPerRequest'] },
    ];
  }
  const isEntry = workloads.some(({ resource, isPublic }) => isPublic && resource.stack === rule.stack);
  if (!isEntry && workloads.some(({ isPublic }) => isPublic)) return [];
  return [{ basis: 'load', price, quantity: perSecond * SECONDS_PER_MONTH, how }];
}

/** At least so many a second as the rule reserves, and the share that it states of the rest. */
function sampled({ properties }: Located, requestsPerSecond: number): number {
  const { ReservoirSize: reserved, FixedRate: rate } = properties['SamplingRule'];
  const first = Math.min(requestsPerSecond, Number(reserved));
  return first + (requestsPerSecond - first) * Number(rate);
}

/**
 * How many metrics "Amazon ECS Container Insights with enhanced observability metrics" lists for Fargate, by what they are
 * about. Those of tasks and containers are there twice, once under the service and once under the task definition's family.
 */
const METRICS = { cluster: 26, service: 21, family: 16, task: 32, container: 28, healthCheck: 4 } as const;

function containerInsights(around: Surroundings): Charge[] {
  const onEcs = around.workloads.filter(({ platform }) => platform === 'ecs');
  const countFor = (requestsPerSecond: number) =>
    onEcs.reduce(
      (all, workload) => {
        const tasks = tasksFor(workload, requestsPerSecond);
        // Half of what a container has is of the service and family, the other half of each task.
        const perContainer = workload.containers * METRICS.container + workload.checked * METRICS.healthCheck;
        return {
          metrics:
            all.metrics + METRICS.service + METRICS.family + tasks * METRICS.task + (perContainer / 2) * (1 + tasks),
          records: all.records + 1 + tasks * (1 + workload.containers),
        };
      },
      { metrics: METRICS.cluster as number, records: 1 },
    );
  const idle = countFor(0);
  const loaded = countFor(around.requestsPerSecond);
  const of = (basis: Charge['basis'], metrics: number, records: number): Charge[] => [
    {
      basis,
      price: 'insights.metric',
      quantity: metrics,
      how: `${metrics} metrics of ${counted(onEcs.length, 'service')}`,
    },
    {
      basis,
      price: 'logs.ingested',
      quantity: records * assumed('performanceLogGigabytes'),
      how: `${counted(records, 'cluster, service, task or container', 'clusters, services, tasks and containers')} × ${assumed('performanceLogGigabytes')} GB`,
      assumes: ['performanceLogGigabytes'],
    },
  ];
  return [
    ...of('fixed', idle.metrics, idle.records),
    ...of('load', loaded.metrics - idle.metrics, loaded.records - idle.records),
  ];
}
