import { LARGEST_VALIDATION_BYTES } from '../constants';
import type { Cursor } from '../cursor';
import { DEFAULT_VALIDATION_SECONDS } from '../defaults';
import type { SmokeRequestInput, ValidationInput } from '../input';
import type { Finding } from '../issues';
import { resolveValidation } from '../resolve-validation';
import { list } from '../rules';
import { SettingsPlaces } from '../settings';
import type { Check } from './check';

/** What a new version is asked can be asked, and answered. */
export const checkValidation: Check = (delivery) =>
  delivery
    .at('services')
    .items()
    .flatMap((service) =>
      SettingsPlaces.variantsOf(service).flatMap((settings) => {
        const validation = settings.own('validation');
        return [...size(validation), ...latency(validation), ...validation.at('requests').items().flatMap(request)];
      }),
    );

function size(validation: Cursor<ValidationInput | undefined>): Finding[] {
  if (validation.value === undefined || !validation.whole) return [];
  const bytes = Buffer.byteLength(JSON.stringify(resolveValidation(validation.value)));
  if (bytes <= LARGEST_VALIDATION_BYTES) return [];
  const message = 'is too long for the function that has to know it';
  const allowed = `${LARGEST_VALIDATION_BYTES} bytes as JSON, with the defaults`;
  return [{ path: validation.path, message, got: String(bytes), allowed }];
}

function latency(validation: Cursor<ValidationInput | undefined>): Finding[] {
  const place = validation.at('latency').at('p95Milliseconds');
  const seconds = validation.at('timeoutSeconds').or(DEFAULT_VALIDATION_SECONDS);
  if (place.value === undefined || seconds === undefined || place.value <= seconds * 1000) return [];
  const message = 'is more than the time for everything';
  return [{ path: place.path, message, got: String(place.value), allowed: `at most ${seconds * 1000}` }];
}

/** Others carry no body, or one that nobody reads (RFC 9110, "Methods"). */
const WITH_BODY = ['POST', 'PUT', 'PATCH', 'DELETE'];
const NO_CONTENT = 204;

function request(place: Cursor<SmokeRequestInput>): Finding[] {
  const method = place.at('method').or('GET');
  const body = place.at('body');
  const json = place.at('json');
  const silent =
    method === 'HEAD' ? 'HEAD' : place.at('status').value === NO_CONTENT ? `status ${NO_CONTENT}` : undefined;
  return [
    ...(body.stated && method !== undefined && !WITH_BODY.includes(method)
      ? [{ path: body.path, message: `does not go with ${method}`, allowed: `with ${list(WITH_BODY)}` }]
      : []),
    ...(json.stated && silent !== undefined
      ? [{ path: json.path, message: `is never there in an answer of ${silent}`, allowed: 'nothing' }]
      : []),
  ];
}
