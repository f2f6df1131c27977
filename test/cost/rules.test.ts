import type { CostedResource } from '../../lib/cost/stacks';
import { costed, ecsService, eksCluster, eksRelease, loaded, paidFor, planted } from './planted';

/** A stack with one resource. */
const one = (Type: string, Properties: CostedResource['Properties'] = {}) => planted({ It: { Type, Properties } });
const usdOf = (type: string, properties?: CostedResource['Properties'], releases = 0) =>
  loaded([one(type, properties)], 0, releases).lines.reduce((all, { usd }) => all + usd, 0);

describe('the network', () => {
  test('a NAT gateway costs by the hour, and a little for what goes through it', () => {
    const report = costed([one('AWS::EC2::NatGateway')]);
    expect(paidFor(report, 'nat.hour')).toBeCloseTo(730 * 0.045);
    expect(paidFor(report, 'nat.gb')).toBeCloseTo(2 * 0.045);
  });

  test('what goes through several NAT gateways is counted once', () => {
    const gateway = { Type: 'AWS::EC2::NatGateway' };
    const report = costed([planted({ One: gateway, Two: gateway, Three: gateway })]);
    expect(paidFor(report, 'nat.hour')).toBeCloseTo(3 * 730 * 0.045);
    expect(paidFor(report, 'nat.gb')).toBeCloseTo(2 * 0.045);
  });

  test('a load balancer that the internet reaches has a public address in each subnet, another has none', () => {
    const Subnets = ['a', 'b', 'c'];
    const outside = costed([one('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', Subnets })]);
    const inside = costed([one('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets })]);
    expect(paidFor(outside, 'balancer.hour')).toBeCloseTo(730 * 0.0225);
    expect(paidFor(outside, 'ipv4.hour')).toBeCloseTo(3 * 730 * 0.005);
    expect(inside.lines.map(({ price }) => price)).toEqual(['balancer.hour']);
  });

  test('a gateway endpoint is free, an interface endpoint costs in each subnet', () => {
    expect(usdOf('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })).toBe(0);
    const SubnetIds = ['a', 'b'];
    expect(usdOf('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds })).toBeCloseTo(2 * 730 * 0.01);
  });
});

describe('a service on ECS', () => {
  test('costs the tasks that scaling holds, of the size of its releases and not of the placeholder', () => {
    const report = costed([planted(ecsService({ minimum: 2 }))]);
    expect(paidFor(report, 'fargate.arm64.vcpu')).toBeCloseTo(2 * 730 * 0.25 * 0.03238);
    expect(paidFor(report, 'fargate.arm64.gb')).toBeCloseTo(2 * 730 * 0.5 * 0.00356);
    expect(paidFor(report, 'ipv4.hour')).toBe(0);
  });

  test('has a public address for each task where there is no NAT gateway', () => {
    const report = costed([planted(ecsService({ minimum: 2, address: 'ENABLED' }))]);
    expect(paidFor(report, 'ipv4.hour')).toBeCloseTo(2 * 730 * 0.005);
  });

  test('grows by what its policy says of requests, up to its maximum', () => {
    // 120 requests a second are 7200 a minute: three tasks of 3000.
    const vcpu = (requests: number) =>
      paidFor(loaded([planted(ecsService({ maximum: 4 }))], requests), 'fargate.arm64.vcpu', 'load');
    expect(vcpu(50)).toBe(0);
    expect(vcpu(120)).toBeCloseTo(2 * 730 * 0.25 * 0.03238);
    expect(vcpu(5000)).toBeCloseTo(3 * 730 * 0.25 * 0.03238);
  });

  test('has its tasks twice while a release is deployed', () => {
    const report = loaded([planted(ecsService({ minimum: 2 }))], 0, 20);
    expect(paidFor(report, 'fargate.arm64.vcpu', 'releases')).toBeCloseTo(20 * 0.25 * 2 * 0.25 * 0.03238);
  });

  test('costs load balancer units by what is most: bytes at 200 requests a second', () => {
    const report = loaded([planted(ecsService())], 200);
    // 200 × 3600 × 4 KiB are 2.7466 GB an hour; connections are 20 a second of 25, and 1200 of 3000.
    expect(paidFor(report, 'balancer.lcu')).toBeCloseTo(2.746582 * 730 * 0.008, 4);
  });

  test('pays for what goes out only where its load balancer is open to the internet', () => {
    const listener = {
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: { LoadBalancerArn: { 'Fn::ImportValue': 'shop-dev-cluster:Balancer' } },
      },
    };
    const cluster = (Scheme: string) =>
      planted(
        { Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme, Subnets: [] } } },
        'shop-dev-cluster',
        { Out: { Value: { Ref: 'Balancer' }, Export: { Name: 'shop-dev-cluster:Balancer' } } },
      );
    const out = (scheme: string) =>
      paidFor(loaded([cluster(scheme), planted({ ...ecsService(), ...listener })], 10), 'transfer.internet');
    expect(out('internal')).toBe(0);
    // 10 requests a second of 4 KiB for 730 hours are 100.25 GB.
    expect(out('internet-facing')).toBeCloseTo(100.2502 * 0.09, 3);
  });

  test('without a task definition is refused, as its size is not known', () => {
    const { Service } = ecsService();
    expect(() => costed([planted({ Service: Service! })])).toThrow('shop-dev-web: no task definition of Service');
  });
});

describe('EKS', () => {
  test('a cluster costs by the hour, and the cheapest nodes that hold its pods, with what Auto Mode takes', () => {
    const report = costed([planted(eksCluster(['c', 'm']), 'shop-dev-kubernetes'), planted(eksRelease())]);
    expect(paidFor(report, 'eks.cluster')).toBeCloseTo(73);
    expect(paidFor(report, 'ec2.c6g.large')).toBeCloseTo(730 * 0.068);
    expect(paidFor(report, 'eks.autoMode')).toBeCloseTo(730 * 0.068 * 0.12);
    expect(paidFor(report, 'ebs.gp3')).toBeCloseTo(40 * 0.08);
    expect(paidFor(report, 'logs.vended')).toBeCloseTo(2 * 3 * 0.5);
  });

  test('a pool that takes burstable instances has those', () => {
    const report = costed([planted(eksCluster(['c', 'm', 'r', 't']), 'shop-dev-kubernetes'), planted(eksRelease())]);
    expect(paidFor(report, 'ec2.t4g.medium')).toBeCloseTo(730 * 0.0336);
  });

  test('pods of a service are spread over nodes in each zone', () => {
    const stacks = [planted(eksCluster(['c']), 'shop-dev-kubernetes'), planted(eksRelease({ minimum: 3 }))];
    expect(paidFor(costed(stacks), 'ec2.c6g.large')).toBeCloseTo(2 * 730 * 0.068);
  });

  test('services of both architectures have nodes of both', () => {
    const report = costed([
      planted(eksCluster(['c']), 'shop-dev-kubernetes'),
      planted(eksRelease()),
      planted(eksRelease({ architecture: 'x86_64' }), 'shop-dev-old'),
    ]);
    expect(paidFor(report, 'ec2.c6g.large')).toBeCloseTo(730 * 0.068);
    expect(paidFor(report, 'ec2.c6a.large')).toBeCloseTo(730 * 0.0765);
  });

  test('of the same price few large nodes are taken before many small ones', () => {
    const stacks = [
      planted(eksCluster(['c']), 'shop-dev-kubernetes'),
      planted(eksRelease({ minimum: 22, maximum: 22 })),
    ];
    const report = costed(stacks);
    expect(paidFor(report, 'ec2.c6g.xlarge')).toBeCloseTo(2 * 730 * 0.136);
    expect(paidFor(report, 'ec2.c6g.large')).toBe(0);
  });

  test('large pods have large nodes', () => {
    // 5.9 vCPU in all, of which no pod fits beside the agents on a node of two.
    const stacks = [
      planted(eksCluster(['c']), 'shop-dev-kubernetes'),
      planted(eksRelease({ minimum: 3, cpu: '1800m' })),
    ];
    const report = costed(stacks);
    expect(paidFor(report, 'ec2.c6g.xlarge')).toBeCloseTo(2 * 730 * 0.136);
  });

  test('pods that no node holds are refused', () => {
    const stacks = [planted(eksCluster(['c']), 'shop-dev-kubernetes'), planted(eksRelease({ cpu: '16' }))];
    expect(() => costed(stacks)).toThrow('a node must hold a pod of 16.031 vCPU and 0.5 GB');
  });

  test('a service pays no Fargate, and what its requests cost as on ECS', () => {
    const onEks = loaded([planted(eksCluster(), 'shop-dev-kubernetes'), planted(eksRelease())], 20);
    const onEcs = loaded([planted(ecsService())], 20);
    expect(onEks.lines.some(({ kind }) => kind === 'Fargate')).toBe(false);
    expect(paidFor(onEks, 'balancer.lcu')).toBeCloseTo(paidFor(onEcs, 'balancer.lcu'));
    expect(paidFor(onEks, 'logs.ingested', 'load')).toBeCloseTo(paidFor(onEcs, 'logs.ingested', 'load'));
  });

  test('a release that is no JSON is refused', () => {
    const broken = one('AWS::SSM::Parameter', { Value: '{"platform":"eks",' });
    expect(() => costed([broken])).toThrow('shop-dev-web: the release in It is not JSON');
  });
});

describe('what is seen', () => {
  const metric = (Period: number) => ({ MetricStat: { Period } });

  test('an alarm costs for each metric that it reads, expressions none', () => {
    expect(usdOf('AWS::CloudWatch::Alarm', { MetricName: 'Errors', Period: 300 })).toBeCloseTo(0.1);
    const Metrics = [{ Expression: 'SUM([a, b])' }, metric(60), metric(300)];
    expect(usdOf('AWS::CloudWatch::Alarm', { Metrics })).toBeCloseTo(0.2);
  });

  test('an alarm on what is unusual costs its metric and both ends of the band', () => {
    const Metrics = [{ Expression: 'ANOMALY_DETECTION_BAND(m0, 2)' }, metric(300)];
    expect(usdOf('AWS::CloudWatch::Alarm', { Metrics })).toBeCloseTo(0.3);
  });

  test('an alarm that looks more often than each minute costs three times as much', () => {
    expect(usdOf('AWS::CloudWatch::Alarm', { Metrics: [metric(10)] })).toBeCloseTo(0.3);
  });

  test('target tracking makes two alarms of what it reads', () => {
    expect(paidFor(costed([planted(ecsService())]), 'cloudwatch.alarm')).toBeCloseTo(2 * 2 * 0.1);
  });

  test('composite alarms, dashboards and metrics of logs have their prices', () => {
    expect(usdOf('AWS::CloudWatch::CompositeAlarm')).toBeCloseTo(0.5);
    expect(usdOf('AWS::CloudWatch::Dashboard')).toBeCloseTo(3);
    expect(usdOf('AWS::Logs::MetricFilter', { MetricTransformations: [{}] })).toBeCloseTo(0.3);
  });

  test('Container Insights costs the metrics that AWS lists, where it is on', () => {
    const cluster = (Value: string) =>
      planted(
        {
          Cluster: {
            Type: 'AWS::ECS::Cluster',
            Properties: { ClusterSettings: [{ Name: 'containerInsights', Value }] },
          },
        },
        'shop-dev-cluster',
      );
    // 26 of the cluster, 21 of the service, 16 of its family; of the task 32, and of each of two containers 28 and 4.
    const report = costed([cluster('enhanced'), planted(ecsService())]);
    expect(paidFor(report, 'insights.metric')).toBeCloseTo((26 + 21 + 16 + 32 + 2 * 32) * 0.07);
    expect(paidFor(costed([cluster('disabled'), planted(ecsService())]), 'insights.metric')).toBe(0);
  });

  test('traces are what is reserved and a share of the rest', () => {
    const rule = {
      Rule: { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0.05 } } },
    };
    const traces = (requests: number) =>
      paidFor(loaded([planted({ ...ecsService(), ...rule })], requests), 'xray.trace');
    expect(traces(0.5)).toBeCloseTo(0.5 * 730 * 3600 * 5e-6);
    expect(traces(21)).toBeCloseTo(2 * 730 * 3600 * 5e-6);
  });

  test('a trace is counted where the internet comes in, and at each service where it does not', () => {
    const Rule = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0 } } };
    const Balancer = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internet-facing' } };
    const Listener = {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { LoadBalancerArn: { Ref: 'Balancer' } },
    };
    const inside = planted({ ...ecsService(), Rule }, 'shop-dev-orders');
    const outside = planted({ ...ecsService(), Rule, Balancer, Listener });
    const one = 730 * 3600 * 5e-6;
    expect(paidFor(loaded([inside, outside], 1), 'xray.trace')).toBeCloseTo(one);
    expect(paidFor(loaded([inside, planted({ ...ecsService(), Rule })], 1), 'xray.trace')).toBeCloseTo(2 * one);
  });

  test('with Transaction Search the bytes of spans cost, and traces nothing', () => {
    const Rule = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0 } } };
    const search = planted({ Search: { Type: 'AWS::XRay::TransactionSearchConfig' } }, 'shop-dev-cluster');
    const report = loaded([search, planted({ ...ecsService(), Rule })], 1);
    expect(paidFor(report, 'xray.trace')).toBe(0);
    expect(paidFor(report, 'xray.span')).toBeCloseTo(((730 * 3600 * 2000) / 1024 ** 3) * 0.35);
  });

  test('a canary costs its runs and the function that makes them', () => {
    const report = costed([one('AWS::Synthetics::Canary', { Schedule: { Expression: 'rate(5 minutes)' } })]);
    expect(paidFor(report, 'synthetics.run')).toBeCloseTo(8760 * 0.0012);
    expect(paidFor(report, 'lambda.x86_64')).toBeCloseTo(8760 * 10 * (1000 / 1024) * 0.0000166667);
  });
});

