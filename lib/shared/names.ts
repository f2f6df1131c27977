/**
 * The names that resources bear in AWS, in one place: constructs give them, the configuration's validation measures
 * them. All are `<delivery>-…`, so that several deliveries share an account. The kinds with a tight limit are those of
 * Elastic Load Balancing; the maximum lengths of delivery, environment and service keep every other name within its
 * own.
 */

export * from './names/alarms';
export * from './names/compute';
export * from './names/delivery-events';
export * from './names/deployment';
export * from './names/incidents';
export * from './names/kubernetes';
export * from './names/limits';
export * from './names/observability';
export * from './names/pipeline';
export * from './names/release';
export * from './names/repositories';
export * from './names/service';
export * from './names/stack';
