import { childrenOf } from '../cloudwatch/alarm-rule';
import { evaluator } from '../intrinsics';
import { locationOf, Places, placeOfArn } from '../places';
import { asList, type Properties, resourcesIn } from '../template';
import { add, type Check, change, type Find } from './check';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const TOPIC = 'AWS::SNS::Topic';
const KEY = 'AWS::KMS::Key';

/** "PutCompositeAlarm" in CloudWatch's API reference. */
const MOST = { children: 100, elements: 500, characters: 10_240 };

const composites: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const places = new Places(stacks, evaluate);
  return resourcesIn(stacks, COMPOSITE).flatMap(({ where, stack, properties }) => {
    const { AlarmRule: rule, ActionsSuppressor: suppressor } = evaluate(stack, properties);
    const children = childrenOf(rule);
    const elements = rule.match(/\b(ALARM|OK|INSUFFICIENT_DATA)\s*\(|\bTRUE\b|\bFALSE\b|[()]/g)!.length;
    const watched = [...children, ...asList<string>(suppressor).map((alarm) => alarm.split(':').at(-1)!)];
    const own = locationOf(stack, evaluate);
    // An alarm of another account or region cannot be one of them.
    const far = (rule.match(/arn:[^"]+/g) ?? []).filter((arn: string) => {
      const place = placeOfArn(arn);
      return place?.account !== own.account || place.region !== own.region;
    });
    return [
      ...places.missing(
        where,
        [...new Set(watched)].map((name) => ({ ...own, type: ALARM, name })),
      ),
      ...far.map((arn: string) => `${where}: watches ${arn}`),
      ...(new Set(children).size <= MOST.children ? [] : [`${where}: watches ${children.length} alarms`]),
      ...(elements <= MOST.elements ? [] : [`${where}: a rule of ${elements} elements`]),
      ...(rule.length <= MOST.characters ? [] : [`${where}: a rule of ${rule.length} characters`]),
    ];
  });
};

const HOUR = 3600;
const DAY = 24 * HOUR;
/** "PutMetricAlarm" in CloudWatch's API reference. */
const MOST_QUERIES = 10;

const figures: Find = ({ stacks }) =>
  resourcesIn(stacks, ALARM).flatMap(({ where, properties }) => {
    const queries = asList<Properties>(properties['Metrics']);
    const metrics = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
    const periods = [...new Set<number>([properties['Period'], ...metrics.map(({ Period }) => Period)])].filter(
      Boolean,
    );
    const [period = 0] = periods;
    const { EvaluationPeriods: count, DatapointsToAlarm: needed = count } = properties;
    const longest = period < HOUR ? DAY : 7 * DAY;
    return [
      ...(metrics.length <= MOST_QUERIES ? [] : [`${metrics.length} metrics`]),
      ...(queries.length - metrics.length <= MOST_QUERIES ? [] : [`${queries.length - metrics.length} expressions`]),
      ...(periods.length === 1 ? [] : [`periods of ${periods} seconds`]),
      ...periods
        .filter((one) => one % 60 !== 0 && ![10, 20, 30].includes(one))
        .map((one) => `a period of ${one} seconds`),
      ...(count * period <= longest ? [] : [`${count} periods of ${period} seconds`]),
      ...(needed <= count ? [] : [`${needed} of ${count} periods`]),
      ...unanswered(queries, properties['ThresholdMetricId']),
    ].map((finding) => `${where}: ${finding}`);
  });

/** One query is what the alarm is about, or the band that it is held against; each names others that are there. */
function unanswered(queries: readonly Properties[], band: string | undefined): string[] {
  const ids = queries.map(({ Id }) => Id);
  const returned = queries.filter(({ Id, ReturnData }) => ReturnData !== false && Id !== band);
  const wanted = queries.flatMap(({ Expression = '' }) => Expression.match(/\b[a-z]\w*\b(?!\()/g) ?? []);
  return [
    ...(queries.length === 0 || returned.length === 1 ? [] : [`${returned.length} queries that it could be about`]),
    ...[...wanted, ...asList(band)].filter((id) => !ids.includes(id)).map((id) => `no query ${id}`),
  ];
}

/** CloudWatch publishes in its own name, and uses the topic's key so, too. */
const topics: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const told = new Set(
    resourcesIn(stacks, ALARM, COMPOSITE).flatMap(({ stack, properties: { AlarmActions, OKActions } }) =>
      [...asList(AlarmActions), ...asList(OKActions)].map((arn) => evaluate(stack, arn) as string),
    ),
  );
  const open = resourcesIn(stacks, 'AWS::SNS::TopicPolicy', KEY).flatMap(({ stack, id, properties }) =>
    asList<Properties>(evaluate(stack, properties['PolicyDocument'] ?? properties['KeyPolicy']).Statement)
      .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal.Service === 'cloudwatch.amazonaws.com')
      .map(({ Action, Resource }) => ({
        // A key's own policy is about the key.
        about: Resource === '*' ? evaluate(stack, { 'Fn::GetAtt': [id, 'Arn'] }) : Resource,
        actions: asList<string>(Action),
      })),
  );
  const isOpen = (arn: string, ...actions: string[]) =>
    open.some((one) => one.about === arn && actions.every((action) => one.actions.includes(action)));
  return resourcesIn(stacks, TOPIC).flatMap(({ where, stack, id, properties }) => {
    const arn = evaluate(stack, { Ref: id });
    if (!told.has(arn)) return [];
    const key: string | undefined = evaluate(stack, properties['KmsMasterKeyId']);
    return [
      ...(isOpen(arn, 'sns:Publish') ? [] : [`${where}: does not let in the alarms that tell it`]),
      ...(key === undefined || isOpen(key, 'kms:Decrypt', 'kms:GenerateDataKey*')
        ? []
        : [`${where}: its key is not for the alarms that tell it`]),
    ];
  });
};

