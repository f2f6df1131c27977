import { evaluator } from '../intrinsics';
import { asList, type Properties, resourcesIn } from '../template';
import { add, type Check, change, type Find } from './check';

const QUERY = 'AWS::Logs::QueryDefinition';
const FILTER = 'AWS::Logs::MetricFilter';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const RULE = 'AWS::Events::Rule';
const QUEUE = 'AWS::SQS::Queue';
const MAPPING = 'AWS::Lambda::EventSourceMapping';

/** "Amazon EventBridge quotas". */
const MOST_CHARACTERS = 2048;
const MOST_TARGETS = 5;

const patterns: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, RULE).flatMap(({ where, stack, properties: { EventPattern, Targets } }) => {
    const characters = JSON.stringify(evaluate(stack, EventPattern) ?? {}).length;
    const targets = asList(Targets).length;
    return [
      ...(characters <= MOST_CHARACTERS ? [] : [`${where}: a pattern of ${characters} characters`]),
      ...(targets <= MOST_TARGETS ? [] : [`${where}: ${targets} targets`]),
    ];
  });
};

/**
 * "Using Lambda with Amazon SQS": a message that its function still works on must not come again, so that the queue waits six
 * times as long as the function may take. The queue has somewhere to put what cannot be done.
 */
const queues: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const timeouts = new Map(
    resourcesIn(stacks, 'AWS::Lambda::Function').map(({ stack, id, properties }) => [
      `${stack.name} ${evaluate(stack, { Ref: id })}`,
      properties['Timeout'] ?? 3,
    ]),
  );
  const sources = new Map(
    resourcesIn(stacks, QUEUE).map(({ stack, id, properties }) => [
      evaluate(stack, { 'Fn::GetAtt': [id, 'Arn'] }),
      properties,
    ]),
  );
  return resourcesIn(stacks, MAPPING).flatMap(({ where, stack, properties }) => {
    const { EventSourceArn, FunctionName } = evaluate(stack, properties);
    const seconds = timeouts.get(`${stack.name} ${FunctionName}`);
    if (seconds === undefined) return [`${where}: no function ${FunctionName}`];
    const queue: Properties | undefined = sources.get(EventSourceArn);
    if (!queue) return EventSourceArn.includes(':sqs:') ? [`${where}: no queue ${EventSourceArn}`] : [];
    const { VisibilityTimeout: hidden = 30, RedrivePolicy } = queue;
    return [
      ...(hidden >= 6 * seconds ? [] : [`${where}: ${hidden} seconds for a function that may take ${seconds}`]),
      ...(RedrivePolicy ? [] : [`${where}: what cannot be done comes again for ever`]),
    ];
  });
};

/** What asks or counts log lines does so in a log that is there, in the same account and region. */
const logs: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const place = (stack: (typeof stacks)[number]) => `${stack.account} ${stack.region}`;
  const known = new Set(
    resourcesIn(stacks, LOG_GROUP).map(({ stack, id }) => `${place(stack)} ${evaluate(stack, { Ref: id })}`),
  );
  return resourcesIn(stacks, QUERY, FILTER).flatMap(({ where, stack, properties }) =>
    [...asList(properties['LogGroupNames']), ...asList(properties['LogGroupName'])]
      .map((group) => evaluate(stack, group))
      .filter((group) => !known.has(`${place(stack)} ${group}`))
      .map((group) => `${where}: no log group ${group}`),
  );
};

const isOfQueue = ({ EventSourceArn }: Properties) => JSON.stringify(EventSourceArn).includes('Queue');

/** Checks of how things get on record: events, queues, logs. */
export const RECORD_CHECKS: readonly Check[] = [
  {
    title: "an event rule stays below EventBridge's limits",
    find: patterns,
    planted: [
      {
        defect: 'a long pattern',
        plant: change(RULE, (rule) => Object.assign(rule, { EventPattern: { source: Array(300).fill('slipway') } })),
        finding: /a pattern of 3\d{3} characters/,
      },
      {
        defect: 'many targets',
        plant: change(RULE, (rule) => Object.assign(rule, { Targets: Array(6).fill(rule['Targets'][0]) })),
        finding: /6 targets/,
      },
    ],
  },
  {
    title: 'a queue hides a message for six times as long as its function may take, and gives up at last',
    find: queues,
    planted: [
      {
        defect: 'too short a time',
        plant: change(
          QUEUE,
          (queue) => Object.assign(queue, { VisibilityTimeout: 30 }),
          ({ VisibilityTimeout }) => VisibilityTimeout,
        ),
        finding: /30 seconds for a function that may take \d+/,
      },
      {
        defect: 'a function that takes longer',
        plant: (stacks) => {
          for (const { properties } of resourcesIn(stacks, 'AWS::Lambda::Function')) properties['Timeout'] = 900;
        },
        finding: /180 seconds for a function that may take 900/,
      },
      {
        defect: 'no place for dead letters',
        plant: change(
          QUEUE,
          (queue) => delete queue['RedrivePolicy'],
          ({ RedrivePolicy }) => RedrivePolicy,
        ),
        finding: /comes again for ever/,
      },
      {
        defect: 'another queue',
        plant: change(
          MAPPING,
          (mapping) => Object.assign(mapping, { EventSourceArn: 'arn:aws:sqs:eu-central-1:111111111111:none' }),
          isOfQueue,
        ),
        finding: /no queue \S+:none/,
      },
      {
        defect: 'another function',
        plant: change(MAPPING, (mapping) => Object.assign(mapping, { FunctionName: 'none' })),
        finding: /no function none/,
      },
    ],
  },
  {
    title: 'a saved query and a metric filter read a log that is there',
    find: logs,
    planted: [
      {
        defect: 'a log of nobody',
        plant: change(QUERY, (query) => query['LogGroupNames'].push('acme-dev-web-Logs')),
        finding: /no log group acme-dev-web-Logs/,
      },
      {
        defect: 'a log of another account',
        plant: (stacks) => {
          const prod = stacks.find(({ name }) => name === 'acme-prod-web')!;
          const { id } = resourcesIn([prod], LOG_GROUP)[0]!;
          add(FILTER, { LogGroupName: `acme-prod-web.${id}` })(stacks.filter(({ name }) => name === 'acme-dev-web'));
        },
        finding: /acme-dev-web\/Planted: no log group acme-prod-web\./,
      },
    ],
  },
];
