import { Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { ForwardedEvents } from '../delivery-events/forwarded-events';
import { isElsewhere } from '../shared/accounts';
import { DiagnosticsRunbook } from './diagnostics-runbook';
import { GameDay } from './game-day';
import { ScaleRunbooks } from './scale-runbooks';

export interface EnvironmentIncidentsStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  /** The environment's. */
  readonly vpc: ec2.IVpc;
}

/**
 * What an environment has for incidents: the way its events take to the tools, its runbooks, and outside of production its game
 * day. That one stops on an alarm of the environment's observability, which has to be there first.
 */
export class EnvironmentIncidentsStack extends Stack {
  constructor(scope: Construct, id: string, props: EnvironmentIncidentsStackProps) {
    super(scope, id, props);
    const { delivery, environment, vpc } = props;
    if (isElsewhere(environment, delivery.tools)) new ForwardedEvents(this, 'Events', { delivery, environment });
    new ScaleRunbooks(this, 'Scale', { delivery, environment });
    new DiagnosticsRunbook(this, 'Diagnostics', { delivery, environment });
    if (!environment.production) new GameDay(this, 'GameDay', { delivery, environment, vpc });
  }
}
