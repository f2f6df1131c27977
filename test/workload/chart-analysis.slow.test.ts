import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Endpoint } from '../../lib/compute/endpoint';
import { RollbackAlarms } from '../../lib/deployment/rollback-alarms';
import { newApp } from '../support/app';
import { valuesWith } from '../support/chart-values';
import { type Manifest, only, renderChart } from '../support/helm';
import type { Properties } from '../support/template';

const ALARMS = { errorPercent: 2.5, p99Milliseconds: 300 };
const values = valuesWith({ alarms: ALARMS });

/** The alarms of the side that users get, by the end of their names. */
function alarms(): Record<string, Properties> {
  const stack = new Stack(newApp(), 'stack');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
  const endpoint = new Endpoint(stack, 'Endpoint', {
    vpc,
    loadBalancer: elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(stack, 'LoadBalancer', {
      loadBalancerArn: `arn:aws:elasticloadbalancing:eu-central-1:111111111111:loadbalancer/${values.analysis.loadBalancer}`,
      securityGroupId: 'sg-1',
      vpc,
    }),
    loadBalancerFullName: values.analysis.loadBalancer,
    targetGroupNames: { blue: 'live', green: 'next' },
    listenerPort: 8080,
  });
  new RollbackAlarms(stack, 'Alarms', { prefix: 'web', endpoint, alarms: ALARMS, runbook: 'runbook.md' });
  const found = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  return Object.fromEntries(
    found.flatMap(({ Properties }) => {
      const [, name] = /^web-blue-(.+)$/.exec(Properties.AlarmName) ?? [];
      return name === undefined ? [] : [[name, Properties]];
    }),
  );
}

/** What is asked of CloudWatch, in the words of the API, without what says whose target group it is. */
function asked({ metricStat, ...query }: Manifest) {
  const { metric, period, stat } = metricStat;
  const dimensions = metric.dimensions.map(({ name, value }: Properties) => ({ Name: name, Value: value }));
  return {
    Id: query['id'],
    Metric: { Namespace: metric.namespace, MetricName: metric.metricName, Dimensions: dimensions },
    Period: period,
    Stat: stat,
  };
}

/** The metrics of an alarm, besides its expression. */
function measured({ Metrics }: Properties) {
  const all: Properties[] = Metrics.filter(({ MetricStat }: Properties) => MetricStat);
  // The ARN that the template has in place of the target group's name is the values' to say.
  return all.map(({ Id, MetricStat: { Metric, Period, Stat } }) => ({
    Id,
    Period,
    Stat,
    Metric: {
      ...Metric,
      Dimensions: Metric.Dimensions.map(({ Name, Value }: Properties) => ({
        Name,
        Value: Name === 'TargetGroup' ? values.analysis.targetGroup : Value,
      })),
    },
  }));
}

const expected = alarms();
let metrics: readonly Manifest[];
beforeAll(async () => {
  metrics = only(await renderChart(values), 'AnalysisTemplate', '-alarms')['spec'].metrics;
}, 60_000);
const metric = (name: string) => metrics.find((one) => one['name'] === name)!;
const queries = (name: string): Manifest[] => metric(name)['provider'].cloudWatch.metricDataQueries;
const returned = (name: string) => queries(name).filter(({ returnData = true }) => returnData);
const rawQueries = (name: string) => queries(name).filter(({ metricStat }) => metricStat);

test('a rollout is watched by what the alarms of its live side measure', () => {
  expect(metrics.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  expect(metrics).toHaveLength(3);
});

test.each(Object.keys(alarms()))('%s: the limit, and how many minutes of how many may be beyond it', (name) => {
  const { Threshold, DatapointsToAlarm, EvaluationPeriods, ComparisonOperator } = expected[name]!;
  expect(ComparisonOperator).toBe('GreaterThanThreshold');
  expect(metric(name)['successCondition']).toBe(
    `len(result) == 0 || count(result[0].Values[0:${EvaluationPeriods}], {# > ${Threshold}}) < ${DatapointsToAlarm}`,
  );
  // The first answer beyond the limit is the end.
  expect(metric(name)).not.toHaveProperty('failureLimit');
});

test('errors: the same expression over the same metrics', () => {
  const [expression] = expected['errors']!['Metrics'].filter(({ Expression }: Properties) => Expression);
  expect(returned('errors')).toEqual([{ id: 'percent', expression: expression.Expression }]);
  expect(rawQueries('errors').map(asked)).toEqual(expect.arrayContaining(measured(expected['errors']!)));
  expect(rawQueries('errors')).toHaveLength(2);
});

test('latency: the same metric, which counts where the alarm does not look away', () => {
  expect(expected['latency']!['EvaluateLowSampleCountPercentile']).toBe('ignore');
  const [latency, answers] = rawQueries('latency').map(asked);
  const [wanted] = measured(expected['latency']!);
  expect(latency).toEqual({ ...wanted, Id: 'latency' });
  expect(answers).toEqual({ ...wanted, Id: 'answers', Stat: 'SampleCount' });
  // "Percentile-based alarms and low data samples" in CloudWatch's guide: below 10 / (1 - percentile).
  expect(returned('latency')).toEqual([{ id: 'seconds', expression: `latency * (answers >= ${10 / 0.01})` }]);
});

test('unhealthy hosts: the same metric', () => {
  const [wanted] = measured(expected['unhealthy-hosts']!);
  expect(returned('unhealthy-hosts').map(asked)).toEqual([{ ...wanted, Id: 'hosts' }]);
});

test('there is time for three minutes of data in what is asked for, which come late', () => {
  for (const { provider } of metrics) expect(provider.cloudWatch.interval).toBe('5m');
});

test.each([
  [0.1, '0.1'],
  [5, '5'],
  [100, '100'],
])('a limit of %d percent is written as %s', async (errorPercent, written) => {
  const rendered = await renderChart(valuesWith({ alarms: { errorPercent, p99Milliseconds: 1 } }));
  const [errors, latency] = only(rendered, 'AnalysisTemplate', '-alarms')['spec'].metrics;
  expect(errors.successCondition).toContain(`{# > ${written}}`);
  expect(latency.successCondition).toContain('{# > 0.001}');
});
