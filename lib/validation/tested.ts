import type { Tests } from '../config/delivery';

/** How a service is tested in an environment after a deployment there. */
export function isTestedIn(tests: Tests, environment: string): { byCommand: boolean; underLoad: boolean } {
  const isIn = (test?: { readonly in: readonly string[] }) => test?.in.includes(environment) ?? false;
  return { byCommand: isIn(tests.integration) || isIn(tests.acceptance), underLoad: isIn(tests.load) };
}
