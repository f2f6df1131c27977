/** Milliseconds since 1970 at which an event happened. @throws Error where it says no time */
export function timeOf({ id, at }: { readonly id: string; readonly at: string }): number {
  const time = Date.parse(at);
  if (Number.isNaN(time))
    throw new Error(`the time of the event ${id} must be in ISO 8601 (got ${JSON.stringify(at)})`);
  return time;
}

/** The time as events have it. */
export function iso(time: number): string;
export function iso(time: number | undefined): string | undefined;
export function iso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