const isMath = ({ Metrics }: Properties) => asList<Properties>(Metrics).some(({ Expression }) => Expression);
const isPage = ({ AlarmName }: Properties) => AlarmName === 'acme-dev-web-page';

export const ALARM_CHECKS: readonly Check[] = [
  {
    title: 'a composite alarm watches alarms of its own account and region that are there, and not too many',
    find: composites,
    planted: [
      {
        defect: 'a misspelt name',
        plant: change(COMPOSITE, (alarm) => Object.assign(alarm, { AlarmRule: 'ALARM("acme-dev-web-pages")' })),
        finding: /needs 222222222222 eu-central-1 AWS::CloudWatch::Alarm acme-dev-web-pages/,
      },
      {
        defect: 'an alarm of another account',
        plant: change(
          COMPOSITE,
          (alarm) =>
            Object.assign(alarm, {
              AlarmRule: 'ALARM("arn:aws:cloudwatch:eu-central-1:444444444444:alarm:acme-prod-page")',
            }),
          isPage,
        ),
        finding: /watches arn:\S+:444444444444:alarm:acme-prod-page/,
      },
      {
        defect: 'a suppressor that is not there',
        plant: change(COMPOSITE, (alarm) => Object.assign(alarm, { ActionsSuppressor: 'acme-dev-web-none' }), isPage),
        finding: /AWS::CloudWatch::Alarm acme-dev-web-none/,
      },
      {
        defect: 'a rule that is too long',
        plant: change(
          COMPOSITE,
          (alarm) => Object.assign(alarm, { AlarmRule: `${'ALARM("acme-dev-web-down") OR '.repeat(501)}FALSE` }),
          isPage,
        ),
        finding: /a rule of 1003 elements/,
      },
    ],
  },
  {
    title: 'an alarm asks for metrics and periods that CloudWatch takes',
    find: figures,
    planted: [
      {
        defect: 'too many metrics',
        plant: change(ALARM, (alarm) => alarm['Metrics'].push(...Array(10).fill(alarm['Metrics'].at(-1))), isMath),
        finding: /1\d metrics/,
      },
      {
        defect: 'too long a time',
        plant: change(ALARM, (alarm) => Object.assign(alarm, { EvaluationPeriods: 1441 }), isMath),
        finding: /1441 periods of 60 seconds/,
      },
      {
        defect: 'a period that there is not',
        plant: change(
          ALARM,
          (alarm) => Object.assign(alarm, { Period: 90 }),
          ({ Period }) => Period,
        ),
        finding: /a period of 90 seconds/,
      },
      {
        defect: 'metrics of different periods',
        plant: change(ALARM, ({ Metrics }) => Object.assign(Metrics.at(-1).MetricStat, { Period: 300 }), isMath),
        finding: /periods of (60,300|300,60) seconds/,
      },
      {
        defect: 'an expression with a misspelt id',
        plant: change(ALARM, ({ Metrics }) => Object.assign(Metrics[0], { Expression: 'errors / nothing' }), isMath),
        finding: /no query nothing/,
      },
      {
        defect: 'two answers',
        plant: change(ALARM, ({ Metrics }) => delete Metrics.at(-1).ReturnData, isMath),
        finding: /2 queries that it could be about/,
      },
      {
        defect: 'more data points than there are periods',
        plant: change(ALARM, (alarm) => Object.assign(alarm, { DatapointsToAlarm: 99 })),
        finding: /99 of \d+ periods/,
      },
    ],
  },
  {
    title: 'a topic that alarms tell lets CloudWatch in, and so does its key',
    find: topics,
    planted: [
      {
        defect: 'a topic that does not',
        plant: change('AWS::SNS::TopicPolicy', ({ PolicyDocument }) => {
          PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Effect }: Properties) => Effect === 'Deny');
        }),
        finding: /does not let in the alarms that tell it/,
      },
      {
        defect: 'a key that does not',
        plant: change(
          KEY,
          ({ KeyPolicy }) => {
            KeyPolicy.Statement = KeyPolicy.Statement.filter(({ Sid }: Properties) => Sid !== 'Alarms');
          },
          ({ KeyPolicy }) => KeyPolicy.Statement.some(({ Sid }: Properties) => Sid === 'Alarms'),
        ),
        finding: /its key is not for the alarms that tell it/,
      },
      {
        defect: 'another topic, which is told by nobody so far',
        plant: (stacks) => {
          const { stack, id } = resourcesIn(stacks, TOPIC).find(
            ({ properties }) => properties['TopicName'] === 'acme-chat',
          )!;
          add(ALARM, { EvaluationPeriods: 1, Period: 60, AlarmActions: [{ Ref: id }] })([stack]);
        },
        finding: /acme-toolchain-incidents\S+: does not let in/,
      },
    ],
  },
];
