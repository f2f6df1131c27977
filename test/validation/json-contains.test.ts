import * as fc from 'fast-check';
import { mismatches } from '../../lib/validation/json-contains';

test.each([
  ['equal values', { a: 1, b: [true, null, 'x'] }, { a: 1, b: [true, null, 'x'] }],
  ['members that are not asked for', { a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }],
  ['members in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
  ['members inside of lists that are not asked for', [{ a: 1 }], [{ a: 1, b: 2 }]],
  ['an empty object, by any object', {}, { a: 1 }],
])('contained are %s', (_what, expected, got) => {
  expect(mismatches(expected, got)).toEqual([]);
});

test.each([
  ['another value', { a: 1 }, { a: 2 }, '$.a', '1', '2'],
  ['another type', { a: 1 }, { a: '1' }, '$.a', '1', '"1"'],
  ['a missing member', { a: { b: 1 } }, { a: {} }, '$.a.b', '1', 'nothing'],
  ['null for an object', { a: { b: 1 } }, { a: null }, '$.a', '{"b":1}', 'null'],
  ['an object for a list', { a: [1] }, { a: { 0: 1 } }, '$.a', '[1]', '{"0":1}'],
  ['a list for an object', { a: {} }, { a: [] }, '$.a', '{}', '[]'],
  ['a value inside a list', [1, [2, 3]], [1, [2, 4]], '$[1][1]', '3', '4'],
  ['a longer list', [1], [1, 2], '$', 'a list of 1', 'a list of 2: [1,2]'],
  ['a shorter list', [1], [], '$', 'a list of 1', 'a list of 0: []'],
  ['a list in another order', [1, 2], [2, 1], '$[0]', '1', '2'],
  ['a member that every object inherits', { constructor: 1 }, {}, '$.constructor', '1', 'nothing'],
  ['a member whose name is no word', { 'a b': 1 }, { 'a b': 2 }, '$["a b"]', '1', '2'],
])('not contained is %s', (_what, expected, got, path, wanted, found) => {
  expect(mismatches(expected, got)[0]).toEqual({ path, expected: wanted, got: found });
});

test('every place is named', () => {
  const found = mismatches({ a: 1, b: [{ c: 2 }], d: 3 }, { a: 0, b: [{ c: 0 }], d: 3 });
  expect(found.map(({ path }) => path)).toEqual(['$.a', '$.b[0].c']);
});

test('a long value is shortened', () => {
  const [found] = mismatches({ a: 'short' }, { a: 'x'.repeat(500) });
  expect(found!.got).toBe(`"${'x'.repeat(99)}…`);
});

test('every JSON contains itself, whatever is added to its objects', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(mismatches(value, JSON.parse(JSON.stringify(value), withMore))).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('a changed leaf is always found', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer(), { minKeys: 1 }), (value) => {
      const [name] = Object.keys(value);
      expect(mismatches(value, { ...value, [name!]: 'changed' })).toHaveLength(1);
    }),
    { numRuns: 50 },
  );
});

function withMore(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, '\u0000more': 1 } : value;
}
