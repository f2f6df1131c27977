import * as fc from 'fast-check';
import { type Execution, releasesOf, type StageHistory } from '../../lib/release/rollback-history';

const HOUR = 60 * 60 * 1000;

/** A history written as people tell it: `deploy` a release, or roll back to an earlier one by its number. */
function told(steps: readonly ('deploy' | number)[]): StageHistory {
  const executions: Execution[] = steps.map((step, index) => ({
    id: `e${index}`,
    isRollback: step !== 'deploy',
    target: step === 'deploy' ? undefined : `e${step}`,
    revision: step === 'deploy' ? `c${index}` : `c${step}`,
    startedAt: new Date(index * HOUR),
  }));
  return {
    executions: [...executions].reverse(),
    deployments: executions
      .map(({ id, startedAt }) => ({ executionId: id, finishedAt: new Date(startedAt.getTime() + HOUR / 2) }))
      .reverse(),
    succeeded: new Set(executions.map(({ id }) => id)),
  };
}

const ids = (history: StageHistory) => releasesOf(history).map(({ id }) => id);

test.each<[string, ('deploy' | number)[], string[]]>([
  ['nothing was deployed', [], []],
  ['releases follow each other', ['deploy', 'deploy', 'deploy'], ['e0', 'e1', 'e2']],
  ['a bad one was rolled back', ['deploy', 'deploy', 0], ['e0']],
  ['a rollback was rolled back from in turn', ['deploy', 'deploy', 'deploy', 1, 0], ['e0']],
  ['a release followed a rollback', ['deploy', 'deploy', 0, 'deploy'], ['e0', 'e3']],
  ['people thought better of a rollback', ['deploy', 'deploy', 0, 1], ['e0', 'e1']],
])('%s', (_, steps, releases) => {
  expect(ids(told(steps))).toEqual(releases);
});

test('a stage that ran once more counts once', () => {
  const { deployments, ...history } = told(['deploy', 'deploy']);
  const again = { executionId: 'e1', finishedAt: new Date(9 * HOUR) };
  expect(ids({ ...history, deployments: [...deployments, again] })).toEqual(['e0', 'e1']);
});

test('a run that never got to deploy here does not count', () => {
  const { deployments, ...history } = told(['deploy', 'deploy', 'deploy']);
  const others = deployments.filter(({ executionId }) => executionId !== 'e1');
  expect(ids({ ...history, deployments: others })).toEqual(['e0', 'e2']);
});

test('a rollback to what is too old to be listed as deployed leaves nothing after it', () => {
  const { deployments, ...history } = told(['deploy', 'deploy', 'deploy', 0]);
  const listed = deployments.filter(({ executionId }) => executionId !== 'e0');
  expect(ids({ ...history, deployments: listed })).toEqual(['e0']);
});

test('in any history, and in whatever order it is listed, the last is what runs, and nothing after it is left', () => {
  const steps = fc.array(fc.option(fc.nat(), { nil: undefined }), { minLength: 1, maxLength: 12 }).map((drawn) => {
    const all: ('deploy' | number)[] = [];
    for (const number of drawn) {
      const deployed = all.flatMap((step, index) => (step === 'deploy' ? [index] : []));
      all.push(number === undefined || deployed.length === 0 ? 'deploy' : deployed[number % deployed.length]!);
    }
    return all;
  });
  fc.assert(
    fc.property(steps, fc.func(fc.integer()), (all, shuffle) => {
      const { deployments, ...history } = told(all);
      const mixed = [...deployments].sort((one, other) => shuffle(one.executionId, other.executionId));
      const releases = ids({ ...history, deployments: mixed });
      const last = all.at(-1)!;
      expect(releases.at(-1)).toBe(`e${last === 'deploy' ? all.length - 1 : last}`);
      expect(new Set(releases).size).toBe(releases.length);
      const numbers = releases.map((id) => Number(id.slice(1)));
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    }),
  );
});
