import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { EnvironmentInput } from '../../lib/config/input';
import { EnvironmentQueries } from '../../lib/observability/environment-queries';
import { TRACE_ID_EXAMPLE } from '../../lib/observability/log-queries';
import { ServiceLogs } from '../../lib/observability/service-logs';
import { newApp } from '../support/app';
import { matchesFilterPattern } from '../support/log-filter-pattern';
import { answers } from '../support/logs-insights';
import { only, shop, TOOLS } from '../support/templates';

/** What both services wrote while an order was placed, and while their table was away. */
const LINES = readFileSync(join(__dirname, 'service-log-lines.jsonl'), 'utf8').trim().split('\n');
const EVENTS = LINES.map((line) => JSON.parse(line));

/** What a collector writes when it cannot reach X-Ray. */
const COLLECTOR_LINE = '2026-11-23T04:30:22.409Z\terror\tinternal/queue_sender.go:57\tExporting failed. Dropping data.';

function logsIn(environment: Partial<EnvironmentInput> = {}) {
  const delivery = shop(({ environments }) => Object.assign(environments[0]!, environment));
  const stack = new Stack(newApp(), 'Stack', { env: TOOLS });
  const logs = new ServiceLogs(stack, 'Logs', {
    delivery,
    environment: delivery.environments[0]!,
    serviceName: 'web',
    logGroup: new LogGroup(stack, 'Group'),
  });
  return { logs, template: Template.fromStack(stack) };
}

const { logs, template } = logsIn();

describe('the metric of errors', () => {
  const { FilterPattern: pattern, MetricTransformations } = only(template, 'AWS::Logs::MetricFilter').Properties!;

  test('counts the lines in which a service says that something went wrong, and no others', () => {
    const counted = LINES.filter((line) => matchesFilterPattern(pattern, line));
    expect(counted).toEqual(LINES.filter((line) => line.startsWith('{"level":"error"')));
    expect(counted.length).toBeGreaterThan(0);
    expect(matchesFilterPattern(pattern, '{"level":"fatal","msg":"uncaught exception"}')).toBe(true);
  });

  test("leaves out what is not a service's", () => {
    expect(matchesFilterPattern(pattern, COLLECTOR_LINE)).toBe(false);
  });

  test('is zero while there are lines without errors', () => {
    expect(MetricTransformations).toEqual([
      { MetricNamespace: 'Slipway', MetricName: 'shop-dev-web-log-errors', MetricValue: '1', DefaultValue: 0 },
    ]);
  });

  test('is what the construct hands to dashboards', () => {
    const { namespace, metricName, statistic, dimensions } = logs.metricErrors();
    expect([namespace, metricName, statistic]).toEqual(['Slipway', MetricTransformations[0].MetricName, 'Sum']);
    expect(dimensions).toBeUndefined();
  });
});

describe('the alarm', () => {
  test('is there in production, where errors are unusual', () => {
    expect(logs.alarm).toBeUndefined();
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    const production = logsIn({ production: true });
    production.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'shop-dev-web-log-errors',
      AlarmDescription: Match.stringLikeRegexp('\\. \\S+#a-log-has-unusually-many-errors$'),
      ComparisonOperator: 'GreaterThanUpperThreshold',
      DatapointsToAlarm: 3,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'ANOMALY_DETECTION_BAND(m0, 4)' })]),
    });
    expect(production.logs.alarm).toBeDefined();
  });
});

function queryOf(from: Template, name: string): string {
  return only(from, 'AWS::Logs::QueryDefinition', { Name: name }).Properties!['QueryString'];
}

describe('a saved query', () => {
  test('about a service asks its log group alone', () => {
    const { id } = only(template, 'AWS::Logs::LogGroup');
    for (const { Properties } of Object.values(template.findResources('AWS::Logs::QueryDefinition'))) {
      expect(Properties.Name).toMatch(/^shop\/dev\/web\/[a-z-]+$/);
      expect(Properties.LogGroupNames).toEqual([{ Ref: id }]);
    }
  });

  test('tells which routes fail, the worst first', () => {
    const rows = answers(queryOf(template, 'shop/dev/web/errors-by-route'), EVENTS);
    expect(rows[0]).toEqual({ method: 'POST', route: '/orders', status: 503, errors: 3 });
    expect(rows).toHaveLength(3);
  });

  test('tells which routes are slow, the slowest first', () => {
    const rows = answers(queryOf(template, 'shop/dev/web/slowest-routes'), EVENTS);
    expect(rows[0]).toEqual({ method: 'POST', route: '/api/orders', requests: 2, p50: 121, p99: 312, slowest: 312 });
    expect(rows.at(-1)).toMatchObject({ route: '/api/products' });
  });

  test('shows the last errors with the trace that they belong to', () => {
    const rows = answers(queryOf(template, 'shop/dev/web/last-errors'), EVENTS);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({ msg: 'request failed', 'err.type': 'Problem' });
    expect(rows.every((row) => /^[0-9a-f]{32}$/.test(String(row['trace_id'])))).toBe(true);
  });
});

describe('the query for one trace', () => {
  const queries = (count: number) => {
    const app = newApp();
    const services = new Stack(app, 'Services', { env: TOOLS });
    const own = new Stack(app, 'Environment', { env: TOOLS });
    const logGroups = Array.from({ length: count }, (_, index) => new LogGroup(services, `Group${index}`));
    new EnvironmentQueries(own, 'Queries', { delivery: 'shop', environment: 'dev', logGroups });
    return { services: Template.fromStack(services), own: Template.fromStack(own) };
  };
  const [small, large] = [queries(2), queries(120)];

  test('finds what all services wrote about it, in order', () => {
    const trace = EVENTS.find(({ service, route }) => service === 'orders' && route === '/orders').trace_id;
    const rows = answers(queryOf(small.own, 'shop/dev/one-trace').replace(TRACE_ID_EXAMPLE, trace), EVENTS);
    expect(rows.map(({ service, route, status }) => [service, route, status])).toEqual([
      ['orders', '/orders', 201],
      ['storefront', '/api/orders', 201],
    ]);
  });

  test('is asked of as many log groups at once as Logs Insights takes', () => {
    const found = Object.values(large.own.findResources('AWS::Logs::QueryDefinition'));
    expect(found.map(({ Properties }) => [Properties.Name, Properties.LogGroupNames.length])).toEqual([
      ['shop/dev/one-trace', 50],
      ['shop/dev/one-trace-2', 50],
      ['shop/dev/one-trace-3', 20],
    ]);
  });

  test('holds no service back that is to be removed', () => {
    const outputs = Object.values(small.services.findOutputs('*'));
    expect(outputs).toHaveLength(2);
    expect(outputs.filter((output) => 'Export' in output)).toEqual([]);
  });
});
