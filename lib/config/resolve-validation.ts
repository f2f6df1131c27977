import { HEALTH_PATH } from '../shared/service-contract';
import { DEFAULT_VALIDATION_SECONDS } from './defaults';
import type { SmokeRequest, Validation } from './delivery';
import type { SmokeRequestInput, ValidationInput } from './input';

/** What a new version is asked before it gets traffic, with every default. */
export function resolveValidation({ requests, latency, timeoutSeconds }: ValidationInput): Validation {
  return {
    requests: (requests ?? [{ path: HEALTH_PATH }]).map(resolveRequest),
    ...(latency === undefined ? {} : { latency }),
    timeoutSeconds: timeoutSeconds ?? DEFAULT_VALIDATION_SECONDS,
  };
}

function resolveRequest({ path, method, headers, body, status, json }: SmokeRequestInput): SmokeRequest {
  return {
    path,
    method: method ?? 'GET',
    headers: headers ?? {},
    ...(body === undefined ? {} : { body }),
    status: status ?? 200,
    ...(json === undefined ? {} : { json }),
  };
}
