import * as fc from 'fast-check';
import type {
  BranchingInput,
  DeliveryInput,
  EnvironmentInput,
  GatesInput,
  NotificationsInput,
  SyntheticsInput,
} from '../../lib/config/input';
import { LOG_RETENTION_DAYS } from '../../lib/config/log-retention';
import { gitflow, github, trunk } from '../../lib/config/words';
import { optional, SERVICE_NAMES, serviceInputs } from './service-configs';

export type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

/** The smallest configuration, with one environment and one service; `change` may spoil it. */
export function smallDelivery(
  directory: string,
  change: (delivery: Writable<DeliveryInput>) => void = () => {},
): unknown {
  const delivery: Writable<DeliveryInput> = {
    name: 'shop',
    environments: [{ name: 'dev' }],
    services: [{ name: 'web', directory }],
  };
  change(delivery);
  return delivery;
}

/** Puts the first service on EKS, with the NAT gateway that its environments then need. */
export function onEks(delivery: Writable<DeliveryInput>): void {
  delivery.services[0]!.platform = 'eks';
  for (const environment of delivery.environments) environment.network = { natGateways: 1, ...environment.network };
}

/** A connection that nobody has. */
export const CONNECTION =
  'arn:aws:codeconnections:eu-central-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef';

const ENVIRONMENTS = ['dev', 'test', 'prod'];

/** Configurations that are valid, of all shapes that the options allow; each service is seeded from `directory`. */
export function validDeliveries(directory: string): fc.Arbitrary<DeliveryInput> {
  return fc
    .record({
      environments: fc.integer({ min: 1, max: 3 }),
      services: fc.integer({ min: 1, max: 4 }),
      mono: fc.boolean(),
    })
    .chain((count) => {
      const names = ENVIRONMENTS.slice(0, count.environments);
      return (
        fc
          .record({
            name: fc.constantFrom('shop', 'a1', 'my-shop'),
            tools: optional(fc.constant({ account: '111111111111', region: 'eu-central-1' })),
            tags: optional(fc.constant({ team: 'blue', 'cost center': '42' })),
            environments: fc.tuple(...names.map((name, index) => environments(name, index))),
            services: fc.tuple(
              ...SERVICE_NAMES.slice(0, count.services).map((_, index) =>
                serviceInputs(index, { directory, connectionArn: CONNECTION, environments: names, mono: count.mono }),
              ),
            ),
            branching: fc.constantFrom(undefined, gitflow(), trunk(), linesFor(names)),
            notifications: optional(fc.constantFrom<NotificationsInput>({ email: ['team@example.com'] }, CHANNELS)),
            runbook: optional(fc.constant('https://wiki.example.com/shop/runbook')),
            synthetics: optional(fc.constantFrom<SyntheticsInput | false>(false, {}, { path: '/a?b=c', minutes: 1 })),
            gates: optional(fc.constantFrom<GatesInput>({}, GATES)),
            registry: optional(fc.constantFrom({}, { scanning: 'enhanced' as const, signing: false })),
            budget: optional(fc.constantFrom({ monthly: 0.5 }, { monthly: 1000 })),
            infrastructure: optional(
              fc.constantFrom(
                {},
                { source: github({ connectionArn: CONNECTION, repository: 'acme/slipway' }), config: 'shop' },
              ),
            ),
          })
          .map(({ synthetics, ...delivery }) => fromOutside(delivery, synthetics))
          .map(withGateways)
          // One list for each, not one for all that are drawn.
          .map((delivery) => structuredClone(delivery))
      );
    });
}

const CHANNELS: NotificationsInput = {
  slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
  teams: {
    teamId: '01234567-89ab-cdef-0123-456789abcdef',
    tenantId: '12345678-9abc-def0-1234-56789abcdef0',
    channelId: '19:0123abcd@thread.tacv2',
  },
};

/** The first service, which is public, states these requests where somebody outside is let in. */
function fromOutside(delivery: DeliveryInput, synthetics: SyntheticsInput | false | undefined): DeliveryInput {
  const isOpen = delivery.environments.some(({ domain, allowedCidrs }) => domain && !allowedCidrs);
  const [first, ...others] = delivery.services;
  return { ...delivery, services: [{ ...first!, synthetics: isOpen ? synthetics : false }, ...others] };
}

/** With a service on EKS each environment has a gateway. */
function withGateways(delivery: DeliveryInput): DeliveryInput {
  if (!delivery.services.some(({ platform }) => platform === 'eks')) return delivery;
  const environments = delivery.environments.map((environment) => ({
    ...environment,
    network: { ...environment.network, natGateways: environment.network?.natGateways ?? 1 },
  }));
  return { ...delivery, environments };
}

const GATES: GatesInput = {
  coverage: 60,
  staticAnalysis: 'medium',
  dependencies: 'critical',
  image: { findings: { low: 100, medium: 10 }, baseRegistries: ['public.ecr.aws/docker'] },
  allow: [{ id: 'GHSA-jfh8-c2jp-5v3q', until: '2027-12-31', reason: 'no fix yet' }],
};

/** `develop` to the first environment, the others by branches of `release` and by one more. */
function linesFor(names: readonly string[]): BranchingInput {
  const [first, ...others] = names as [string, ...string[]];
  const develop = { branches: ['develop', 'team/*'], environments: [first] };
  const stable = { name: 'stable', branches: ['release/*', 'next'], environments: others };
  return {
    defaultBranch: 'develop',
    releaseLines: others.length === 0 ? [develop] : [develop, stable],
    verified: ['wip/*', 'spike'],
    approvals: { branches: ['develop', 'wip/one'], count: 2 },
    ...(others.length === 0 ? {} : { backMerge: { from: 'next', into: 'develop' } }),
  };
}

function environments(name: string, index: number): fc.Arbitrary<EnvironmentInput> {
  const production = name === 'prod';
  return fc
    .record({
      zones: fc.constantFrom(2, 3),
      prefix: fc.integer({ min: 16, max: 22 }),
      gateways: optional(fc.constantFrom(1, 2)),
      domain: fc.boolean(),
      approval: optional(fc.constant(true)),
      cidrs: optional(fc.constant(['203.0.113.7/32', '198.51.100.0/24'])),
      logRetentionDays: optional(fc.constantFrom(...LOG_RETENTION_DAYS)),
      deploymentWindow: optional(
        fc.constantFrom(
          { cron: '* * 8-15 ? * MON-THU' },
          { cron: '* 0-29 * 1W JAN-JUN ? 2027', timeZone: 'Europe/Berlin' },
        ),
      ),
      tracing: optional(fc.constantFrom({}, { transactionSearch: 0.5, applicationSignals: true })),
      faultInjection: optional(fc.boolean()),
    })
    .map((drawn) => ({
      name,
      production,
      approval: drawn.approval,
      network: { cidr: `10.${index}.0.0/${drawn.prefix}`, zones: drawn.zones, natGateways: drawn.gateways },
      domain: drawn.domain ? { name: `${name}.example.com`, hostedZoneId: 'Z0123456789ABCDEFGHIJ' } : undefined,
      allowedCidrs: drawn.cidrs,
      logRetentionDays: drawn.logRetentionDays,
      deploymentWindow: drawn.deploymentWindow,
      // All are in one account and region, for which one of them speaks.
      tracing: index === 0 ? drawn.tracing : {},
      faultInjection: production ? false : drawn.faultInjection,
    }));
}
