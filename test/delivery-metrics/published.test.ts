import { reportOf } from '../../lib/delivery-metrics/model';
import { deploymentLines, metricLines } from '../../lib/delivery-metrics/published';
import { deployment } from './history';

const UNTIL = new Date('2026-11-30T00:00:00Z');
const question = { since: new Date('2026-10-31T00:00:00Z'), until: UNTIL, production: ['prod'] };
const on = (day: number) => new Date(Date.UTC(2026, 10, day));

const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line));
const lines = (events: Parameters<typeof reportOf>[0]) =>
  parsed(metricLines(reportOf(events, question), 'shop', UNTIL));

test('a service in an environment is one line of metrics with all three dimensions', () => {
  const [line, ...others] = lines([...deployment({ n: 1, at: on(10) }), ...deployment({ n: 2, at: on(20) })]);
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    Delivery: 'shop',
    Environment: 'prod',
    Service: 'web',
    _aws: {
      Timestamp: UNTIL.getTime(),
      CloudWatchMetrics: [{ Namespace: 'Slipway', Dimensions: [['Delivery', 'Environment', 'Service']] }],
    },
  });
});

test('what was measured is published under its name, and in its unit', () => {
  const [line] = lines([
    ...deployment({ n: 1, at: on(10) }),
    ...deployment({ n: 2, at: on(15), outcome: 'failed' }),
    ...deployment({ n: 3, at: on(20) }),
  ]);
  expect(line).toMatchObject({
    // Two in 30 days.
    DeploymentsPerDay: 2 / 30,
    // Two commits, each a day old when the deployment began, which took an hour.
    LeadTime: 25 * 3600,
    // One of three.
    ChangeFailRate: 100 / 3,
  });
  expect(line._aws.CloudWatchMetrics[0].Metrics).toEqual(
    expect.arrayContaining([
      { Name: 'DeploymentsPerDay', Unit: 'None' },
      { Name: 'LeadTime', Unit: 'Seconds' },
      { Name: 'ChangeFailRate', Unit: 'Percent' },
    ]),
  );
});

test('nothing is published of what was not there', () => {
  const [line] = lines(deployment({ n: 1, at: on(10) }));
  const names = line._aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name);
  expect(names).not.toContain('FailedDeploymentRecoveryTime');
  expect(line).not.toHaveProperty('FailedDeploymentRecoveryTime');
  expect(names.every((name: string) => typeof line[name] === 'number')).toBe(true);
});

test('a deployment counts at the time of its end, and as failed if it was', () => {
  const events = [
    ...deployment({ n: 1, at: on(10) }),
    ...deployment({ n: 2, at: on(11), outcome: 'failed', service: 'orders', environment: 'dev' }),
  ];
  expect(parsed(deploymentLines(events, 'shop'))).toMatchObject([
    { Service: 'web', Environment: 'prod', Deployments: 1, FailedDeployments: 0 },
    { Service: 'orders', Environment: 'dev', Deployments: 1, FailedDeployments: 1 },
  ]);
  const [line] = parsed(deploymentLines(events, 'shop'));
  expect(line._aws.Timestamp).toBe(on(10).getTime() + 3_600_000);
});
