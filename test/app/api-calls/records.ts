import * as names from '../../../lib/shared/names';
import { type Place, spot } from './place';
import { announces, fetches, logging, publishes, type RoleTable, type Row, row, usesTables } from './table';

const LAMBDA = 'lambda.amazonaws.com';
const WORKSHOP = spot('workshop', 'storefront', 'main', 'prod');
const COMPANY = spot('company', 'orders', 'main', 'prod-us');

const opsItem = (place: Place) => place.inTools('ssm', 'opsitem/oi-0123456789ab');
const metricsRole = (place: Place) =>
  place.roleIn('environment', names.incidentMetricsRoleName(place.delivery.name, place.at.environment));

/** What keeps the record of releases and incidents, and makes something of it. */
export const RECORDS: readonly RoleTable[] = [
  {
    who: 'What puts events on record',
    stack: 'delivery-metrics',
    role: 'EventsIngestRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'EventsIngestLogs'),
      fetches(place.found('AWS::SQS::Queue', 'EventsQueue')),
      row('lib/delivery-events/archive.ts', ['s3:PutObject'], place.archived),
      row('S3', ['kms:GenerateDataKey'], place.key(), {
        ...place.keyContext,
        'kms:ViaService': `s3.${place.topic.split(':')[3]}.amazonaws.com`,
      }),
      row('lib/delivery-events/store.ts', ['dynamodb:PutItem'], place.table('events')),
      usesTables(place),
    ],
    although: { 'put something on record': 'That is what it is for; it changes and removes nothing.' },
  },
  {
    who: 'What publishes delivery metrics',
    stack: 'delivery-metrics',
    role: 'MetricsPublishRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'MetricsPublishLogs'),
      row('lib/delivery-events/store.ts', ['dynamodb:Query'], place.table('events')),
      // "Using AWS Lambda with Amazon DynamoDB": the stream, and where records go that cannot be done.
      row(
        'Lambda',
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        `${place.table('events')}/stream/2026-11-23T00:00:00.000`,
      ),
      row('Lambda', ['dynamodb:ListStreams'], '*'),
      row('Lambda', ['sqs:SendMessage'], place.found('AWS::SQS::Queue', 'MetricsDeadLetters')),
      usesTables(place),
    ],
  },
  {
    who: 'The weekly summary',
    stack: 'delivery-metrics',
    role: 'SummaryRole',
    spots: [WORKSHOP, COMPANY],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'SummaryLogs'),
      row('lib/delivery-events/store.ts', ['dynamodb:Query'], place.table('events')),
      usesTables(place),
      ...publishes(place, 'lib/delivery-metrics/summary.lambda.ts'),
    ],
    although: { 'tell people something': 'It is a message.' },
  },
  {
    who: 'What opens and resolves incidents',
    stack: 'incidents',
    role: 'IncidentsFunctionRole',
    // Its environments are in its own account, or none of them is.
    spots: [WORKSHOP, COMPANY],
    assumedBy: LAMBDA,
    calls: (place) => [
      logging(place, 'IncidentsFunctionLogs'),
      fetches(place.found('AWS::SQS::Queue', 'IncidentsQueue')),
      row(
        'lib/incidents/store.ts',
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan'],
        place.table('incidents'),
      ),
      row('lib/delivery-events/store.ts', ['dynamodb:Query'], place.table('events')),
      usesTables(place),
      row('lib/incidents/ops-items.ts', ['ssm:CreateOpsItem'], '*'),
      row('lib/incidents/ops-items.ts', ['ssm:UpdateOpsItem'], opsItem(place)),
      announces(place),
      ...publishes(place, 'lib/incidents/outside.ts'),
      ...(place.at.delivery === 'company'
        ? [row('lib/incidents/outside.ts', ['sns:Publish'], place.inTools('sns', 'company-chat'))]
        : []),
      ...(place.isInOwnAccount
        ? [row('lib/deployment/programs/assume-role.ts', ['sts:AssumeRole'], metricsRole(place))]
        : looks()),
    ],
    although: {
      'tell people something': 'Incidents are news.',
      'tell the records something': 'It says when an incident begins and ends.',
      'write down incidents': 'That is what it is for; it removes none.',
    },
  },
  {
    who: 'The look of incidents at an environment in another account',
    stack: 'environment-incidents',
    role: 'IncidentMetrics',
    spots: [COMPANY],
    assumedBy: () => ['IncidentsFunctionRole'],
    calls: looks,
  },
  {
    who: 'EventBridge, telling the tools account what is released',
    stack: 'service',
    role: 'ForwardedRuleEventsRole',
    spots: [COMPANY],
    assumedBy: 'events.amazonaws.com',
    calls: (place) => [
      row('lib/deployment/forwarded-release.ts', ['events:PutEvents'], place.inTools('events', 'event-bus/default'), {
        'events:source': 'aws.ssm',
        'events:detail-type': 'Parameter Store Change',
      }),
    ],
    although: {
      'send events': 'It forwards the event, and the bus does not take those of AWS services from others.',
      'tell the records something':
        'It forwards events as they are, and the bus takes none of those from other accounts.',
    },
  },
  {
    who: 'EventBridge, telling the tools account what happens',
    stack: 'environment-incidents',
    role: 'EventsRole',
    spots: [COMPANY],
    assumedBy: 'events.amazonaws.com',
    // "Cross-service confused deputy prevention" in EventBridge's guide: it says so for targets of rules.
    isTold: true,
    calls: (place) =>
      FORWARDED.map(([source, detailType]) =>
        row(
          'lib/delivery-events/forwarded-events.ts',
          ['events:PutEvents'],
          place.inTools('events', 'event-bus/default'),
          {
            'events:source': source,
            'events:detail-type': detailType,
          },
        ),
      ),
    although: {
      'send events': 'It forwards the event, and the bus does not take those of AWS services from others.',
      'tell the records something':
        'It forwards events as they are, and the bus takes none of those from other accounts.',
    },
  },
  {
    who: 'The chat channels',
    stack: 'incidents',
    role: 'ChatRole',
    spots: [COMPANY, spot('acme', 'web', 'main', 'prod')],
    assumedBy: 'chatbot.amazonaws.com',
    calls: (place) => [
      row('Amazon Q Developer in chat applications', ['cloudwatch:DescribeAlarms'], '*'),
      row('Amazon Q Developer in chat applications', ['ssm:GetOpsItem'], opsItem(place)),
    ],
  },
];

const FORWARDED = [
  ['aws.cloudwatch', 'CloudWatch Alarm State Change'],
  ['aws.codedeploy', 'CodeDeploy Deployment State-change Notification'],
  ['aws.ecs', 'ECS Deployment State Change'],
] as const;

function looks(): Row[] {
  const actions = ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'];
  return [row('lib/incidents/environment-metrics.ts', actions, '*')];
}
