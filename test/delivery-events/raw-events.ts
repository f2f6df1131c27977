import type { RawEvent } from '../../lib/delivery-events/normalise';
import type { Places } from '../../lib/delivery-events/places';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const EXECUTION = '07e563b5-8802-4efe-94cc-e864390dd7af';
const ACTION = '57c50aea-1805-43a9-bef6-3662b6a83879';

/** The delivery `shop` with `web`, under CodeDeploy, and `orders`, under ECS, which share a repository. */
export const PLACES: Places = {
  delivery: 'shop',
  environments: {
    dev: { account: '222222222222', region: 'eu-central-1' },
    prod: { account: '333333333333', region: 'us-east-1' },
  },
  pipelines: {
    'shop-web-main': { service: 'web', environments: ['dev', 'prod'] },
    'shop-orders-main': { service: 'orders', environments: ['dev', 'prod'] },
  },
  repositories: { 'shop-mono': ['web', 'orders'] },
  alarms: {
    'shop-dev-web-page': { service: 'web', environment: 'dev' },
    'shop-prod-web-page': { service: 'web', environment: 'prod' },
  },
  applications: {
    'shop-dev-web': { service: 'web', environment: 'dev' },
    'shop-prod-web': { service: 'web', environment: 'prod' },
  },
  ecsServices: { 'shop-dev/orders': { service: 'orders', environment: 'dev' } },
};

function raw(source: string, type: string, detail: RawEvent['detail'], more: Partial<RawEvent> = {}): RawEvent {
  return {
    id: '8c06b588-3244-2a8e-443d-d0567a0c4c0a',
    'detail-type': type,
    source,
    account: '111111111111',
    time: '2026-11-25T13:23:07Z',
    region: 'eu-central-1',
    resources: [],
    detail,
    ...more,
  };
}

/** With the members that CodePipeline's events have in 2026. */
export function pipelineAction(detail: RawEvent['detail'] = {}, more?: Partial<RawEvent>): RawEvent {
  return raw(
    'aws.codepipeline',
    'CodePipeline Action Execution State Change',
    {
      pipeline: 'shop-web-main',
      'execution-id': EXECUTION,
      'start-time': '2026-11-25T13:22:34.629Z',
      stage: 'prod',
      'action-execution-id': ACTION,
      action: 'Deploy',
      state: 'STARTED',
      region: 'eu-central-1',
      type: { owner: 'AWS', provider: 'CodeDeployToECS', category: 'Deploy', version: '1' },
      version: 6.0,
      'pipeline-execution-attempt': 1.0,
      ...detail,
    },
    more,
  );
}

/** Of CodeCommit's guide, "Monitoring CodeCommit events". */
export function push(detail: RawEvent['detail'] = {}, more?: Partial<RawEvent>): RawEvent {
  return raw(
    'aws.codecommit',
    'CodeCommit Repository State Change',
    {
      event: 'referenceUpdated',
      repositoryName: 'shop-mono',
      repositoryId: '12345678-1234-5678-abcd-12345678abcd',
      referenceType: 'branch',
      referenceName: 'hotfix/1.2',
      referenceFullName: 'refs/heads/hotfix/1.2',
      commitId: COMMIT,
      oldCommitId: '0'.repeat(40),
      ...detail,
    },
    more,
  );
}

/** Of EventBridge's reference of events of CodeDeploy. */
export function codeDeploy(detail: RawEvent['detail'] = {}, more: Partial<RawEvent> = {}): RawEvent {
  return raw(
    'aws.codedeploy',
    'CodeDeploy Deployment State-change Notification',
    {
      region: 'us-east-1',
      deploymentId: 'd-123456789',
      application: 'shop-prod-web',
      deploymentGroup: 'shop-prod-web',
      state: 'FAILURE',
      ...detail,
    },
    { account: '333333333333', region: 'us-east-1', ...more },
  );
}

/** Of ECS's guide, "Amazon ECS service deployment state change events". */
export function ecs(detail: RawEvent['detail'] = {}, more: Partial<RawEvent> = {}): RawEvent {
  return raw(
    'aws.ecs',
    'ECS Deployment State Change',
    {
      eventType: 'INFO',
      eventName: 'SERVICE_DEPLOYMENT_COMPLETED',
      deploymentId: 'ecs-svc/123',
      updatedAt: '2026-11-25T13:23:06Z',
      reason: 'ECS deployment ecs-svc/123 completed.',
      ...detail,
    },
    {
      account: '222222222222',
      resources: ['arn:aws:ecs:eu-central-1:222222222222:service/shop-dev/orders'],
      ...more,
    },
  );
}

/** Of CloudWatch's guide, "Alarm events and EventBridge". */
export function alarm(value: string, detail: RawEvent['detail'] = {}, more: Partial<RawEvent> = {}): RawEvent {
  return raw(
    'aws.cloudwatch',
    'CloudWatch Alarm State Change',
    {
      alarmName: 'shop-prod-web-page',
      state: { value, reason: 'Threshold Crossed', timestamp: '2026-11-25T13:23:06.985+0000' },
      previousState: { value: 'OK', reason: '…', timestamp: '2026-11-25T12:23:06.985+0000' },
      ...detail,
    },
    { account: '333333333333', region: 'us-east-1', ...more },
  );
}

/** One of the delivery's own. */
export function own(event: unknown, delivery = 'shop'): RawEvent {
  return raw('slipway', 'Delivery Event', { delivery, event });
}
