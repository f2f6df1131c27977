import * as fc from 'fast-check';
import { type BuildStatus, type CheckBuild, progressOf } from '../../lib/pull-request/checks';

const COMMIT = 'c1';
const PROJECTS = ['shop-orders-check', 'shop-stock-check'];

function build(project: string, number: number, status: BuildStatus, commit = COMMIT): CheckBuild {
  const id = `${project}:${number}`;
  return { id, arn: `arn:aws:codebuild:eu-central-1:111111111111:build/${id}`, project, number, commit, status };
}
const [orders, stock] = PROJECTS as [string, string];

test('a commit that nothing has checked yet has all its checks started', () => {
  expect(progressOf(COMMIT, PROJECTS, [])).toEqual({ kind: 'start', projects: PROJECTS });
});

test('only the checks that are missing are started', () => {
  expect(progressOf(COMMIT, PROJECTS, [build(stock, 1, 'IN_PROGRESS')])).toEqual({ kind: 'start', projects: [orders] });
});

test("another commit's build counts for nothing", () => {
  const builds = [build(orders, 2, 'SUCCEEDED', 'c0'), build(stock, 2, 'SUCCEEDED')];
  expect(progressOf(COMMIT, PROJECTS, builds)).toEqual({ kind: 'start', projects: [orders] });
});

test('nothing is said while one of them runs', () => {
  const builds = [build(orders, 1, 'FAILED'), build(stock, 1, 'IN_PROGRESS')];
  expect(progressOf(COMMIT, PROJECTS, builds)).toEqual({ kind: 'wait', projects: [stock] });
});

test('all of them have to succeed', () => {
  const good = [build(orders, 1, 'SUCCEEDED'), build(stock, 1, 'SUCCEEDED')];
  expect(progressOf(COMMIT, PROJECTS, good)).toEqual({ kind: 'done', passed: true, builds: good });
});

test.each(['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'] as const)('one that %s is enough for no approval', (status) => {
  expect(progressOf(COMMIT, PROJECTS, [build(orders, 1, 'SUCCEEDED'), build(stock, 1, status)])).toMatchObject({
    kind: 'done',
    passed: false,
  });
});

test('a build that was repeated counts in place of the first', () => {
  const builds = [build(orders, 8, 'SUCCEEDED'), build(orders, 7, 'FAILED')];
  expect(progressOf(COMMIT, [orders], builds)).toEqual({ kind: 'done', passed: true, builds: [builds[0]] });
  expect(progressOf(COMMIT, [orders], [build(orders, 9, 'FAILED'), ...builds])).toMatchObject({ passed: false });
  expect(progressOf(COMMIT, [orders], [build(orders, 9, 'IN_PROGRESS'), ...builds])).toMatchObject({ kind: 'wait' });
});

test('where nothing has to be checked, that is passed', () => {
  expect(progressOf(COMMIT, [], [build(orders, 1, 'FAILED')])).toEqual({ kind: 'done', passed: true, builds: [] });
});

test('the order of builds and being told twice make no difference', () => {
  const statuses = fc.constantFrom<BuildStatus>('SUCCEEDED', 'FAILED', 'IN_PROGRESS', 'STOPPED');
  const some = fc.uniqueArray(
    fc.record({
      project: fc.constantFrom(...PROJECTS, 'shop-web-check'),
      number: fc.nat(5),
      status: statuses,
      commit: fc.constantFrom(COMMIT, 'c0'),
    }),
    { selector: ({ project, number }) => `${project}:${number}`, maxLength: 12 },
  );
  fc.assert(
    fc.property(some, fc.infiniteStream(fc.nat()), (drawn, order) => {
      const builds = drawn.map(({ project, number, status, commit }) => build(project, number, status, commit));
      const shuffled = [...builds, ...builds].map((one) => [order.next().value, one] as const);
      shuffled.sort(([a], [b]) => a - b);
      expect(
        progressOf(
          COMMIT,
          PROJECTS,
          shuffled.map(([, one]) => one),
        ),
      ).toEqual(progressOf(COMMIT, PROJECTS, builds));
    }),
  );
});
