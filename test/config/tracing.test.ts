import type { EnvironmentInput } from '../../lib/config/input';
import { problemsAfter } from './problems';

const TOOLS = { account: '111111111111', region: 'eu-central-1' };

/** The lines for the environments dev and test with these members. */
function problemsOf(dev: Partial<EnvironmentInput>, test: Partial<EnvironmentInput>, tools = {}): string[] {
  return problemsAfter((delivery) =>
    Object.assign(delivery, {
      tools,
      environments: [
        { name: 'dev', ...dev },
        { name: 'test', network: { cidr: '10.1.0.0/16' }, ...test },
      ],
    }),
  );
}

const refused = (key: string, got: string) =>
  `environments[1].tracing.${key}: is a setting of the account and region, which environments[0].tracing.${key} ` +
  `states for both (got ${got}, allowed nothing)`;

describe('what an account and region does with traces', () => {
  test('is stated by one of the environments there', () => {
    expect(problemsOf({ tracing: { transactionSearch: 1, applicationSignals: true } }, {})).toEqual([]);
    expect(problemsOf({ tracing: { transactionSearch: 1 } }, { tracing: { applicationSignals: true } })).toEqual([]);
  });

  test('is not stated by two, neither differently nor alike', () => {
    const tracing = { transactionSearch: 1, applicationSignals: true };
    expect(problemsOf({ tracing }, { tracing: { transactionSearch: 5, applicationSignals: true } })).toEqual([
      refused('applicationSignals', 'true'),
      refused('transactionSearch', '5'),
    ]);
    expect(problemsOf({ tracing }, { tracing: { transactionSearch: 1 } }, TOOLS)).toEqual([
      refused('transactionSearch', '1'),
    ]);
    expect(problemsOf({ tracing, account: TOOLS.account }, { tracing: { applicationSignals: false } }, TOOLS)).toEqual([
      refused('applicationSignals', 'false'),
    ]);
  });

  test.each([{ account: '222222222222' }, { region: 'us-east-1' }])('is stated again elsewhere: %p', (place) => {
    const tracing = { transactionSearch: 1, applicationSignals: true };
    expect(problemsOf({ tracing }, { tracing, ...place }, TOOLS)).toEqual([]);
  });

  test('is not judged where the account is not known', () => {
    const tracing = { transactionSearch: 1 };
    expect(problemsOf({ tracing }, { tracing, account: '1' }, TOOLS)).toHaveLength(1);
  });
});
