import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Color, Endpoint } from '../compute/endpoint';
import type { ServiceContext } from '../compute/service-context';
import type { ServiceMetrics } from './metrics/service-metrics';

/** A service in an environment. */
export type ServicePlace = Pick<ServiceContext, 'delivery' | 'environment' | 'service'>;

/** A service in an environment, and where it is reached. */
export type ReachedPlace = ServicePlace & { readonly endpoint: Endpoint };

/** What people see differently of a service, by what it runs on. What its load balancer measures is the same everywhere. */
export interface PlatformView {
  /** What runs, in words. */
  readonly unit: { readonly one: string; readonly many: string; readonly titled: string };
  /** What the two sides are called. */
  readonly sides: Readonly<Record<Color, string>>;
  /** The sides that users may be sent to. */
  readonly serving: readonly Color[];
  /** What the platform measures. */
  metricsOf(place: ServicePlace): ServiceMetrics;
  /** Makes what holds from a service's creation to its first release: whatever would page waits for that. */
  waitsForRelease(scope: Construct, id: string, place: ReachedPlace): cloudwatch.IAlarmRule;
  /** Where the log is, as an address of the console has it. */
  logGroupIn(place: ServicePlace, logGroup: logs.ILogGroup): string;
  /** What it runs in, in the console: the address by what the link says. @param region a token is fine */
  links(place: ServicePlace, region: string): Readonly<Record<string, string>>;
}
