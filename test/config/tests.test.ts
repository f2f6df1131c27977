import type { TestsInput } from '../../lib/config/input';
import { resolveDelivery } from '../../lib/config/resolve';
import { smallDelivery } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY } from './problems';

const ENVIRONMENTS = [
  { name: 'dev' },
  { name: 'test', network: { cidr: '10.1.0.0/16' } },
  { name: 'stage', network: { cidr: '10.2.0.0/16' } },
  { name: 'prod', network: { cidr: '10.3.0.0/16' }, production: true },
];
const ALL: TestsInput = {
  integration: { command: 'npm run integration' },
  acceptance: { command: 'npm run acceptance' },
  load: { requestsPerSecond: 10 },
};

function problemsOf(tests: TestsInput, environments: readonly object[] = ENVIRONMENTS): string[] {
  return problemsAfter((delivery) => {
    Object.assign(delivery, { environments });
    Object.assign(delivery.services[0]!, { tests });
  });
}

/** Where each test runs. */
function placesOf(names: readonly string[], tests = ALL) {
  const input = smallDelivery(SERVICE_DIRECTORY, (delivery) => {
    Object.assign(delivery, { environments: ENVIRONMENTS.filter(({ name }) => names.includes(name)) });
    Object.assign(delivery.services[0]!, { tests });
  });
  const { integration, acceptance, load } = resolveDelivery(input, { baseDirectory: __dirname }).services[0]!.tests;
  return { integration: integration?.in, acceptance: acceptance?.in, load: load?.in };
}

describe('tests run', () => {
  test('by default after the first environment, and where a release rests before production', () => {
    expect(placesOf(['dev', 'test', 'stage', 'prod'])).toEqual({
      integration: ['dev'],
      acceptance: ['test', 'stage'],
      load: ['test', 'stage'],
    });
  });

  test('by default all in the only environment before production', () => {
    expect(placesOf(['dev', 'prod'])).toEqual({ integration: ['dev'], acceptance: ['dev'], load: ['dev'] });
  });

  test('where they are stated to', () => {
    const tests = { integration: { ...ALL.integration!, in: ['dev', 'test'] } };
    expect(placesOf(['dev', 'test', 'prod'], tests)).toEqual({ integration: ['dev', 'test'] });
  });

  test('in no unknown environment, and not in production', () => {
    expect(problemsOf({ acceptance: { command: 'x', in: ['prod', 'tset', 'dev', 'dev'] } })).toEqual([
      "services[0].tests.acceptance.in[0]: is production, where no tests run (got 'prod', allowed dev, test, stage)",
      "services[0].tests.acceptance.in[1]: is no environment of this delivery (got 'tset', allowed dev, test, stage)",
      'services[0].tests.acceptance.in[3]: is the same as services[0].tests.acceptance.in[2] ' +
        "(got 'dev', allowed each environment once)",
    ]);
  });

  test('nowhere by name, either, if everything is production', () => {
    const tests = { load: { requestsPerSecond: 1, in: ['prod'] } };
    expect(problemsOf(tests, [{ name: 'prod', production: true }])).toEqual([
      'services[0].tests.load.in[0]: is production, where no tests run ' +
        "(got 'prod', allowed none, as every environment is production)",
    ]);
  });

  test('nowhere if everything is production, which is refused', () => {
    expect(problemsOf({ load: { requestsPerSecond: 1 } }, [{ name: 'prod', production: true }])).toEqual([
      'services[0].tests.load: has nowhere to run, because every environment is production (allowed nothing)',
    ]);
  });
});

test('a load test sends requests to /health for a minute', () => {
  const input = smallDelivery(SERVICE_DIRECTORY, (delivery) => {
    delivery.services[0]!.tests = { load: { requestsPerSecond: 10, errorPercent: 0 } };
  });
  expect(resolveDelivery(input, { baseDirectory: __dirname }).services[0]!.tests.load).toEqual({
    path: '/health',
    requestsPerSecond: 10,
    seconds: 60,
    errorPercent: 0,
    in: ['dev'],
  });
});
