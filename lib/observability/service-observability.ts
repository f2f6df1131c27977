import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Endpoint } from '../compute/endpoint';
import type { ServiceTable } from '../compute/service-table';
import type { Delivery, Environment, Service } from '../config/delivery';
import { ServiceDashboard } from './dashboards/service-dashboard';
import { ServiceAlarms } from './service-alarms';
import { ServiceLogs } from './service-logs';
import { ServiceTracing } from './service-tracing';

export interface ServiceObservabilityProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
  readonly endpoint: Endpoint;
  /** Where users reach the service, without a path. */
  readonly url: string;
  readonly logGroup: LogGroup;
  /** @default - the service has none */
  readonly table?: ServiceTable;
  readonly rollbackAlarms: readonly IAlarm[];
}

/** How people learn that a service in an environment is not well, and why: its traces, log, alarms and dashboard. */
export class ServiceObservability extends Construct {
  constructor(scope: Construct, id: string, props: ServiceObservabilityProps) {
    super(scope, id);
    const { delivery, environment, service, logGroup } = props;
    const { tracing } = service.in[environment.name]!;
    const traces =
      tracing &&
      new ServiceTracing(this, 'Tracing', {
        delivery: delivery.name,
        environment: environment.name,
        service: service.name,
        percent: tracing.percent,
      });
    const log = new ServiceLogs(this, 'Logs', { delivery, environment, serviceName: service.name, logGroup });
    const alarms = new ServiceAlarms(this, 'Alarms', { ...props, logErrors: log.alarm });
    new ServiceDashboard(this, 'Dashboard', {
      ...props,
      objectives: alarms.objectives.objectives,
      logErrors: log.metricErrors(),
      ...(traces && { traceLinks: { 'Trace map': traces.traceMapUrl, Traces: traces.groupUrl } }),
    });
  }
}
