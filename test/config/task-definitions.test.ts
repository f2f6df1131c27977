import type { ServiceSettingsInput } from '../../lib/config/input';
import { problemsAfter } from './problems';

const MOST = 53_248;

function problemsOf(settings: ServiceSettingsInput, dev?: ServiceSettingsInput): string[] {
  return problemsAfter((delivery) => {
    Object.assign(delivery.services[0]!, settings, dev && { environments: { dev } });
  });
}

const sidecar = (variables: Record<string, string>) => ({ name: 'proxy', image: 'a/b:1', variables });
/** Variables of `bytes` bytes in a task definition. */
const variables = (bytes: number) => ({ A: 'x'.repeat(bytes - '[{"name":"A","value":""}]'.length) });

describe('the variables of a task', () => {
  test('fit its definition', () => {
    expect(problemsOf({ variables: variables(MOST) })).toEqual([]);
    expect(problemsOf({ variables: variables(MOST + 1) })).toEqual([
      'services[0].variables: makes with all variables of the task a definition that is too large for ECS ' +
        '(got 53249, allowed at most 53248 bytes as JSON)',
    ]);
  });

  test('count with those of the sidecars', () => {
    const sidecars = [sidecar(variables(MOST / 2))];
    expect(problemsOf({ variables: variables(MOST / 2), sidecars })).toEqual([]);
    expect(problemsOf({ variables: variables(MOST / 2 + 1), sidecars })[0]).toMatch(/^services\[0\]\.variables: makes/);
    expect(problemsOf({ sidecars: [sidecar(variables(MOST + 1))] })[0]).toMatch(/^services\[0\]\.sidecars: makes/);
  });

  test('count with those that an environment adds or replaces', () => {
    const half = { A: 'x'.repeat(MOST / 2) };
    expect(problemsOf({ variables: half }, { variables: { A: 'y'.repeat(MOST / 2) } })).toEqual([]);
    expect(problemsOf({ variables: half }, { variables: { B: 'y'.repeat(MOST / 2) } })[0]).toMatch(
      /^services\[0\]\.environments\.dev\.variables: makes/,
    );
  });

  test('count in bytes', () => {
    expect(problemsOf({ variables: { A: 'ü'.repeat(MOST / 2) } })).toHaveLength(1);
  });
});
