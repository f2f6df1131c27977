import type { ApiCall } from '../../support/iam';
import type { Place } from './place';
import { OWN_EVENT } from './table';

export const call = (action: string, resource: string, context?: ApiCall['context']): ApiCall => ({
  action,
  resource,
  context,
});

/** What no role may do to records, alarms and tasks, by what would be the matter; see `dangerous.ts`. */
export const OF_RECORDS = {
  'tell the records something': (place) => [
    call('events:PutEvents', place.inTools('events', 'event-bus/default'), OWN_EVENT),
  ],
  'put something on record': (place) => [
    call('dynamodb:PutItem', place.table('events')),
    call('s3:PutObject', place.archived),
  ],
  'write down incidents': (place) => [call('dynamodb:PutItem', place.table('incidents'))],
  'change or remove records': (place) => [
    ...(['events', 'incidents'] as const).flatMap((table) =>
      ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:DeleteTable'].map((action) =>
        call(action, place.table(table)),
      ),
    ),
    call('s3:DeleteObject', place.archived),
  ],
  'silence an alarm': (place) =>
    ['cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions', 'cloudwatch:SetAlarmState'].map((action) =>
      call(action, place.inEnvironment('cloudwatch', `alarm:${place.own('-page')}`)),
    ),
  'stop tasks': (place) => [call('ecs:StopTask', place.task())],
  'stop tasks of another environment': (place) => [call('ecs:StopTask', place.task(place.other.environment))],
  'make faults, or run documents': (place) => [
    call('fis:StartExperiment', place.inEnvironment('fis', 'experiment-template/EXT0123')),
    call('ssm:StartAutomationExecution', place.inEnvironment('ssm', `document/${place.delivery.name}-scale-in`)),
  ],
  'command machines': (place) =>
    ['ssm:SendCommand', 'ssm:StartSession'].flatMap((action) => [
      call(action, place.inEnvironment('ssm', 'managed-instance/mi-0123456789abcdef0')),
      call(action, place.inEnvironment('ec2', 'instance/i-0123456789abcdef0')),
    ]),
  'cut off networks of others': (place) => [
    call('ec2:ReplaceNetworkAclAssociation', place.inEnvironment('ec2', 'subnet/subnet-0123')),
    ...['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'].map((action) =>
      call(action, place.inEnvironment('ec2', 'network-acl/acl-0123')),
    ),
  ],
} satisfies Record<string, (place: Place) => readonly ApiCall[]>;
