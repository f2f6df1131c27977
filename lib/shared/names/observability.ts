import { prefix } from './service';

/** A service's dashboard. */
export function serviceDashboardName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The dashboard of an environment; the configuration's validation keeps it apart from those of services. */
export function environmentDashboardName(delivery: string, environment: string): string {
  return `${delivery}-${environment}`;
}

/** A service's X-Ray group and sampling rule; X-Ray takes 32 characters. */
export function tracingName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The canary that asks a service from outside. */
export function canaryName(delivery: string, environment: string, service: string): string {
  return prefix(delivery, environment, service);
}

/** The metric of error lines in a service's log. */
export function logErrorsMetricName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-log-errors`;
}

/** The alarm on that metric. */
export function logErrorsAlarmName(delivery: string, environment: string, service: string): string {
  return `${prefix(delivery, environment, service)}-log-errors`;
}

/** A saved query of Logs Insights; slashes are folders there. @param service none for one about the whole environment */
export function savedQueryName(delivery: string, environment: string, query: string, service?: string): string {
  return [delivery, environment, ...(service === undefined ? [] : [service]), query].join('/');
}
