import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput, ServiceInput } from '../../lib/config/input';
import { hookFunctionName, podTargetGroupName } from '../../lib/shared/names';
import { hookSeconds } from '../../lib/validation/constants';
import { chartValues } from '../../lib/workload/chart-values';
import type { ChartValues } from '../../lib/workload/values';
import { smallDelivery, type Writable } from './configs';
import { resolved, SERVICE_DIRECTORY } from './deliveries';

const REGION = 'eu-central-1';

/** The digest of an image that nobody has. */
export const IMAGE = `111111111111.dkr.ecr.${REGION}.amazonaws.com/shop-web@sha256:${'0123456789abcdef'.repeat(4)}`;

/**
 * What a release of a service would be rendered with, with made-up ARNs and ranges. The service may be on ECS: its settings
 * are the same.
 */
export function valuesOf(delivery: Delivery, environmentName: string, serviceName: string): ChartValues {
  const environment = delivery.environments.find(({ name }) => name === environmentName)!;
  const service = delivery.services.find(({ name }) => name === serviceName)!;
  const path = [delivery.name, environment.name, service.name] as const;
  const group = (side: 'live' | 'next') => `targetgroup/${podTargetGroupName(...path, side)}/0123456789abcdef`;
  const arn = (side: 'live' | 'next') => `arn:aws:elasticloadbalancing:${REGION}:111111111111:${group(side)}`;
  const values = chartValues({
    delivery,
    environment,
    service,
    settings: service.in[environment.name]!,
    region: REGION,
    platformVariables: Object.fromEntries(service.calls.map((name) => [`${name.toUpperCase()}_URL`, `http://${name}`])),
    targetGroups: { live: arn('live'), next: arn('next') },
    loadBalancerFullName: 'app/shop-dev-internal/fedcba9876543210',
    liveTargetGroupFullName: group('live'),
    loadBalancerCidrs: ['10.0.0.0/20', '10.0.16.0/20'],
    calledCidrs: ['10.0.32.0/20'],
    hookFunctionName: hookFunctionName(...path),
    hookSeconds: hookSeconds(service.in[environment.name]!.validation.timeoutSeconds),
  });
  return { ...values, image: IMAGE };
}

/** Those of every service in every environment of deliveries, under names that Helm takes for a chart. */
export function valuesOfAll(deliveries: readonly Delivery[]): Record<string, ChartValues> {
  const all = deliveries.flatMap((delivery) =>
    delivery.services.flatMap(({ name }) =>
      delivery.environments.map((environment) => valuesOf(delivery, environment.name, name)),
    ),
  );
  return Object.fromEntries(all.map((values, index) => [`release${index}`, values]));
}

/** Those of the one service of the small delivery, with other settings. */
export function valuesWith(service: Partial<ServiceInput> = {}): ChartValues {
  return valuesOf(
    smallShop(({ services: [web] }) => Object.assign(web!, service)),
    'dev',
    'web',
  );
}

/** The small delivery, changed. */
export function smallShop(change: (delivery: Writable<DeliveryInput>) => void): Delivery {
  return resolved(smallDelivery(SERVICE_DIRECTORY, change) as DeliveryInput);
}
