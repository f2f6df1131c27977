import { urlVariable } from '../../shared/names';
import { APP_CONTAINER, Variable } from '../../shared/service-contract';
import type { Cursor } from '../cursor';
import { DEFAULT_CPU, DEFAULT_SIDECAR_MEMORY, defaultMemory, defaultMinimum, PRODUCTION_MINIMUM } from '../defaults';
import { describeMemories, fargateMemories } from '../fargate-sizes';
import type { DeliveryInput, ServiceInput } from '../input';
import type { Finding } from '../issues';
import { SettingsPlaces } from '../settings';
import { type Check, duplicates, where } from './check';

export const checkSettings: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .flatMap((service) => [
      ...SettingsPlaces.variantsOf(service).flatMap((settings) => [
        ...taskSize(settings),
        ...sidecars(settings),
        ...reservedVariables(settings, service),
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

/** A container below this hardly starts Node. */
const LEAST_APP_MEMORY = 128;
/** The name of the service's own container. */

function sidecars(settings: SettingsPlaces): Finding[] {
  const names = settings
    .own('sidecars')
    .items()
    .map((sidecar) => sidecar.at('name'));
  return [
    ...duplicates(names, 'a name of its own'),
    ...names
      .filter((name) => name.value === APP_CONTAINER)
      .map((name) => ({
        path: name.path,
        message: "is the service's own container",
        got: `'${APP_CONTAINER}'`,
        allowed: 'any other name',
      })),
    ...sidecarMemory(settings),
  ];
}

function sidecarMemory(settings: SettingsPlaces): Finding[] {
  const place = settings.at('sidecars');
  const cpu = settings.at('cpu').or(DEFAULT_CPU);
  const memory = settings.at('memory').or(cpu === undefined ? undefined : defaultMemory(cpu));
  const parts = place.items().map((sidecar) => sidecar.at('memory').or(DEFAULT_SIDECAR_MEMORY));
  const isOwn = (['sidecars', 'cpu', 'memory'] as const).some((key) => settings.own(key).stated);
  if (!isOwn || memory === undefined || parts.length === 0 || parts.includes(undefined)) return [];
  const sum = parts.reduce<number>((total, part) => total + part!, 0);
  if (sum <= memory - LEAST_APP_MEMORY) return [];
  const scope = settings.environment === undefined ? '' : ` in ${settings.environment}`;
  return [
    {
      path: place.path,
      message: `may use ${sum} of the task's ${memory} MiB together${scope}, which leaves the service too little`,
      got: String(sum),
      allowed: `at most ${Math.max(0, memory - LEAST_APP_MEMORY)}`,
    },
  ];
}

/**
 * ECS sets the AWS_CONTAINER_…, AWS_REGION and ECS_… ones ("Amazon ECS environment variables"), and credentials among
 * the variables would silently replace the task's role.
 */
const RESERVED = [
  new RegExp(`^(${Object.values(Variable).join('|')})$`),
  /^(ECS|AWS_CONTAINER)_/,
  /^AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/,
];

function reservedVariables(settings: SettingsPlaces, service: Cursor<ServiceInput>): Finding[] {
  const calls = service.at('calls').items();
  const urls = calls.flatMap((call) => (call.value === undefined ? [] : [urlVariable(call.value)]));
  return (['variables', 'secrets'] as const).flatMap((key) =>
    settings
      .own(key)
      .entries()
      .filter(([name]) => RESERVED.some((pattern) => pattern.test(name)) || urls.includes(name))
      .map(([name, place]) => ({
        path: place.path,
        message: 'is set by the platform',
        got: `'${name}'`,
        allowed: 'any other name',
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
