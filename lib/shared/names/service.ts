/** What a service's own resources in one environment start with. */
export function prefix(delivery: string, environment: string, service: string): string {
  return `${delivery}-${environment}-${service}`;
}

/** Longest suffix that `roleName` takes. */
export const ROLE_SUFFIX_LIMIT = 10;

/** A role of a service, for example with the suffix `task`. */
export function roleName(delivery: string, environment: string, service: string, suffix: string): string {
  if (suffix.length < 1 || suffix.length > ROLE_SUFFIX_LIMIT) {
    throw new Error(`A role's suffix must have 1 to ${ROLE_SUFFIX_LIMIT} characters (got '${suffix}')`);
  }
  return `${prefix(delivery, environment, service)}-${suffix}`;
}

/** The variable in which a caller finds the address of the service `name`: `ORDERS_API_URL` for `orders-api`. */
export function urlVariable(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_URL`;
}
