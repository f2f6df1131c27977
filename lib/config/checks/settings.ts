import { urlVariable } from '../../shared/names';
import { TracingVariable, Variable } from '../../shared/service-contract';
import type { Cursor } from '../cursor';
import { DEFAULT_CPU, defaultMinimum, PRODUCTION_MINIMUM } from '../defaults';
import { describeMemories, fargateMemories } from '../fargate-sizes';
import type { DeliveryInput, ServiceInput } from '../input';
import type { Finding } from '../issues';
import { SettingsPlaces } from '../settings';
import { type Check, where } from './check';
import { isOnEks } from './platforms';

export const checkSettings: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .flatMap((service) => [
      ...SettingsPlaces.variantsOf(service).flatMap((settings) => [
        ...taskSize(settings),
        ...reservedVariables(settings, service),
        ...tracingVariables(settings),
        ...variablesAndSecrets(settings),
      ]),
      ...scaling(service, delivery),
    ]);

function taskSize(settings: SettingsPlaces): Finding[] {
  const cpu = settings.at('cpu').or(DEFAULT_CPU);
  const memory = settings.at('memory');
  const own = settings.own('memory');
  if (!own.stated && !settings.own('cpu').stated) return [];
  if (cpu === undefined || memory.value === undefined || fargateMemories(cpu).includes(memory.value)) return [];
  const origin = own.stated ? '' : ` of ${where(memory)}`;
  return [
    {
      path: own.path,
      message: `${memory.value}${origin} does not go with cpu ${cpu}`,
      got: String(memory.value),
      allowed: describeMemories(cpu),
    },
  ];
}

/**
 * ECS sets the AWS_CONTAINER_…, AWS_REGION and ECS_… ones ("Amazon ECS environment variables"), and credentials among
 * the variables would silently replace the task's role.
 */
const RESERVED: readonly RegExp[] = [
  new RegExp(`^(${Object.values(Variable).join('|')})$`),
  /^(ECS|AWS_CONTAINER)_/,
  /^AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/,
];

/** The kubelet sets them, for the cluster's own API ("Service", "Environment variables" in Kubernetes' documentation). */
const RESERVED_ON_EKS = /^KUBERNETES_/;

function reservedVariables(settings: SettingsPlaces, service: Cursor<ServiceInput>): Finding[] {
  const reserved = isOnEks(service) ? [...RESERVED, RESERVED_ON_EKS] : RESERVED;
  const calls = service.at('calls').items();
  const urls = calls.flatMap((call) => (call.value === undefined ? [] : [urlVariable(call.value)]));
  return (['variables', 'secrets'] as const).flatMap((key) =>
    settings
      .own(key)
      .entries()
      .filter(([name]) => reserved.some((pattern) => pattern.test(name)) || urls.includes(name))
      .map(([name, place]) => ({
        path: place.path,
        message: 'is set by the platform',
        got: `'${name}'`,
        allowed: 'any other name',
      })),
  );
}

/** Also those that stand for all environments, where one environment turns tracing on. */
function tracingVariables(settings: SettingsPlaces): Finding[] {
  const tracing = settings.at('tracing');
  if (!tracing.sound || tracing.value === false) return [];
  return (['variables', 'secrets'] as const).flatMap((key) =>
    [...(settings.own('tracing').stated ? settings.entries(key) : settings.own(key).entries())]
      .filter(([name]) => Object.hasOwn(TracingVariable, name))
      .map(([name, place]) => ({
        path: place.path,
        message: 'is set by the platform, which traces the service',
        got: `'${name}'`,
        allowed: 'any other name, or any with tracing: false',
      })),
  );
}

function variablesAndSecrets(settings: SettingsPlaces): Finding[] {
  if (!settings.own('variables').stated && !settings.own('secrets').stated) return [];
  const variables = settings.entries('variables');
  return [...settings.entries('secrets')].flatMap(([name, place]) => {
    const variable = variables.get(name);
    if (variable === undefined) return [];
    const message = `is a plain variable too, in ${where(variable)}`;
    return [{ path: place.path, message, got: `'${name}'`, allowed: 'each name once' }];
  });
}

function scaling(service: Cursor<ServiceInput>, delivery: Cursor<DeliveryInput>): Finding[] {
  return delivery
    .at('environments')
    .items()
    .flatMap((environment): Finding[] => {
      const name = environment.at('name').value;
      const production = environment.at('production').or(false);
      if (name === undefined || production === undefined) return [];
      const settings = new SettingsPlaces(service, name);
      const minimum = settings.scaling('minimum');
      const maximum = settings.scaling('maximum');
      const least = minimum.or(defaultMinimum(production));
      return [
        ...(production && least !== undefined && least < PRODUCTION_MINIMUM
          ? [
              {
                path: minimum.path,
                message: `is too few for production in ${name}`,
                got: String(least),
                allowed: `${PRODUCTION_MINIMUM} or more`,
              },
            ]
          : []),
        ...(least !== undefined && maximum.value !== undefined && maximum.value < least
          ? [
              {
                path: maximum.path,
                message: `is below the minimum in ${name}, ${minimum.stated ? where(minimum) : 'its default'} ${least}`,
                got: String(maximum.value),
                allowed: `${least} or more`,
              },
            ]
          : []),
      ];
    });
}
