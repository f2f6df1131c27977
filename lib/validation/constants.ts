/** What constructs, functions and programs of the validation agree on. */

/** The environment of the hook's handlers. */
export const HOOK_VARIABLES = {
  /** The service's `Validation` as JSON; the configuration's checks keep it within what a variable may have. */
  validation: 'VALIDATION',
  /** The probe's function, by name. */
  probe: 'PROBE_FUNCTION',
  /** The name of a public load balancer, whose private addresses the hook looks up. Absent for an internal one. */
  loadBalancer: 'LOAD_BALANCER',
} as const;

/** The environment of the probe: `https://web.dev.example.com:10443`. It asks these and nothing else. */
export const PROBE_VARIABLES = {
  production: 'PRODUCTION_URL',
  test: 'TEST_URL',
} as const;

/** What the hook has beyond the validation's own time, in seconds. */
export const HOOK_EXTRA_SECONDS = {
  /** Lambda takes the network from a function that nobody called for weeks, and needs a while to give it back. */
  wakeUp: 120,
  /** For the answer to CodeDeploy, with the SDK's retries. */
  answer: 15,
} as const;

/** A load test is sent in pieces of this length, so that no call of the probe is long and the build's log moves on. */
export const LOAD_SLICE_SECONDS = 60;

/** A request of a load test that has no answer by then has none. */
export const LOAD_TIMEOUT_MILLISECONDS = 10_000;

/** What the probe has beyond the time of what it is asked to do, in seconds. */
export const PROBE_EXTRA_SECONDS = 15;

/** How long the hook may take, in seconds. @param timeoutSeconds the validation's own time */
export function hookSeconds(timeoutSeconds: number): number {
  return timeoutSeconds + PROBE_EXTRA_SECONDS + HOOK_EXTRA_SECONDS.wakeUp + HOOK_EXTRA_SECONDS.answer;
}
