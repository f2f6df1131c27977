import type { DeliveryInput, EnvironmentInput, ServiceInput } from '../../config/input';
import { canary, linear } from '../../config/words';
import { table } from '../page';
import { refusalOf } from './shares';
import { type ByVariant, PRODUCTION, SMALLEST, VARIANT_TITLES, VARIANTS } from './variants';

/** Something that a team may state, and that not every platform takes. */
interface Wish {
  readonly what: string;
  /** Of the service, everywhere. */
  readonly service?: Partial<ServiceInput>;
  /** Of the service in production. */
  readonly inProduction?: NonNullable<ServiceInput['environments']>[string];
  /** Of the small environment. */
  readonly small?: Partial<EnvironmentInput>;
}

const WISHES: readonly Wish[] = [
  { what: 'scaling: { requestsPerTask: 1000 }', service: { scaling: { requestsPerTask: 1000 } } },
  { what: 'cpu: 8192', service: { cpu: 8192 } },
  { what: 'natGateways: 0 in dev', small: { network: { natGateways: 0 } } },
  {
    what: 'canary({ percent: 5, minutes: 15 })',
    inProduction: { strategy: canary({ percent: 5, minutes: 15 }), scaling: { minimum: 3 } },
  },
  {
    what: 'linear({ percent: 2, minutes: 1 })',
    inProduction: { strategy: linear({ percent: 2, minutes: 1 }), scaling: { minimum: 3 } },
  },
  {
    what: 'canary({ percent: 25, minutes: 2000 })',
    inProduction: { strategy: canary({ percent: 25, minutes: 2000 }), scaling: { minimum: 3 } },
  },
  { what: "name: 'kube-orders'", service: { name: 'kube-orders', directory: 'services/orders' } },
  { what: "variables: { KUBERNETES_MODE: 'x' }", service: { variables: { KUBERNETES_MODE: 'x' } } },
];

/** Who takes what, and what is said where it is refused. Each wish is put to the checks of a synth. */
export function refusals(inputs: ByVariant<DeliveryInput>, project: string): string {
  const answers = WISHES.map((wish) => ({
    wish,
    said: VARIANTS.map((variant) => ({ variant, lines: refusalOf(wished(inputs[variant], wish), project) })),
  }));
  const taken = table(
    ['stated', ...VARIANTS.map((variant) => VARIANT_TITLES[variant])],
    answers.map(({ wish, said }) => [
      `\`${wish.what}\``,
      ...said.map(({ lines }) => (lines.length === 0 ? 'taken' : '**refused**')),
    ]),
  );
  const messages = answers.flatMap(({ wish, said }) =>
    said
      .filter(({ lines }) => lines.length > 0)
      .map(({ variant, lines }) => [`${VARIANT_TITLES[variant]}: ${wish.what}`, ...lines.map((line) => `  ${line}`)]),
  );
  return `${taken}\n\n\`\`\`text\n${messages.flat().join('\n')}\n\`\`\``;
}

function wished(input: DeliveryInput, { service, inProduction, small }: Wish): DeliveryInput {
  return {
    ...input,
    environments: input.environments.map((one) => (one.name === SMALLEST ? { ...one, ...small } : one)),
    services: input.services.map((one) => ({
      ...one,
      ...service,
      environments: {
        ...one.environments,
        [PRODUCTION]: { ...one.environments?.[PRODUCTION], ...inProduction },
      },
    })),
  };
}
