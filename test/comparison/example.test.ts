import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInExample } from '../../lib/comparison/comparison';
import { TEMPLATE_FILE } from '../../lib/comparison/mistakes';
import { parseTemplate } from '../../lib/comparison/parse-yaml';
import { DELIVERIES } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { synthesize } from '../support/synthesized';
import type { Properties, Resource, SynthesizedStack } from '../support/template';

const text = readFileSync(join(__dirname, '../..', TEMPLATE_FILE), 'utf8');
const stacks = synthesize(DELIVERIES.sandbox);
const stack = stacks.find(({ name }) => name === 'sandbox-dev-storefront')!;
const ownStack: SynthesizedStack = {
  ...stack,
  template: {
    ...stack.template,
    Resources: Object.fromEntries(Object.entries(stack.template.Resources).filter(([id]) => isInExample(id))),
  },
};

/** What the template gets as parameters, and what it imports, by what the synthesized template says in these places. */
const PARAMETERS: Readonly<Record<string, unknown>> = {
  Prefix: 'sandbox-dev',
  Service: 'storefront',
  ListenerPort: 80,
  TestPort: 10080,
  LogGroup: 'the log group',
  SecurityGroup: 'the security group',
  ErrorPercent: 5,
  P99Milliseconds: 1000,
  P99Seconds: 1,
};
const IMPORTS: readonly (readonly [RegExp, string])[] = [
  [/RefVpc[0-9A-F]+$/, 'sandbox-dev-vpc'],
  [/RefPublic[0-9A-F]+$/, 'sandbox-dev-load-balancer'],
  [/LoadBalancerFullName[0-9A-F]+$/, 'sandbox-dev-load-balancer-full-name'],
  [/GetAttCluster[0-9A-F]+Arn[0-9A-F]+$/, 'sandbox-dev-cluster-arn'],
  [/TasksSubnet1Subnet[0-9A-F]+$/, 'sandbox-dev-subnet-1'],
  [/TasksSubnet2Subnet[0-9A-F]+$/, 'sandbox-dev-subnet-2'],
];

/** Both with the same names for what lies outside, and for each other. */
function outside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(outside);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref' && typeof argument === 'string') {
    if (argument in PARAMETERS) return PARAMETERS[argument];
    return /^Logs[0-9A-F]{8}$/.test(argument) ? PARAMETERS['LogGroup'] : value;
  }
  if (name === 'Fn::GetAtt') {
    const [id, attribute] = argument as [string, string];
    if (/^AccessSecurityGroup/.test(id)) return PARAMETERS['SecurityGroup'];
    if (/^Logs[0-9A-F]{8}$/.test(id)) return `arn:aws:logs:REGION:ACCOUNT:log-group:${PARAMETERS['LogGroup']}:*`;
    return { 'Fn::GetAtt': [id, attribute] };
  }
  if (name === 'Fn::ImportValue') {
    const wanted = filled(argument);
    return IMPORTS.find(([pattern, own]) => pattern.test(wanted) || own === wanted)?.[1] ?? `no import ${wanted}`;
  }
  if (name === 'Fn::Sub') return filled(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, outside(member)]));
}

function filled(value: unknown): string {
  if (typeof value === 'string') return value;
  const places: Readonly<Record<string, unknown>> = {
    ...PARAMETERS,
    'AWS::Partition': 'aws',
    'AWS::Region': 'REGION',
    'AWS::AccountId': 'ACCOUNT',
  };
  return (value as { 'Fn::Sub': string })['Fn::Sub'].replace(/\$\{([^}]+)\}/g, (_, place) => `${places[place]}`);
}

/** An alarm on one metric has a short form, and labels are for people. */
function spelt({ Type, Properties: own = {} }: Resource): Properties {
  const { Tags, Metrics, Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, ...others } = own;
  const { PolicyName, ...unnamed } = others;
  if (Type !== 'AWS::CloudWatch::Alarm') {
    return { ...(Type === 'AWS::IAM::Policy' ? unnamed : own), Tags: undefined };
  }
  const Stat = Statistic ?? ExtendedStatistic;
  const MetricStat = { Metric: { Dimensions, MetricName, Namespace }, Period, Stat };
  const queries = Metrics ?? [{ Id: 'm1', MetricStat, ReturnData: true }];
  return { ...others, Metrics: queries.map(({ Label, ...query }: Properties) => query) };
}

/** The properties of resources, with references to each other by type and name, in an order that both share. */
function madeBy({ template }: SynthesizedStack): unknown[] {
  const filledIn = Object.fromEntries(
    Object.entries(template.Resources).map(([id, resource]) => [
      id,
      { Type: resource.Type, Properties: outside(resource.Properties) as Properties },
    ]),
  );
  const own: SynthesizedStack = { ...stack, template: { Resources: filledIn } };
  const evaluate = evaluator([own], ({ Type, Properties: properties }) => `${Type} ${properties?.['Description']}`);
  const resources = Object.values(filledIn).map((resource) => ({
    type: resource.Type,
    properties: evaluate(own, spelt(resource)),
  }));
  const ids = Object.keys(template.Resources);
  // What has no name of its own is called by its logical id, and told apart by its type and description.
  const withoutIds = (text: string) => ids.reduce((line, id) => line.replaceAll(`${stack.name}.${id}`, ''), text);
  const lines = resources.map((resource) => withoutIds(JSON.stringify(sorted(resource))));
  return lines.sort().map((line) => JSON.parse(line));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort()
      .map(([key, member]) => [key, sorted(member)]),
  );
}

const byHand = (yaml: string): SynthesizedStack => ({ ...stack, template: parseTemplate(yaml) as never });

test('the template by hand makes the resources that the constructs make', () => {
  expect(madeBy(byHand(text))).toEqual(madeBy(ownStack));
});

test.each([
  ['another value', 'HealthCheckIntervalSeconds: 10', 'HealthCheckIntervalSeconds: 11'],
  ['another reference', 'GreenTargetGroup.TargetGroupFullName', 'BlueTargetGroup.TargetGroupFullName'],
  ['another role', 'TaskRoleArn: !GetAtt TaskRole.Arn', 'TaskRoleArn: !GetAtt ExecutionRole.Arn'],
  ['another import', '-subnet-2', '-subnet-1'],
])('else it is found: %s', (_, find, replace) => {
  expect(text).toContain(find);
  expect(madeBy(byHand(text.replace(find, replace)))).not.toEqual(madeBy(ownStack));
});
