import { DescribeAlarmsCommand, GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { AlarmChange, Place } from '../../lib/incidents/incident';
import { acknowledge, applyChange } from '../../lib/incidents/model';
import { at } from './changes';
import { RunningFunction, WEB } from './running-function';

const running = RunningFunction.forTests();
const credentials = { AccessKeyId: 'AKIAPROD', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date() };
beforeEach(() => {
  running.sts.on(AssumeRoleCommand).resolves({ Credentials: credentials });
});

/** The request of the schedule. */
const sweep = () => running.deliver('{"source":"slipway.sweep"}');

const NOW = Math.floor(Date.now() / 1000) * 1000;
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const remember = (minutes: number, state: AlarmChange['state'], place: Place = WEB) =>
  running.store.change(place, (before) =>
    applyChange(before, {
      alarm: `shop-${place.environment}-${place.service}-page`,
      kind: 'page',
      state,
      at: ago(minutes),
    }),
  );
const alarmIs = (state: 'ALARM' | 'OK', minutes: number) =>
  running.cloudWatch.on(DescribeAlarmsCommand, { AlarmNames: PROD_ALARMS }).resolves({
    CompositeAlarms: [
      {
        AlarmName: 'shop-prod-web-page',
        StateValue: state,
        StateTransitionedTimestamp: new Date(ago(minutes)),
        StateUpdatedTimestamp: new Date(),
      },
    ],
  });
const PROD_ALARMS = ['web-page', 'web-ticket', 'orders-page', 'orders-ticket'].map((name) => `shop-prod-${name}`);

test('an alarm that is on although no event said so opens an incident since it is', async () => {
  alarmIs('ALARM', 30);
  expect(await sweep()).toEqual([]);
  expect((await running.store.state(WEB)).incident!.periods).toEqual([{ from: ago(30) }]);
  expect(running.subjects).toEqual(['[high] web in prod: incident opened (prod/web/1)']);
});

test('an alarm that is off although no event said so ends its incident when it went off', async () => {
  await remember(60, 'alarm');
  alarmIs('OK', 30);
  await sweep();
  expect((await running.store.state(WEB)).incident!.periods).toEqual([{ from: ago(60), to: ago(30) }]);
});

test('an alarm that is gone ends its incident', async () => {
  await remember(60, 'alarm');
  await sweep();
  expect((await running.store.state(WEB)).incident!.periods[0]!.to).toBeDefined();
});

test('where everything is as it should be nothing is written and nobody told', async () => {
  await remember(60, 'alarm');
  alarmIs('ALARM', 60);
  await sweep();
  const before = await running.dynamo().itemsOf('incidents');
  const heard = running.subjects.length;
  await sweep();
  expect(await running.dynamo().itemsOf('incidents')).toEqual(before);
  expect(running.subjects).toHaveLength(heard);
});

test('a service that is gone from the configuration has no incident any more', async () => {
  const gone = { environment: 'prod', service: 'old' };
  await remember(60, 'alarm', gone);
  await sweep();
  expect((await running.store.state(gone)).incident!.periods[0]!.to).toBeDefined();
  expect(running.subjects).toEqual(['[high] old in prod: incident resolved (prod/old/1)']);
});

test('what a person wrote into the record gets into the OpsItem', async () => {
  await remember(60, 'alarm');
  alarmIs('ALARM', 60);
  await sweep();
  await running.store.changeIncident({ ...WEB, number: 1 }, (one) => acknowledge(one, { by: 'ada', at: ago(1) }));
  await sweep();
  expect(running.ssm.commandCalls(UpdateOpsItemCommand).map(({ args }) => args[0].input)).toEqual([
    { OpsItemId: 'oi-1', Status: 'InProgress', Severity: '2' },
  ]);
});

test('an environment in the tools account is looked at directly, another one through its role, each in its region', async () => {
  const looks: string[] = [];
  running.cloudWatch.on(DescribeAlarmsCommand).callsFake(async (input, getClient) => {
    const { region, credentials: provider } = getClient().config;
    looks.push(`${input.AlarmNames[0]} ${await region()} ${(await provider()).accessKeyId}`);
    return {};
  });
  await sweep();
  expect(looks).toEqual(['shop-dev-web-page eu-central-1 AKIAEXAMPLEBUILD', 'shop-prod-web-page us-east-1 AKIAPROD']);
  expect(running.sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input.RoleArn)).toEqual([
    'arn:aws:iam::222222222222:role/shop-prod-incidents-metrics',
  ]);
});

test('an environment that cannot be looked at hides nothing of the others, and the look comes again', async () => {
  running.sts.on(AssumeRoleCommand).rejects(new Error('AccessDenied'));
  running.cloudWatch.on(DescribeAlarmsCommand).resolves({
    CompositeAlarms: [
      { AlarmName: 'shop-dev-orders-page', StateValue: 'ALARM', StateTransitionedTimestamp: new Date(ago(5)) },
    ],
  });
  expect(await sweep()).toEqual(['m0']);
  expect(running.subjects).toEqual(['[high] orders in dev: incident opened (dev/orders/1)']);
  expect(jest.mocked(console.error).mock.calls.flat().join()).toMatch(
    /cannot assume arn:aws:iam::222222222222:role\/shop-prod-incidents-metrics: AccessDenied/,
  );
});

