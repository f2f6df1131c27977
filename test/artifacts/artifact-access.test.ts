import { Stack } from 'aws-cdk-lib';
import { ArtifactAccess, located } from '../../lib/artifacts/artifact-access';
import { newApp } from '../support/app';
import { temporaryDirectory } from '../support/program';
import { shop, TOOLS } from '../support/templates';

const delivery = shop((input) => {
  input.tools = TOOLS;
});
// Elsewhere, as an environment may be.
const app = newApp(temporaryDirectory());
const stack = new Stack(app, 'stack', { env: { account: '222222222222', region: 'us-east-1' } });

const BUCKET = 'arn:aws:s3:::shop-artifacts-111111111111-eu-central-1';
const KEYS = 'arn:aws:kms:eu-central-1:111111111111:key/*';

function statementsFor(pipelines: string, access: 'read' | 'readWrite') {
  return new ArtifactAccess(stack, delivery, [pipelines])[access]().map((statement) => statement.toStatementJson());
}

/** Where an action is allowed. */
function reach(access: 'read' | 'readWrite', action: string, pipelines = 'shop-web-main'): string[] {
  return statementsFor(pipelines, access)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => Resource);
}

test('artifacts are those of the named pipeline, wherever its actions run', () => {
  expect(reach('read', 's3:GetObject')).toEqual([`${BUCKET}/shop-web-main/*`]);
  expect(reach('readWrite', 's3:GetObject')).toEqual([`${BUCKET}/shop-web-main/*`]);
  expect(reach('readWrite', 's3:PutObject')).toEqual([`${BUCKET}/shop-web-main/*`]);
});

test('of a long name CodePipeline takes 20 characters', () => {
  expect(reach('read', 's3:GetObject', 'workshop-storefront-main')).toEqual([`${BUCKET}/workshop-storefront-*`]);
});

test('who leaves one artifact writes over no other', () => {
  const writes = (pipeline: string) =>
    new ArtifactAccess(stack, delivery, [pipeline])
      .readWrite('Inspection')
      .map((statement) => statement.toStatementJson())
      .filter(({ Action }) => [Action].flat().includes('s3:PutObject'))
      .flatMap(({ Resource }) => Resource);
  expect(writes('shop-web-main')).toEqual([`${BUCKET}/shop-web-main/Inspection/*`]);
  expect(writes('workshop-storefront-main')).toEqual([`${BUCKET}/workshop-storefront-*/Inspection/*`]);
});

test('who reads writes nothing', () => {
  const actions = statementsFor('shop-web-main', 'read').flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /Put|Delete|Encrypt|GenerateDataKey|\*/.test(action))).toEqual([]);
});

test.each(['read', 'readWrite'] as const)('to %s, the only key is that of the toolchain', (access) => {
  const ofKeys = statementsFor('shop-web-main', access).filter(({ Resource }) => Resource === KEYS);
  expect(ofKeys.length).toBeGreaterThan(0);
  for (const { Condition } of ofKeys) {
    expect(Condition).toEqual({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/shop-artifacts' } });
  }
});

test('a tools account that the configuration leaves open is that of the deployment', () => {
  const here = new Stack(app, 'here');
  expect(here.resolve(located({}))).toEqual({ account: { Ref: 'AWS::AccountId' }, region: { Ref: 'AWS::Region' } });
  expect(located(TOOLS)).toEqual(TOOLS);
});
