import type { DashboardBody } from '../../support/dashboard/body';
import { ownMetricsIn } from '../../support/dashboard/own-metrics';
import { problemsIn } from '../../support/dashboard/problems';
import { DELIVERIES, DELIVERY_NAMES } from '../../support/deliveries';
import { evaluator } from '../../support/intrinsics';
import { synthesize } from '../../support/synthesized';
import { resourcesIn, type SynthesizedStack } from '../../support/template';

interface Shown {
  readonly stack: SynthesizedStack;
  readonly name: string;
  readonly body: DashboardBody;
}

describe.each(DELIVERY_NAMES)('the dashboards of %s', (delivery) => {
  const stacks = synthesize(DELIVERIES[delivery]);
  const evaluate = evaluator(stacks);
  const dashboards: Shown[] = resourcesIn(stacks, 'AWS::CloudWatch::Dashboard').map(({ stack, properties }) => {
    const { DashboardName: name, DashboardBody: text } = evaluate(stack, properties);
    return { stack, name, body: JSON.parse(text) };
  });
  /** By account and region, as alarms are known. */
  const place = ({ account, region }: SynthesizedStack) => `${account} ${region}`;
  const named = (stack: SynthesizedStack, name: string) => `${place(stack)} ${name}`;

  test('are there for the delivery, for each environment and for each service in it', () => {
    const { name, environments, services } = DELIVERIES[delivery];
    const ofEnvironments = environments.flatMap((environment) => [
      `${name}-${environment.name}`,
      ...services.map((service) => `${name}-${environment.name}-${service.name}`),
    ]);
    expect(dashboards.map((shown) => shown.name).sort()).toEqual(
      [`${name}-delivery-metrics`, ...ofEnvironments].sort(),
    );
  });

  test('show what can be shown', () => {
    const own = ownMetricsIn(stacks, evaluate);
    const problems = dashboards.flatMap(({ name, body }) =>
      problemsIn(body, own).map((problem) => `${name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  test('show alarms that there are, in their own account and region', () => {
    const alarms = resourcesIn(stacks, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm');
    const known = new Set(
      alarms.map(({ stack, properties }) => named(stack, evaluate(stack, properties['AlarmName']))),
    );
    const missing = dashboards.flatMap(({ stack, body }) =>
      body.widgets
        .flatMap(({ properties }) => properties.alarms ?? [])
        .map((arn) => named(stack, arn.split(':alarm:')[1]!))
        .filter((alarm) => !known.has(alarm)),
    );
    expect(known.size).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  test('lead to dashboards that there are', () => {
    const known = dashboards.map(({ name }) => name);
    const texts = dashboards.flatMap(({ body }) => body.widgets.flatMap(({ properties }) => properties.markdown ?? []));
    const links = texts.flatMap((text) =>
      [...text.matchAll(/#dashboards\/dashboard\/([^)]+)\)/g)].map(([, name]) => name!),
    );
    expect(links.length).toBeGreaterThan(known.length);
    expect(links.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('measure services, tables and logs that there are', () => {
    const text = dashboards.map(({ body }) => JSON.stringify(body)).join('\n');
    // What the evaluation of references says of one that leads nowhere.
    expect(text).not.toMatch(/no output|no export/);
  });
});
