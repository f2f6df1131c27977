import { Problem } from '../build/programs/problem';
import { DEPLOY_ACTION, ENVIRONMENT_EVENTS, OWN_EVENT } from './constants';
import type { DeliveryEvent, Outcome } from './events';
import { parseDeliveryEvent, parseTime, shown } from './parse-event';
import type { Place, Places } from './places';

/** An event as EventBridge delivers it, as far as it matters here. */
export interface RawEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  readonly region: string;
  /** When it happened, in ISO 8601 and UTC. */
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

type Rule = (raw: RawEvent, places: Places) => DeliveryEvent[];

/** By source and detail type. */
const RULES: Readonly<Record<string, Rule>> = {
  [typeOf(OWN_EVENT)]: own,
  'aws.codepipeline: CodePipeline Action Execution State Change': pipelineAction,
  'aws.codecommit: CodeCommit Repository State Change': repository,
  [typeOf(ENVIRONMENT_EVENTS.codeDeploy)]: codeDeploy,
  [typeOf(ENVIRONMENT_EVENTS.ecs)]: ecs,
  [typeOf(ENVIRONMENT_EVENTS.alarm)]: alarm,
};

function typeOf({ source, detailType }: { readonly source: string; readonly detailType: string }): string {
  return `${source}: ${detailType}`;
}

/** Takes an event of EventBridge out of JSON. */
export function parseRawEvent(value: unknown): RawEvent {
  const raw = Object(value) as Record<keyof RawEvent, unknown>;
  for (const name of ['id', 'source', 'detail-type', 'account', 'region', 'time'] as const) {
    if (typeof raw[name] !== 'string')
      throw new Problem(`an event of EventBridge has a ${name} (got ${shown(raw[name])})`);
  }
  if (typeof raw.detail !== 'object' || raw.detail === null) {
    throw new Problem(`an event of EventBridge has a detail (got ${shown(raw.detail)})`);
  }
  const resources = Array.isArray(raw.resources) ? raw.resources : [];
  return { ...(raw as unknown as RawEvent), resources };
}

/**
 * What an event means for the delivery. Others' events, and kinds that nobody here knows, mean nothing; one that is about
 * the delivery and lacks what it has to say is a `Problem`.
 */
export function normalise(raw: RawEvent, places: Places): DeliveryEvent[] {
  const rule = RULES[typeOf({ source: raw.source, detailType: raw['detail-type'] })];
  if (!rule) return [];
  try {
    return rule(raw, places);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`${raw['detail-type']} ${raw.id}: ${error.message}`, { cause: error });
  }
}

function own({ detail }: RawEvent, { delivery }: Places): DeliveryEvent[] {
  return detail['delivery'] === delivery ? [parseDeliveryEvent(detail['event'])] : [];
}

const ACTION_OUTCOMES: Readonly<Record<string, Outcome>> = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELED: 'stopped',
  ABANDONED: 'stopped',
};

/** The stage of an environment bears its name. */
function pipelineAction({ detail, time }: RawEvent, { pipelines }: Places): DeliveryEvent[] {
  const pipeline = found(pipelines, detail['pipeline']);
  const environment = pipeline?.environments.find((name) => name === detail['stage']);
  if (!pipeline || environment === undefined || detail['action'] !== DEPLOY_ACTION) return [];
  const state = text(detail, 'state');
  const outcome = found(ACTION_OUTCOMES, state);
  if (!outcome && state !== 'STARTED') return [];
  const attempt = text(detail, 'action-execution-id');
  const where = {
    at: parseTime('time', time),
    service: pipeline.service,
    environment,
    execution: text(detail, 'execution-id'),
    attempt,
  };
  if (!outcome) return [{ kind: 'deployment-started', id: `deployment-started/${environment}/${attempt}`, ...where }];
  const rollout = codeDeployId(detail);
  const id = `deployment-ended/${environment}/${attempt}`;
  return [{ kind: 'deployment-ended', id, ...where, outcome, ...(rollout !== undefined && { rollout }) }];
}

