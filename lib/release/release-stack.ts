import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { FreezeSwitch } from './freeze-switch';
import { NotificationsTopic } from './notifications-topic';

export interface ReleaseStackProps extends StackProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}

/** What all pipelines of a delivery share: the topic of messages to people, and the switch that stops releases. */
export class ReleaseStack extends Stack {
  /** The messages to people. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: ReleaseStackProps) {
    super(scope, id, props);
    this.topic = new NotificationsTopic(this, 'Notifications', props).topic;
    new FreezeSwitch(this, 'Freeze', props);
  }
}
