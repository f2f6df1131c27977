import { attempt, describe as describeError, Problem } from '../../../lib/build/programs/problem';
import { readVariables } from '../../../lib/build/programs/program';

const VARIABLES = { first: 'FIRST', second: 'SECOND', third: 'THIRD' };

test('all variables without a value are reported together; an empty one has no value', () => {
  expect(() => readVariables({ FIRST: '1', SECOND: '' }, VARIABLES)).toThrow(
    'missing environment variables: SECOND, THIRD',
  );
});

test('a default stands in for a variable without a value only', () => {
  const defaults = { second: '.', third: 'default' };
  expect(readVariables({ FIRST: '1', SECOND: '', THIRD: '3' }, VARIABLES, defaults)).toEqual({
    first: '1',
    second: '.',
    third: '3',
  });
});

test('an outside error becomes one line that says what was being done', async () => {
  const failing = attempt('read it', () => Promise.reject(new TypeError('several\n  lines')));
  await expect(failing).rejects.toThrow(/^cannot read it: TypeError: several lines$/);
});

test('a problem passes through as it is', async () => {
  const problem = new Problem('clear already');
  await expect(attempt('read it', () => Promise.reject(problem))).rejects.toBe(problem);
});

test('a refused connection, which has no message, is described by its code', () => {
  expect(describeError(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe(
    'AggregateError: ECONNREFUSED',
  );
});
