import { normalise, parseRawEvent } from '../../lib/delivery-events/normalise';
import { alarm, codeDeploy, ecs, own, PLACES, pipelineAction, push } from './raw-events';

const EXECUTION = '07e563b5-8802-4efe-94cc-e864390dd7af';
const ACTION = '57c50aea-1805-43a9-bef6-3662b6a83879';
const AT = '2026-11-25T13:23:07.000Z';

test('a deploy action that starts is a deployment of its stage', () => {
  expect(normalise(pipelineAction(), PLACES)).toEqual([
    {
      kind: 'deployment-started',
      id: `deployment-started/prod/${ACTION}`,
      at: AT,
      service: 'web',
      environment: 'prod',
      execution: EXECUTION,
      attempt: ACTION,
    },
  ]);
});

test.each([
  ['SUCCEEDED', 'succeeded'],
  ['FAILED', 'failed'],
  ['CANCELED', 'stopped'],
  ['ABANDONED', 'stopped'],
])('a deploy action that is %s has %s, as what CodeDeploy calls its deployment', (state, outcome) => {
  const result = { 'external-execution-id': 'd-123456789', 'external-execution-summary': 'Deployment…' };
  expect(normalise(pipelineAction({ state, 'execution-result': result }), PLACES)).toEqual([
    {
      kind: 'deployment-ended',
      id: `deployment-ended/prod/${ACTION}`,
      at: AT,
      service: 'web',
      environment: 'prod',
      execution: EXECUTION,
      attempt: ACTION,
      outcome,
      rollout: 'd-123456789',
    },
  ]);
});

test("the build that has ECS deploy has an id of CodeBuild's, which is nobody's deployment", () => {
  const [ended] = normalise(
    pipelineAction({
      state: 'SUCCEEDED',
      type: { owner: 'AWS', provider: 'CodeBuild', category: 'Build', version: '1' },
      'execution-result': { 'external-execution-id': 'shop-web-main-deploy:86a1cd00' },
    }),
    PLACES,
  );
  expect(ended).not.toHaveProperty('rollout');
});

test('a push is one for each service of the repository, told apart by its time from a push of the same commit', () => {
  const commit = 'c0ffee'.padEnd(40, '0');
  expect(normalise(push(), PLACES)).toEqual(
    ['web', 'orders'].map((service) => ({
      kind: 'branch-pushed',
      id: `branch-pushed/${service}/hotfix/1.2/${commit}/${AT}`,
      at: AT,
      service,
      branch: 'hotfix/1.2',
      commit,
    })),
  );
});

test.each([
  ['SUCCESS', 'succeeded'],
  ['FAILURE', 'failed'],
  ['STOP', 'stopped'],
])("CodeDeploy's own %s is %s", (state, outcome) => {
  expect(normalise(codeDeploy({ state }), PLACES)).toEqual([
    {
      kind: 'rollout-ended',
      id: `rollout-ended/codedeploy/d-123456789/${outcome}`,
      at: AT,
      service: 'web',
      environment: 'prod',
      controller: 'codedeploy',
      rollout: 'd-123456789',
      outcome,
    },
  ]);
});

test.each([
  ['SERVICE_DEPLOYMENT_COMPLETED', 'succeeded'],
  ['SERVICE_DEPLOYMENT_FAILED', 'failed'],
])("ECS's own %s is %s, of the service that the ARN names", (eventName, outcome) => {
  expect(normalise(ecs({ eventName }), PLACES)).toEqual([
    {
      kind: 'rollout-ended',
      id: `rollout-ended/ecs/shop-dev/orders/ecs-svc/123/${outcome}`,
      at: AT,
      service: 'orders',
      environment: 'dev',
      controller: 'ecs',
      rollout: 'ecs-svc/123',
      outcome,
    },
  ]);
});

test.each([
  ['ALARM', 'alarm'],
  ['OK', 'ok'],
])('an alarm that turns %s is one that changes at the time of its state', (value, state) => {
  const at = '2026-11-25T13:23:06.985Z';
  expect(normalise(alarm(value), PLACES)).toEqual([
    {
      kind: 'alarm-changed',
      id: `alarm-changed/shop-prod-web-page/${state}/${at}`,
      at,
      service: 'web',
      environment: 'prod',
      alarm: 'shop-prod-web-page',
      state,
    },
  ]);
});