/** CodeDeploy's deployment; of another action it would be something of a build's. */
function codeDeployId(detail: RawEvent['detail']): string | undefined {
  const { provider } = Object(detail['type']) as { readonly provider?: unknown };
  const { 'external-execution-id': id } = Object(detail['execution-result']) as Record<string, unknown>;
  return provider === 'CodeDeployToECS' && typeof id === 'string' && id !== '' ? id : undefined;
}

/** A push is one for each service whose code is in the repository. */
function repository({ detail, time }: RawEvent, { repositories }: Places): DeliveryEvent[] {
  const services = found(repositories, detail['repositoryName']) ?? [];
  const isPush = detail['event'] === 'referenceCreated' || detail['event'] === 'referenceUpdated';
  if (!isPush || detail['referenceType'] !== 'branch') return [];
  const at = parseTime('time', time);
  return services.map((service) => {
    const [branch, commit] = [text(detail, 'referenceName'), text(detail, 'commitId')];
    return {
      kind: 'branch-pushed',
      id: `branch-pushed/${service}/${branch}/${commit}/${at}`,
      at,
      service,
      branch,
      commit,
    };
  });
}

const CODEDEPLOY_OUTCOMES: Readonly<Record<string, Outcome>> = {
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  STOP: 'stopped',
};

function codeDeploy(raw: RawEvent, places: Places): DeliveryEvent[] {
  const { detail } = raw;
  const place = placeAt(raw, places, found(places.applications, detail['application']));
  const outcome = found(CODEDEPLOY_OUTCOMES, detail['state']);
  if (!place || !outcome) return [];
  const rollout = text(detail, 'deploymentId');
  const id = `rollout-ended/codedeploy/${rollout}/${outcome}`;
  const at = parseTime('time', raw.time);
  return [{ kind: 'rollout-ended', id, at, ...place, controller: 'codedeploy', rollout, outcome }];
}

const ECS_OUTCOMES: Readonly<Record<string, Outcome>> = {
  SERVICE_DEPLOYMENT_COMPLETED: 'succeeded',
  SERVICE_DEPLOYMENT_FAILED: 'failed',
};

/** The resource is the service's ARN, which ends in its cluster and its name. */
function ecs(raw: RawEvent, places: Places): DeliveryEvent[] {
  const { detail } = raw;
  const name = /:service\/(.+)$/.exec(String(raw.resources[0]))?.[1];
  const place = placeAt(raw, places, found(places.ecsServices, name));
  const outcome = found(ECS_OUTCOMES, detail['eventName']);
  if (!place || !outcome) return [];
  const rollout = text(detail, 'deploymentId');
  const id = `rollout-ended/ecs/${name}/${rollout}/${outcome}`;
  const at = parseTime('time', raw.time);
  return [{ kind: 'rollout-ended', id, at, ...place, controller: 'ecs', rollout, outcome }];
}

/** An alarm without enough data is neither on nor off: nothing has changed for anybody. */
const ALARM_STATES: Readonly<Record<string, 'alarm' | 'ok'>> = { ALARM: 'alarm', OK: 'ok' };

function alarm(raw: RawEvent, places: Places): DeliveryEvent[] {
  const name = raw.detail['alarmName'];
  const place = placeAt(raw, places, found(places.alarms, name));
  const { value, timestamp } = Object(raw.detail['state']) as Record<string, unknown>;
  const state = found(ALARM_STATES, value);
  if (!place || !state) return [];
  const at = parseTime('the time of the state', timestamp);
  return [
    { kind: 'alarm-changed', id: `alarm-changed/${name}/${state}/${at}`, at, ...place, alarm: String(name), state },
  ];
}

/** The place, if the event comes from there: an environment's account speaks for itself alone. */
function placeAt(raw: RawEvent, { environments }: Places, place: Place | undefined): Place | undefined {
  const { account = raw.account, region = raw.region } = environments[place?.environment ?? ''] ?? {};
  return account === raw.account && region === raw.region ? place : undefined;
}

function found<T>(by: Readonly<Record<string, T>>, name: unknown): T | undefined {
  return typeof name === 'string' && Object.hasOwn(by, name) ? by[name] : undefined;
}

function text(detail: RawEvent['detail'], name: string): string {
  const value = detail[name];
  if (typeof value !== 'string' || value === '') throw new Problem(`${name} must be a text (got ${shown(value)})`);
  return value;
}
