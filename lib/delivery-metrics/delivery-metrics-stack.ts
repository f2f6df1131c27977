import { Stack, type StackProps } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { DeliveryEventStore } from '../delivery-events/delivery-event-store';
import { MetricsPublisher } from './metrics-publisher';
import { SummaryMessage } from './summary-message';

export interface DeliveryMetricsStackProps extends StackProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}

/** What happened to the services of a delivery, and what is measured from it. */
export class DeliveryMetricsStack extends Stack {
  constructor(scope: Construct, id: string, props: DeliveryMetricsStackProps) {
    super(scope, id, props);
    const { delivery } = props;
    const key = Key.fromKeyArn(this, 'Key', props.key.keyArn);
    const { table } = new DeliveryEventStore(this, 'Events', { delivery, key });
    new MetricsPublisher(this, 'Metrics', { delivery, key, table });
    new SummaryMessage(this, 'Summary', { delivery, key, table });
  }
}
