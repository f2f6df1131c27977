import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { Delivery, Environment } from '../config/delivery';
import { allow } from '../shared/allow';
import { environmentPatterns } from './event-patterns';

export interface ForwardedEventsProps {
  readonly delivery: Delivery;
  /** One in another account or region than that of tools. */
  readonly environment: Environment;
}

/**
 * Tells the tools account, on its default event bus, of an environment's alarms and deployments: there they are put on
 * record, and incidents follow them. Its bus lets these events in (`lib/source/source-stack.ts`). EventBridge tries for a
 * day, and then drops an event.
 */
export class ForwardedEvents extends Construct {
  constructor(scope: Construct, id: string, { delivery, environment }: ForwardedEventsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const busArn = stack.formatArn({
      service: 'events',
      ...located(delivery.tools),
      resource: 'event-bus',
      resourceName: 'default',
    });
    const role = new iam.Role(this, 'Role', {
      description: `Tells the tools account what happens in ${environment.name}`,
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [allow(['events:PutEvents'], [busArn])],
    });
    const bus = events.EventBus.fromEventBusArn(this, 'Tools', busArn);
    const patterns = environmentPatterns({ delivery, environments: [environment], stack });
    for (const [ruleId, eventPattern] of Object.entries(patterns)) {
      const rule = new events.Rule(this, ruleId, {
        description: `What happens in ${environment.name}, for the record in the tools account`,
        eventPattern,
        targets: [new targets.EventBus(bus, { role: role.withoutPolicyUpdates() })],
      });
      rule.node.addDependency(policy);
    }
  }
}