test('an own event is what it says', () => {
  const event = {
    kind: 'incident-resolved',
    id: 'incident-resolved/1',
    at: AT,
    service: 'web',
    environment: 'prod',
    incident: '1',
  };
  expect(normalise(own(event), PLACES)).toEqual([event]);
});

test.each([
  ['an action that does not deploy', pipelineAction({ action: 'Render' })],
  ['a stage that is no environment of the pipeline', pipelineAction({ stage: 'Build' })],
  ["another's pipeline", pipelineAction({ pipeline: 'shop-web-main-2' })],
  ['a name that JavaScript knows and nobody else', pipelineAction({ pipeline: 'constructor' })],
  ['a state that is neither start nor end', pipelineAction({ state: 'RESUMED' })],
  ['a push of a tag', push({ referenceType: 'tag' })],
  ['a branch that is deleted', push({ event: 'referenceDeleted' })],
  ["a push to another's repository", push({ repositoryName: 'shop-infrastructure' })],
  ['a rollout that goes on', codeDeploy({ state: 'READY' })],
  ["another's application", codeDeploy({ application: 'shop-prod-webshop' })],
  ['a deployment that goes on', ecs({ eventName: 'SERVICE_DEPLOYMENT_IN_PROGRESS' })],
  ["another cluster's service", ecs({}, { resources: ['arn:aws:ecs:eu-central-1:222222222222:service/shop/orders'] })],
  ['an event of ECS without a resource', ecs({}, { resources: [] })],
  ['an alarm without data', alarm('INSUFFICIENT_DATA')],
  ["an alarm of the service that is nobody's business", alarm('ALARM', { alarmName: 'shop-prod-web-page-2' })],
  ["another delivery's own event", own({ kind: 'x' }, 'shop-two')],
  ['an event that nobody asked for', { ...push(), 'detail-type': 'CodeCommit Pull Request State Change' }],
  ["an alarm of production's name in another account", alarm('ALARM', {}, { account: '222222222222' })],
  ["an alarm of production's name in another region", alarm('ALARM', {}, { region: 'eu-central-1' })],
  ["an application of production's name in another account", codeDeploy({}, { account: '222222222222' })],
  ["a service of another account's cluster", ecs({}, { account: '333333333333' })],
])('means nothing: %s', (_, raw) => {
  expect(normalise(raw, PLACES)).toEqual([]);
});

test('an environment without a stated account takes its events from wherever they come', () => {
  const places = { ...PLACES, environments: { prod: {} } };
  expect(normalise(alarm('ALARM', {}, { account: '999999999999', region: 'sa-east-1' }), places)).toHaveLength(1);
});

const ID = '8c06b588-3244-2a8e-443d-d0567a0c4c0a';

test.each([
  [
    pipelineAction({ 'action-execution-id': undefined }),
    `CodePipeline Action Execution State Change ${ID}: action-execution-id must be a text (got nothing)`,
  ],
  [push({ commitId: 7 }), `CodeCommit Repository State Change ${ID}: commitId must be a text (got 7)`],
  [
    codeDeploy({}, { time: '25.11.2026' }),
    `CodeDeploy Deployment State-change Notification ${ID}: time must be a time in ISO 8601 and UTC (got "25.11.2026")`,
  ],
  [
    alarm('ALARM', { state: { value: 'ALARM' } }),
    `CloudWatch Alarm State Change ${ID}: the time of the state must be a time in ISO 8601 and UTC (got nothing)`,
  ],
  [own({ kind: 'released' }), expect.stringContaining(`Delivery Event ${ID}: kind must be one of branch-pushed, `)],
])('an event about the delivery that does not say what it has to is a problem', (raw, message) => {
  expect(() => normalise(raw, PLACES)).toThrow(expect.objectContaining({ name: 'Problem', message }));
});

test.each([
  [null, 'an event of EventBridge has a id (got nothing)'],
  [{ ...push(), source: 1 }, 'an event of EventBridge has a source (got 1)'],
  [{ ...push(), detail: 'x' }, 'an event of EventBridge has a detail (got "x")'],
])('what is no event of EventBridge is a problem', (value, message) => {
  expect(() => parseRawEvent(value)).toThrow(expect.objectContaining({ name: 'Problem', message }));
});
