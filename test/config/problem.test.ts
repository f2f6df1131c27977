import { ConfigurationError, comparePaths, formatPath, formatProblem, show } from '../../lib/config/problem';
import { formatProblems } from '../../lib/config/report';

test.each([
  [['services', 0, 'memory'], 'services[0].memory'],
  [['tags', 'cost center'], "tags['cost center']"],
  [[], ''],
])('the path %j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});

test('paths are in the order of their numbers, parents first', () => {
  const paths = [['a', 10], ['a', 9], ['b'], ['a', 9, 'x'], ['a']];
  expect(paths.sort(comparePaths)).toEqual([['a'], ['a', 9], ['a', 9, 'x'], ['a', 10], ['b']]);
});

test.each([
  ['long text cut', 'x'.repeat(61), ['name'], `'${'x'.repeat(60)}…'`],
  ['lines joined', 'a\nb', ['name'], "'a b'"],
  ['a variable hidden but for its start', 'hunter2hunter2', ['services', 0, 'variables', 'KEY'], "'hun…'"],
  ['a short variable hidden too', 'abc', ['services', 0, 'variables', 'KEY'], "'…'"],
  ['a secret number hidden', 1234, ['services', 0, 'secrets', 'KEY'], 'a number'],
  ['an object not spelt out', { key: 'hunter2' }, ['services', 0, 'variables'], 'an object'],
])('a message shows %s', (_title, value, path, text) => {
  expect(show(value, path)).toBe(text);
});

test('a problem is one line', () => {
  expect(
    formatProblem({
      path: 'services[0].memory',
      message: '700 does not go with cpu 256',
      got: '700',
      allowed: '512, 1024, 2048',
    }),
  ).toBe('services[0].memory: 700 does not go with cpu 256 (got 700, allowed 512, 1024, 2048)');
});

test('a problem of the whole file has no path', () => {
  expect(formatProblem({ path: '', message: 'config/shop.ts has no default export' })).toBe(
    'config/shop.ts has no default export',
  );
});

describe('the report', () => {
  const problems = [
    { path: 'name', message: 'is not a name', got: "'Shop'" },
    { path: 'services', message: 'must be a list', got: 'nothing' },
  ];

  test('counts the problems and names the file', () => {
    expect(formatProblems(new ConfigurationError(problems, 'config/shop.ts'))).toBe(
      "2 problems in config/shop.ts:\n  - name: is not a name (got 'Shop')\n  - services: must be a list (got nothing)",
    );
  });

  test('does without a file, and with one problem', () => {
    expect(formatProblems(new ConfigurationError(problems.slice(0, 1)))).toBe(
      "1 problem:\n  - name: is not a name (got 'Shop')",
    );
  });

  test('wraps long lines below their start', () => {
    expect(formatProblems(new ConfigurationError(problems.slice(0, 1)), 24)).toBe(
      "1 problem:\n  - name: is not a name\n      (got 'Shop')",
    );
  });
});
