import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Properties } from '../support/template';
import { DOMAIN, shop } from '../support/templates';
import { Place } from './place';

const place = new Place(
  shop(({ environments: [dev], services: [web] }) => {
    Object.assign(dev!, { domain: DOMAIN });
    Object.assign(web!, { exposure: 'public', synthetics: { path: '/items?limit=1', minutes: 10 } });
  }),
);
const [canary] = place.resources('AWS::Synthetics::Canary') as [Properties];
const statements: Properties[] = place
  .resources('AWS::IAM::Policy')
  .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

test('the canary asks the service’s own path as often as configured', () => {
  expect(canary).toMatchObject({
    Name: 'shop-dev-web',
    Schedule: { Expression: 'rate(10 minutes)' },
    RunConfig: { EnvironmentVariables: { TARGET: 'https://web.dev.example.com/items?limit=1' } },
    Code: { Handler: 'index.handler' },
  });
});

test('it runs on a runtime that Synthetics still supports, without tracing', () => {
  expect(canary['RuntimeVersion']).toBe('syn-nodejs-playwright-6.0');
  expect(canary['RunConfig'].ActiveTracing).toBeUndefined();
});

test('outside of production nothing of it is left when it goes: its function, its log, its artifacts', () => {
  expect(canary['ProvisionedResourceCleanup']).toBe('AUTOMATIC');
  const { Resources } = place.template.template;
  const kept = Object.values(Resources).filter(
    ({ Type, DeletionPolicy }) => /::(Bucket|LogGroup)$/.test(Type) && DeletionPolicy !== 'Delete',
  );
  expect(kept).toEqual([]);
  expect(place.resources('AWS::S3::Bucket')[0]!['LifecycleConfiguration'].Rules[0].ExpirationInDays).toBe(30);
  expect(place.resources('Custom::S3AutoDeleteObjects')).toHaveLength(1);
});

test('its log group is that of its function, and made by nobody else', () => {
  expect(place.resources('AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName)).toEqual([
    '/aws/lambda/cwsyn-shop-dev-web-shop-dev-web.Id',
  ]);
  expect(statements.flatMap(({ Action }) => Action)).not.toContain('logs:CreateLogGroup');
});

test('it may write its artifacts, its log and Synthetics’ metrics, and nothing else', () => {
  const bucket = 'arn:aws:s3:::shop-dev-web.ObservedOutsideArtifacts';
  const written = statements.map(({ Action, Resource, Condition }) => ({
    Action,
    Resource: JSON.parse(JSON.stringify(Resource).replaceAll(/Artifacts[0-9A-F]{8}/g, 'Artifacts')),
    ...(Condition && { Condition }),
  }));
  expect(written).toEqual([
    { Action: ['s3:GetObject', 's3:PutObject'], Resource: `${bucket}/*` },
    { Action: 's3:GetBucketLocation', Resource: bucket },
    {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:eu-central-1:111111111111:log-group:/aws/lambda/cwsyn-shop-dev-web-*',
    },
    { Action: 's3:ListAllMyBuckets', Resource: '*' },
    {
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } },
    },
  ]);
});

test('its alarm looks at two of three runs', () => {
  const alarm = place.synthesizedAlarms.metric.find(({ AlarmName }) => AlarmName === 'shop-dev-web-outside')!;
  expect(alarm).toMatchObject({
    DatapointsToAlarm: 2,
    EvaluationPeriods: 3,
    AlarmDescription:
      'web does not answer /items?limit=1 from outside in dev. ' +
      'docs/runbook.md#a-service-does-not-answer-from-outside',
  });
});

test('a service that nobody outside is to reach has no canary', () => {
  expect(new Place(shop()).resources('AWS::Synthetics::Canary')).toEqual([]);
});

test('every finding of the AwsSolutions pack is acknowledged', () => {
  const { violations } = new AwsSolutionsChecks(place.stack).validateScope(place.stack.node.root);
  const acknowledged = place.stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data).map((id) => ({ id, path: node.path }))),
    );
  const open = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources
      .filter(({ constructPath }) => constructPath?.includes('/Outside'))
      .filter(
        ({ constructPath }) =>
          !acknowledged.some(
            ({ id, path }) => id === `AwsSolutions::${ruleName}` && `${constructPath}/`.startsWith(`${path}/`),
          ),
      )
      .map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
  expect(open).toEqual([]);
});
