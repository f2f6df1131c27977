import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../../lib/incidents/facts';

export const ACCOUNT = '111111111111';
const ELSEWHERE = '222222222222';

const place = { lines: ['main'], isTraced: true, availability: 99.9, scaling: { minimum: 2, maximum: 8 } };

/** The delivery `shop`: `dev` where the tools are, `prod` in an account and region of its own. */
export const FACTS: Facts = {
  delivery: 'shop',
  runbook: 'https://example.com/runbook.md',
  tools: {},
  environments: [{ name: 'dev' }, { name: 'prod', account: ELSEWHERE, region: 'us-east-1' }],
  services: [
    { name: 'web', in: { dev: place, prod: place } },
    { name: 'orders', in: { dev: { ...place, isTraced: false }, prod: place } },
  ],
};

export const OWN = { account: ACCOUNT, region: 'eu-central-1' };

/** The variables of the function and the file beside it, in a directory. */
export function functionEnvironment(directory: string): Record<string, string> {
  writeFileSync(join(directory, 'facts.json'), JSON.stringify(FACTS));
  return {
    LAMBDA_TASK_ROOT: directory,
    AWS_REGION: OWN.region,
    ACCOUNT,
    INCIDENTS_TABLE: 'incidents',
    EVENTS_TABLE: 'events',
    TOPIC_ARN: `arn:aws:sns:eu-central-1:${ACCOUNT}:shop-notifications`,
    CHAT_TOPIC_ARN: `arn:aws:sns:eu-central-1:${ACCOUNT}:shop-chat`,
  };
}

/**
 * An event of a composite alarm, in the form of the example in "Alarm events and EventBridge" (CloudWatch's guide).
 *
 * @param state `ALARM`, `OK` or `INSUFFICIENT_DATA`
 */
export function alarmEvent(alarmName: string, state: string, time: string, from: Partial<Record<string, string>> = {}) {
  const isElsewhere = alarmName.startsWith('shop-prod-');
  const { account = isElsewhere ? ELSEWHERE : ACCOUNT, region = isElsewhere ? 'us-east-1' : 'eu-central-1' } = from;
  const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;
  return {
    version: '0',
    id: 'd3dfc86d-384d-24c8-0345-9f7986db0b80',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: `${time.slice(0, 19)}Z`,
    region,
    resources: [arn],
    detail: {
      alarmName,
      configuration: { alarmRule: `ALARM("${arn.replace(/-page$/, '-availability-fast')}")` },
      previousState: { value: state === 'OK' ? 'ALARM' : 'OK', timestamp: '2026-11-20T11:00:00.552+0000' },
      state: {
        value: state,
        reason: `${arn} transitioned to ${state}`,
        reasonData: '{"triggeringAlarms":[]}',
        timestamp: time.replace('Z', '+0000'),
      },
    },
  };
}
