import { touches } from '../../lib/source/changes';

describe('a change touches a service', () => {
  const paths = ['services/web', 'packages/money', 'package-lock.json'];

  test.each([
    ['a new file in its directory', { after: 'services/web/src/a.ts' }],
    ['a file that is gone', { before: 'services/web/a.ts' }],
    ['a file that moved out', { before: 'services/web/a.ts', after: 'services/other/a.ts' }],
    ['a file that moved in', { before: 'services/other/a.ts', after: 'services/web/a.ts' }],
    ['a file in a shared directory', { before: 'packages/money/a.ts', after: 'packages/money/a.ts' }],
    ['a shared file', { before: 'package-lock.json', after: 'package-lock.json' }],
  ])('%s', (_, difference) => {
    expect(touches(paths, difference)).toBe(true);
  });

  test('by any file, when its directory is the whole repository', () => {
    expect(touches(['.'], { after: 'a.ts' })).toBe(true);
  });

  test.each([
    ['another service', { after: 'services/orders/a.ts' }],
    ['a directory whose name starts alike', { after: 'services/web-admin/a.ts' }],
    ['a file whose name starts alike', { after: 'package-lock.json.bak' }],
    ['nothing', {}],
  ])('but not %s', (_, difference) => {
    expect(touches(paths, difference)).toBe(false);
  });
});
