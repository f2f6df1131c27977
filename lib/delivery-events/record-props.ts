import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Delivery } from '../config/delivery';

/** What the record of a delivery's events is made for. */
export interface RecordProps {
  readonly delivery: Delivery;
  /** The toolchain's key. */
  readonly key: IKey;
}
