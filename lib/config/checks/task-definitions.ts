import type { Cursor } from '../cursor';
import type { Finding } from '../issues';
import { SettingsPlaces } from '../settings';
import type { Check } from './check';
import { isOnEks } from './platforms';

/** "Task definition size limit" in the quotas of ECS. */
const LARGEST_TASK_DEFINITION = 64 * 1024;
/** What the platform's own part takes at most: ten containers with their images, logs, ports, secrets and mounts. */
const PLATFORM_PART = 12 * 1024;
const MOST_BYTES = LARGEST_TASK_DEFINITION - PLATFORM_PART;

/** The variables of all containers stand in the task definition, which has an end. */
export const checkTaskDefinitions: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .filter((service) => !isOnEks(service))
    .flatMap((service) => SettingsPlaces.variantsOf(service).flatMap(size));

function size(settings: SettingsPlaces): Finding[] {
  const own = [settings.own('variables'), settings.own('sidecars')].find((place) => place.stated);
  const sidecars = settings.at('sidecars');
  const variables = [...settings.entries('variables')];
  if (own === undefined || !sidecars.whole || variables.some(([, place]) => place.value === undefined)) return [];
  const bytes = [variables, ...sidecars.items().map((sidecar) => sidecar.at('variables').entries())].reduce(
    (sum, entries) => sum + bytesOf(entries),
    0,
  );
  if (bytes <= MOST_BYTES) return [];
  const message = 'makes with all variables of the task a definition that is too large for ECS';
  return [{ path: own.path, message, got: String(bytes), allowed: `at most ${MOST_BYTES} bytes as JSON` }];
}

/** As they stand in a task definition. */
function bytesOf(variables: readonly (readonly [string, Cursor<string>])[]): number {
  return Buffer.byteLength(JSON.stringify(variables.map(([name, place]) => ({ name, value: place.value }))));
}
