import type { Template } from 'aws-cdk-lib/assertions';
import type { Properties } from '../support/template';
import { evaluated, only, shop, templateOf } from '../support/templates';

const ALARM = 'AWS::CloudWatch::Alarm';

const delivery = shop(({ services: [web] }) => {
  Object.assign(web!, { alarms: { errorPercent: 2.5, p99Milliseconds: 300 } });
});
const template = templateOf(delivery, 'dev-web');

function alarmIn(stack: Template, name: string): Properties {
  return only(stack, ALARM, { AlarmName: name }).Properties!;
}

/** Those of a side; the service has others. */
const rollbackAlarms = Object.values(template.findResources(ALARM))
  .map(({ Properties }) => Properties as Properties)
  .filter(({ AlarmName }) => /-(blue|green)-/.test(AlarmName));

test('each side has an alarm for errors, for latency and for unhealthy tasks', () => {
  expect(rollbackAlarms.map(({ AlarmName }) => AlarmName).sort()).toEqual([
    'shop-dev-web-blue-errors',
    'shop-dev-web-blue-latency',
    'shop-dev-web-blue-unhealthy-hosts',
    'shop-dev-web-green-errors',
    'shop-dev-web-green-latency',
    'shop-dev-web-green-unhealthy-hosts',
  ]);
});

test('two bad minutes of three are an alarm, and a side without data is well', () => {
  for (const alarm of rollbackAlarms) {
    expect(alarm).toMatchObject({
      DatapointsToAlarm: 2,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanThreshold',
    });
  }
});

test('each says its symptom and where the runbook goes on', () => {
  expect(alarmIn(template, 'shop-dev-web-green-errors')['AlarmDescription']).toBe(
    'More than 2.5 % of the answers of shop-dev-web (green) are 5xx. docs/runbook.md#a-rollback-alarm',
  );
  for (const { AlarmDescription } of rollbackAlarms) {
    expect(AlarmDescription).toMatch(/^\S.+\. docs\/runbook\.md#a-rollback-alarm$/);
  }
});

test('every metric is asked for each minute', () => {
  for (const { Metrics } of rollbackAlarms) {
    const periods = Metrics.flatMap(({ MetricStat }: Properties) => MetricStat?.Period ?? []);
    expect(periods.length).toBeGreaterThan(0);
    expect(new Set(periods)).toEqual(new Set([60]));
  }
});

describe.each(['blue', 'green'])('on the side %s', (color) => {
  const errors = alarmIn(template, `shop-dev-web-${color}-errors`);
  const latency = alarmIn(template, `shop-dev-web-${color}-latency`);
  const unhealthy = alarmIn(template, `shop-dev-web-${color}-unhealthy-hosts`);
  const metricOf = (alarm: Properties, id: string) =>
    alarm['Metrics'].find(({ Id }: Properties) => Id === id).MetricStat;

  test('errors are answers of 5xx in percent of all, no error being no missing data', () => {
    expect(errors['Threshold']).toBe(2.5);
    expect(errors['Metrics'].filter(({ ReturnData }: Properties) => ReturnData)).toEqual([
      expect.objectContaining({ Expression: '100 * (SUM([errors, requests]) - requests) / requests' }),
    ]);
    expect(metricOf(errors, 'errors')).toMatchObject({
      Metric: { MetricName: 'HTTPCode_Target_5XX_Count' },
      Stat: 'Sum',
    });
    expect(metricOf(errors, 'requests')).toMatchObject({ Metric: { MetricName: 'RequestCount' }, Stat: 'Sum' });
  });

  test('latency is the p99 in seconds, and says nothing about a handful of requests', () => {
    expect(latency).toMatchObject({ Threshold: 0.3, EvaluateLowSampleCountPercentile: 'ignore' });
    expect(metricOf(latency, 'm1')).toMatchObject({ Metric: { MetricName: 'TargetResponseTime' }, Stat: 'p99' });
  });

  test('one task that is not healthy is too many', () => {
    expect(unhealthy['Threshold']).toBe(0);
    expect(metricOf(unhealthy, 'm1')).toMatchObject({ Metric: { MetricName: 'UnHealthyHostCount' }, Stat: 'Maximum' });
  });

  test('all metrics are those of this side', () => {
    const group = only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', { Name: `shop-dev-web-${color}` }).id;
    const loadBalancer = only(templateOf(delivery, 'dev-cluster'), 'AWS::ElasticLoadBalancingV2::LoadBalancer').id;
    for (const alarm of [errors, latency, unhealthy]) {
      for (const { MetricStat } of alarm['Metrics'].filter((metric: Properties) => metric['MetricStat'])) {
        expect(MetricStat.Metric.Namespace).toBe('AWS/ApplicationELB');
        expect(evaluated(delivery, 'dev-web', MetricStat.Metric.Dimensions)).toEqual([
          {
            Name: 'LoadBalancer',
            Value: evaluated(delivery, 'dev-cluster', { 'Fn::GetAtt': [loadBalancer, 'LoadBalancerFullName'] }),
          },
          {
            Name: 'TargetGroup',
            Value: evaluated(delivery, 'dev-web', { 'Fn::GetAtt': [group, 'TargetGroupFullName'] }),
          },
        ]);
      }
    }
  });
});

test('the limits have defaults', () => {
  const byDefault = templateOf(shop(), 'dev-web');
  expect(alarmIn(byDefault, 'shop-dev-web-blue-errors')['Threshold']).toBe(5);
  expect(alarmIn(byDefault, 'shop-dev-web-blue-latency')['Threshold']).toBe(1);
});