describe('data and functions', () => {
  test('a table of a service costs reads, and writes once more for each index', () => {
    const table = { Type: 'AWS::DynamoDB::Table', Properties: { GlobalSecondaryIndexes: [{}] } };
    const report = loaded([planted({ ...ecsService(), Table: table })], 1);
    expect(paidFor(report, 'dynamodb.read')).toBeCloseTo(2.628e6 * 1.25e-7);
    expect(paidFor(report, 'dynamodb.write')).toBeCloseTo(2.628e6 * 0.2 * 2 * 6.25e-7);
  });

  test("a table that is no service's own does not grow with load", () => {
    const report = loaded(
      [planted(ecsService()), planted({ Table: { Type: 'AWS::DynamoDB::Table' } }, 'shop-dev-other')],
      9,
    );
    expect(paidFor(report, 'dynamodb.read')).toBe(0);
  });

  test.each([
    ['Advanced', 10, 0.05],
    ['Intelligent-Tiering', 4096, 0],
    ['Intelligent-Tiering', 4097, 0.05],
    [undefined, 4096, 0],
  ])('a parameter of the tier %s with %i bytes costs %f', (Tier, bytes, usd) => {
    expect(usdOf('AWS::SSM::Parameter', { Tier, Value: 'x'.repeat(bytes) })).toBeCloseTo(usd);
  });

  test('keys and secrets cost by the month', () => {
    expect(usdOf('AWS::KMS::Key')).toBeCloseTo(1);
    expect(usdOf('AWS::SecretsManager::Secret')).toBeCloseTo(0.4);
  });

  test('a queue that Lambda polls costs while nothing is in it, a stream does not', () => {
    const mapping = (EventSourceArn: unknown) => ({
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn },
    });
    const Queue = { Type: 'AWS::SQS::Queue' };
    const polled = costed([planted({ Queue, Source: mapping({ 'Fn::GetAtt': ['Queue', 'Arn'] }) })]);
    const stream = costed([planted({ Queue, Source: mapping({ 'Fn::GetAtt': ['Table', 'StreamArn'] }) })]);
    expect(paidFor(polled, 'sqs.request')).toBeCloseTo(900 * 730 * 4e-7);
    expect(paidFor(stream, 'sqs.request')).toBe(0);
  });

  test('what a schedule starts costs for each run, a rule that waits for events nothing', () => {
    const Targets = [{ Arn: { 'Fn::GetAtt': ['Lambda', 'Arn'] } }];
    const Lambda = { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1024, Architectures: ['arm64'] } };
    const rule = (Properties: object) => ({ Lambda, Rule: { Type: 'AWS::Events::Rule', Properties } });
    const scheduled = costed([planted(rule({ ScheduleExpression: 'rate(10 minutes)', Targets }))]);
    expect(paidFor(scheduled, 'lambda.arm64')).toBeCloseTo(4380 * 5 * 0.0000133334);
    expect(costed([planted(rule({ EventPattern: {}, Targets }))]).lines).toEqual([]);
  });

  test('an image is scanned once for a release where the registry scans for money', () => {
    const scanning = (ScanType: string) =>
      planted({
        Scanning: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: { ScanType } },
        Repository: { Type: 'AWS::ECR::Repository' },
      });
    expect(paidFor(loaded([scanning('ENHANCED')], 0, 20), 'inspector.scan')).toBeCloseTo(20 * 0.09);
    expect(paidFor(loaded([scanning('BASIC')], 0, 20), 'inspector.scan')).toBe(0);
  });
});

