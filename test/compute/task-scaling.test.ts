import { Match } from 'aws-cdk-lib/assertions';
import type { Properties } from '../support/template';
import { evaluated, only, shop, templateOf } from '../support/templates';

const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';

const delivery = shop(({ services: [web] }) => {
  Object.assign(web!, { scaling: { minimum: 2, maximum: 9, cpuPercent: 45, requestsPerTask: 700 } });
});
const template = templateOf(delivery, 'dev-web');
const requests = only(template, POLICY, { PolicyName: 'web-requests' }).Properties!;
const metrics: Properties[] =
  requests['TargetTrackingScalingPolicyConfiguration'].CustomizedMetricSpecification.Metrics;

test('the number of tasks stays within the configured bounds', () => {
  template.hasResourceProperties(TARGET, {
    ServiceNamespace: 'ecs',
    ScalableDimension: 'ecs:service:DesiredCount',
    ResourceId: 'service/shop-dev/web',
    MinCapacity: 2,
    MaxCapacity: 9,
  });
});

test('scaling waits for the service', () => {
  template.hasResource(TARGET, { DependsOn: [only(template, 'AWS::ECS::Service').id] });
});

test('both policies belong to the service, and there is no third', () => {
  template.resourceCountIs(POLICY, 2);
  template.allResourcesProperties(POLICY, {
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: { Ref: only(template, TARGET).id },
  });
});

test('one policy aims at the configured CPU', () => {
  template.hasResourceProperties(POLICY, {
    PolicyName: 'web-cpu',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 45,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  });
});

test('the other aims at the configured requests per task', () => {
  template.hasResourceProperties(POLICY, {
    PolicyName: 'web-requests',
    TargetTrackingScalingPolicyConfiguration: { TargetValue: 700, PredefinedMetricSpecification: Match.absent() },
  });
});

test('tasks are added sooner than taken away', () => {
  template.allResourcesProperties(POLICY, {
    TargetTrackingScalingPolicyConfiguration: { ScaleOutCooldown: 60, ScaleInCooldown: 300 },
  });
});

test('requests are those of both sides, of which one may have no data', () => {
  const returned = metrics.filter(({ ReturnData }) => ReturnData);
  expect(returned).toEqual([expect.objectContaining({ Expression: 'SUM([blue, green])' })]);
});

test.each(['blue', 'green'])('requests of %s are counted at its target group behind the load balancer', (color) => {
  const group = only(template, 'AWS::ElasticLoadBalancingV2::TargetGroup', { Name: `shop-dev-web-${color}` }).id;
  const cluster = templateOf(delivery, 'dev-cluster');
  const loadBalancer = only(cluster, 'AWS::ElasticLoadBalancingV2::LoadBalancer').id;
  const { MetricStat, ReturnData } = metrics.find(({ Id }) => Id === color)!;
  expect(ReturnData).toBe(false);
  expect(evaluated(delivery, 'dev-web', MetricStat)).toEqual({
    Stat: 'Sum',
    Metric: {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'RequestCountPerTarget',
      Dimensions: [
        {
          Name: 'LoadBalancer',
          Value: evaluated(delivery, 'dev-cluster', { 'Fn::GetAtt': [loadBalancer, 'LoadBalancerFullName'] }),
        },
        {
          Name: 'TargetGroup',
          Value: evaluated(delivery, 'dev-web', { 'Fn::GetAtt': [group, 'TargetGroupFullName'] }),
        },
      ],
    },
  });
});
