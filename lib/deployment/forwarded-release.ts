import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { Account } from '../config/delivery';
import { releaseEvent } from './release-event';

export interface ForwardedReleaseProps {
  readonly parameterName: string;
  readonly tools: Account;
}

/** Tells the tools account, on its default event bus, that this environment published a release. */
export class ForwardedRelease extends Construct {
  constructor(scope: Construct, id: string, props: ForwardedReleaseProps) {
    super(scope, id);
    const bus = Stack.of(this).formatArn({
      service: 'events',
      ...located(props.tools),
      resource: 'event-bus',
      resourceName: 'default',
    });
    new events.Rule(this, 'Rule', {
      description: `${props.parameterName}: known to the tools account, whose pipeline deploys it`,
      eventPattern: releaseEvent([props.parameterName]),
      targets: [new targets.EventBus(events.EventBus.fromEventBusArn(this, 'Tools', bus))],
    });
  }
}