describe('releases', () => {
  const action = (Category: string) => ({ ActionTypeId: { Category } });

  test('a pipeline costs minutes of its actions, but not of a person or a source', () => {
    const Stages = [
      { Actions: [action('Source')] },
      { Actions: [action('Build'), action('Approval'), action('Deploy')] },
    ];
    const report = loaded([one('AWS::CodePipeline::Pipeline', { Stages })], 0, 20);
    expect(paidFor(report, 'codepipeline.minute')).toBeCloseTo(20 * (2 + 15) * 0.002);
  });

  test('a build costs by its size', () => {
    const build = (ComputeType: string) => one('AWS::CodeBuild::Project', { Environment: { ComputeType } });
    expect(paidFor(loaded([build('BUILD_GENERAL1_SMALL')], 0, 20), 'codebuild.small')).toBeCloseTo(20 * 2 * 0.005);
    expect(paidFor(loaded([build('BUILD_GENERAL1_LARGE')], 0, 20), 'codebuild.large')).toBeCloseTo(20 * 2 * 0.02);
  });

  test('a build of a size without a price is refused', () => {
    const build = one('AWS::CodeBuild::Project', { Environment: { ComputeType: 'BUILD_GENERAL1_2XLARGE' } });
    expect(() => costed([build])).toThrow(
      'It must be of BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE (got BUILD_GENERAL1_2XLARGE)',
    );
  });
});
