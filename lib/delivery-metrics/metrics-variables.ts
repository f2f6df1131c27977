import type { Delivery } from '../config/delivery';
import { METRICS_VARIABLES } from './constants';

/** The environment that the functions of delivery metrics share. */
export function metricsVariables(delivery: Delivery, tableName: string): Record<string, string> {
  const production = delivery.environments.filter((environment) => environment.production);
  return {
    [METRICS_VARIABLES.delivery]: delivery.name,
    [METRICS_VARIABLES.tableName]: tableName,
    [METRICS_VARIABLES.services]: JSON.stringify(delivery.services.map(({ name }) => name)),
    [METRICS_VARIABLES.production]: JSON.stringify(production.map(({ name }) => name)),
  };
}
