import type { Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from '../shared/allow';
import { OWN_EVENT } from './constants';

/** Puts the delivery's own events on the default bus of a stack in the tools account, and no others. */
export function putOwnEvents(stack: Stack): PolicyStatement {
  const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
  return allow(['events:PutEvents'], [bus], {
    // A call has several events at most, and at least one. Both keys are lists in the service authorization reference.
    'ForAllValues:StringEquals': {
      'events:source': OWN_EVENT.source,
      'events:detail-type': OWN_EVENT.detailType,
    },
  });
}
