import type { SyntheticsInput } from '../../lib/config/input';
import { problemsAfter, wrong } from './problems';

type Stated = SyntheticsInput | false;

const DOMAIN = { name: 'example.com', hostedZoneId: 'Z1' };
const CLOSED = ['203.0.113.7/32'];

/** The lines for a service in dev, which is closed, and in prod, which lets everyone in. */
function problemsOf(
  exposure: 'public' | 'internal',
  all: Stated | undefined,
  own: Record<string, Stated> = {},
  prodCidrs?: string[],
): string[] {
  return problemsAfter((delivery) => {
    delivery.environments.push({
      name: 'prod',
      production: true,
      network: { cidr: '10.1.0.0/16' },
      domain: DOMAIN,
      allowedCidrs: prodCidrs,
    });
    const environments = Object.entries(own).map(([name, synthetics]) => [name, { synthetics }]);
    Object.assign(delivery.services[0]!, {
      exposure,
      synthetics: all,
      environments: Object.fromEntries(environments),
    });
  });
}

const INTERNAL = 'asks from outside, where nobody reaches an internal service (got an object, allowed false)';

describe('requests from outside', () => {
  test('go to public services where everyone may call', () => {
    expect(problemsOf('public', {})).toEqual([]);
    expect(problemsOf('public', undefined, { prod: { minutes: 1 } })).toEqual([]);
    expect(problemsOf('public', undefined, { prod: {} }, [...CLOSED, '0.0.0.0/0'])).toEqual([]);
  });

  test('do not go to internal services', () => {
    expect(problemsOf('internal', {})).toEqual([`services[0].synthetics: ${INTERNAL}`]);
    expect(problemsOf('internal', undefined, { prod: {} })).toEqual([
      `services[0].environments.prod.synthetics: ${INTERNAL}`,
    ]);
  });

  test('are not stated for an environment that is closed', () => {
    expect(problemsOf('public', {}, { dev: { path: '/' } })).toEqual([
      'services[0].environments.dev.synthetics: asks from outside, and dev does not let everyone in ' +
        "(got an object, allowed false, or '0.0.0.0/0' in environments[0].allowedCidrs with a domain)",
    ]);
    expect(problemsOf('public', undefined, { prod: {} }, CLOSED)[0]).toMatch(
      /^services\[0\]\.environments\.prod\.synthetics: asks from outside, and prod does not let everyone in/,
    );
  });

  test('are not stated for all environments if each is closed', () => {
    expect(problemsOf('public', {}, {}, CLOSED)).toEqual([
      'services[0].synthetics: asks from outside, and no environment lets everyone in ' +
        "(got an object, allowed false, or '0.0.0.0/0' among the allowedCidrs of an environment with a domain)",
    ]);
  });

  test('may be off anywhere', () => {
    expect(problemsOf('internal', false, { dev: false, prod: false })).toEqual([]);
    expect(problemsOf('public', false, { dev: false, prod: false }, CLOSED)).toEqual([]);
  });

  test('are not judged where it is not known who may call', () => {
    expect(problemsOf('public', {}, { prod: {} }, wrong('everyone'))).toHaveLength(1);
    expect(problemsOf('public', {}, { prod: {} }, ['everyone'])).toHaveLength(1);
  });
});