describe('what users had of it', () => {
  const dimensions = (group: string, ...others: string[]) => [
    { Name: 'TargetGroup', Value: `targetgroup/${group}/0123` },
    { Name: 'LoadBalancer', Value: 'app/shop-prod-public/4567' },
    ...others.map((Value) => ({ Name: 'AvailabilityZone', Value })),
  ];

  beforeEach(async () => {
    await remember(40, 'alarm');
    await remember(20, 'ok');
    running.cloudWatch
      .on(ListMetricsCommand)
      .resolves({
        Metrics: [
          { Dimensions: dimensions('shop-prod-web-blue') },
          { Dimensions: dimensions('shop-prod-web-blue', 'us-east-1a') },
          { Dimensions: dimensions('shop-prod-web-blue-other') },
        ],
        NextToken: 'more',
      })
      .on(ListMetricsCommand, { NextToken: 'more' })
      .resolves({ Metrics: [{ Dimensions: dimensions('shop-prod-web-green') }] });
    running.cloudWatch
      .on(GetMetricDataCommand)
      .resolves({ MetricDataResults: [{ Id: 'requests_requestcount_0', Values: [100, 50] }], NextToken: 'more' })
      .on(GetMetricDataCommand, { NextToken: 'more' })
      .resolves({
        MetricDataResults: [
          { Id: 'requests_requestcount_1', Values: [30] },
          { Id: 'errors_httpcode_target_5xx_count_0', Values: [3] },
          { Id: 'errors_targetconnectionerrorcount_1', Values: [4] },
        ],
      });
  });

  test('is counted over both of the service’s target groups, from the begin to the end', async () => {
    await sweep();
    expect((await running.store.state(WEB)).incident!.impact).toEqual({ requests: 180, errors: 7, until: ago(20) });
    const { StartTime, EndTime, MetricDataQueries } =
      running.cloudWatch.commandCalls(GetMetricDataCommand)[0]!.args[0].input;
    expect([StartTime!.getTime(), EndTime!.getTime()]).toEqual([
      Math.floor(Date.parse(ago(40)) / 60_000) * 60_000,
      Math.ceil(Date.parse(ago(20)) / 60_000) * 60_000,
    ]);
    expect(MetricDataQueries!.map(({ MetricStat }) => MetricStat!.Metric!.Dimensions![0]!.Value)).toEqual([
      ...Array(3).fill('targetgroup/shop-prod-web-blue/0123'),
      ...Array(3).fill('targetgroup/shop-prod-web-green/0123'),
    ]);
  });

  test('is counted on EKS over what users get alone, not over what a new version is asked', async () => {
    running.cloudWatch.on(ListMetricsCommand).resolves({
      Metrics: ['shop-prod-web-live', 'shop-prod-web-next'].map((group) => ({ Dimensions: dimensions(group) })),
    });
    await sweep();
    const { MetricDataQueries } = running.cloudWatch.commandCalls(GetMetricDataCommand)[0]!.args[0].input;
    expect(MetricDataQueries!.map(({ MetricStat }) => MetricStat!.Metric!.Dimensions![0]!.Value)).toEqual(
      Array(3).fill('targetgroup/shop-prod-web-live/0123'),
    );
  });

  test('is written down with how the suspect went on', async () => {
    await running.deploy('e1', (NOW - Date.parse(at(0))) / 60_000 - 70);
    const context = { suspect: 'e1', deployments: [{ execution: 'e1', outcome: 'running' }] };
    await running.store.changeIncident({ ...WEB, number: 1 }, (one) => ({
      ...one,
      context: { ...context, at: ago(40) },
    }));
    await sweep();
    expect((await running.incident())!.context).toMatchObject({
      suspect: 'e1',
      deployments: [{ execution: 'e1', outcome: 'succeeded' }],
    });
  });

  test('is counted once', async () => {
    await sweep();
    await sweep();
    expect(running.cloudWatch.commandCalls(GetMetricDataCommand)).toHaveLength(2);
  });

  test('is counted again when the incident has come back and is over', async () => {
    await sweep();
    await remember(15, 'alarm');
    await remember(10, 'ok');
    await sweep();
    expect((await running.store.state(WEB)).incident!.impact!.until).toBe(ago(10));
  });

  test('is not asked for before CloudWatch has it, nor while it lasts', async () => {
    await remember(3, 'alarm');
    await remember(2, 'ok');
    await sweep();
    await remember(1, 'alarm');
    alarmIs('ALARM', 1);
    await sweep();
    expect(running.cloudWatch.commandCalls(GetMetricDataCommand)).toEqual([]);
  });
});
