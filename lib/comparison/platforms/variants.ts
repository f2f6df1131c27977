import type { Controller } from '../../config/delivery';
import type { DeliveryInput, ServiceInput } from '../../config/input';
import { trunk } from '../../config/words';

/** The three ways in which one service can run and be released, by who moves its traffic. */
export const VARIANTS: readonly Controller[] = ['codedeploy', 'ecs', 'rollouts'];

/** What they are called in tables. */
export const VARIANT_TITLES: Readonly<Record<Controller, string>> = {
  codedeploy: 'ECS, CodeDeploy',
  ecs: 'ECS itself',
  rollouts: 'EKS',
};

/** What a team writes for them. */
const WORDS: Readonly<Record<Controller, Pick<ServiceInput, 'platform' | 'controller'>>> = {
  codedeploy: {},
  ecs: { controller: 'ecs' },
  rollouts: { platform: 'eks' },
};

/** Where everything of the comparison is, and what its prices are those of. */
export const REGION = 'us-east-1';
/** The environment that numbers are of, where nothing else is said, and the smallest that there can be. */
export const PRODUCTION = 'prod';
export const SMALLEST = 'dev';

/** For one thing that all variants have. */
export type ByVariant<T> = Readonly<Record<Controller, T>>;

/** @param make what there is of one variant */
export function byVariant<T>(make: (variant: Controller) => T): ByVariant<T> {
  return { codedeploy: make('codedeploy'), ecs: make('ecs'), rollouts: make('rollouts') };
}

/**
 * A delivery with one service, a small environment and production; all but the platform and the controller is the same in all
 * variants. On EKS the small environment has the one NAT gateway that it cannot do without.
 *
 * @param service with whatever platform and controller it has otherwise
 */
export function comparedInput(service: ServiceInput, variant: Controller): DeliveryInput {
  const { platform: _platform, controller: _controller, ...same } = service;
  return {
    name: 'shop',
    tools: { account: '111111111111', region: REGION },
    environments: [
      { name: SMALLEST, network: variant === 'rollouts' ? { natGateways: 1 } : {} },
      { name: PRODUCTION, production: true, network: { cidr: '10.1.0.0/16', zones: 3 } },
    ],
    branching: trunk(),
    services: [{ ...same, ...WORDS[variant] }],
  };
}
