import type { Cursor } from '../cursor';
import { DEFAULT_PLATFORM, DEFAULT_ZONES, defaultNatGateways } from '../defaults';
import type { DeliveryInput, EnvironmentInput, ServiceInput } from '../input';
import type { Finding } from '../issues';
import { show } from '../problem';
import { SettingsPlaces } from '../settings';
import { type Check, where } from './check';

/** What a service on EKS needs, and what is not to be had there; `checks/strategies.ts` judges how traffic moves. */
export const checkPlatforms: Check = (delivery) => {
  const services = delivery.at('services').items().filter(isOnEks);
  const [first] = services;
  return [
    ...(first === undefined ? [] : withoutGateways(first, delivery)),
    ...services.flatMap((service) => [
      ...namespace(service.at('name')),
      ...SettingsPlaces.variantsOf(service).flatMap((settings) => [
        ...notThere(settings.own('controller'), 'where Argo Rollouts moves the traffic'),
        ...notThere(settings.own('scaling').at('requestsPerTask'), 'which scales by CPU alone'),
        ...tooLarge(settings.own('cpu')),
      ]),
    ]),
  ];
};

/** Also false if nobody can say. */
export function isOnEks(service: Cursor<ServiceInput>): boolean {
  return service.at('platform').or(DEFAULT_PLATFORM) === 'eks';
}

/** Nobody knows here what there is already, and a deployment would fail: NAT or not is fixed once a service is on ECS. */
const IF_IT_EXISTS =
  'where it exists already, its services on ECS go first: docs/kubernetes.md, "Before the first one"';

/** Each environment has every service. */
function withoutGateways(service: Cursor<ServiceInput>, delivery: Cursor<DeliveryInput>): Finding[] {
  return delivery
    .at('environments')
    .items()
    .flatMap((environment): Finding[] => {
      const place = environment.at('network').at('natGateways');
      if (gatewaysOf(environment) !== 0) return [];
      const zones = environment.at('network').at('zones').or(DEFAULT_ZONES);
      const message = `is too few for ${where(service)} on EKS, whose nodes fetch images and call AWS through a gateway`;
      const allowed = `${zones === undefined ? '1 or more' : `1 to ${zones}`}; ${IF_IT_EXISTS}`;
      return [{ path: place.path, message, got: place.stated ? '0' : 'the default 0', allowed }];
    });
}

/** Undefined if nobody can say, and where production has none, which is a mistake of its own. */
function gatewaysOf(environment: Cursor<EnvironmentInput>): number | undefined {
  const production = environment.at('production').or(false);
  const zones = environment.at('network').at('zones').or(DEFAULT_ZONES);
  if (production !== false) return undefined;
  return environment
    .at('network')
    .at('natGateways')
    .or(defaultNatGateways(production, zones ?? DEFAULT_ZONES));
}

/**
 * A service has the namespace of its name. Kubernetes keeps `kube-` for itself ("Namespaces" in its documentation), AWS's
 * add-ons start theirs with `amazon-`, and the controller of rollouts has one.
 */
const TAKEN_NAMESPACES = /^(default|argo-rollouts|(kube|amazon)-.*)$/;

function namespace(name: Cursor<string>): Finding[] {
  if (name.value === undefined || !TAKEN_NAMESPACES.test(name.value)) return [];
  const message = 'is a namespace that an EKS cluster has for itself';
  const allowed = 'any name but default, argo-rollouts and those that start with kube- or amazon-';
  return [{ path: name.path, message, got: `'${name.value}'`, allowed }];
}

/**
 * CPU units of the largest pod, with any memory that goes with them: nodes have eight cores at the most
 * (`lib/kubernetes/node-manifests.ts`), of which they keep a part for themselves, and Fargate's next size is eight.
 */
const LARGEST_POD = 4096;

function tooLarge({ path, value }: Cursor<number | undefined>): Finding[] {
  if (value === undefined || value <= LARGEST_POD) return [];
  const message = 'is more than a pod on EKS gets, whose nodes have eight cores and keep a part of them';
  return [{ path, message, got: String(value), allowed: `at most ${LARGEST_POD}` }];
}

function notThere(place: Cursor<string | number | undefined>, reason: string): Finding[] {
  if (place.value === undefined) return [];
  const message = `is not for a service on EKS, ${reason}`;
  return [{ path: place.path, message, got: show(place.raw, place.path), allowed: 'nothing' }];
}
