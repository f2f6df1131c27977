import { branchGlob, pathGlobs, triggerFilters } from '../../lib/source/trigger-filters';

/** The rules of "Working with glob patterns in syntax" in CodePipeline's user guide, as far as they matter here. */
function matchesGlob(text: string, glob: string): boolean {
  const expression = glob.replace(/\\(.)|\*\*|\*|\?|\[[^\]]*\]|./g, (token, literal?: string) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return token.startsWith('[') ? token : (literal ?? token).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${expression}$`).test(text);
}

const WHOLE = { path: '.', sharedPaths: [] };
const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

test.each([
  ['main', 'main', true],
  ['main', 'main2', false],
  ['release/*', 'release/1.0', true],
  ['release/*', 'release/2026/11', true],
  ['release/*', 'release', false],
  ['release/*', 'released/1', false],
])('%s and %s: %s', (pattern, branch, matches) => {
  expect(matchesGlob(branch, branchGlob(pattern))).toBe(matches);
});

test('a whole repository has no filter for paths', () => {
  expect(triggerFilters(['main'], WHOLE)).toEqual([{ branchesIncludes: ['main'] }]);
  expect(triggerFilters(['main'], { path: 'web', sharedPaths: ['.'] })).toEqual([{ branchesIncludes: ['main'] }]);
});

test.each([
  ['services/web/src/app.ts', true],
  ['services/web/Dockerfile', true],
  ['services/webshop/Dockerfile', false],
  ['libs/[shared]/index.ts', true],
  ['libs/s/index.ts', false],
  ['package.json', true],
  ['services/orders/package.json', false],
])('a change of %s is one of the service: %s', (file, matches) => {
  const globs = pathGlobs({ path: 'services/web', sharedPaths: ['libs/[shared]', 'package.json'] });
  expect(globs.some((glob) => matchesGlob(file, glob))).toBe(matches);
});

test('more than eight branches or paths go into further filters, each branch with each path', () => {
  const branches = names(9, 'b');
  expect(triggerFilters(branches, WHOLE).map(({ branchesIncludes }) => branchesIncludes!.length)).toEqual([8, 1]);
  const filters = triggerFilters(['main'], { path: 'web', sharedPaths: names(6, 's') });
  expect(filters.map(({ branchesIncludes }) => branchesIncludes)).toEqual([['main'], ['main']]);
  expect(filters.flatMap(({ filePathsIncludes }) => filePathsIncludes!)).toHaveLength(13);
});

test('more than a trigger takes is refused', () => {
  expect(() => triggerFilters(names(9, 'b'), { path: 'web', sharedPaths: names(6, 's') })).toThrow(
    'A trigger takes 3 filters with 8 branches and 8 paths each, of which a shared path is two (got 9 branches and 13 ' +
      'paths): name fewer branches, or share a directory in place of its parts',
  );
});
