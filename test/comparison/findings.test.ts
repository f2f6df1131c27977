import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeErrors } from '../../lib/comparison/caught';
import { deliveryOf, edited } from '../../lib/comparison/configuration';
import { findingsOf } from '../../lib/comparison/findings';
import { CONFIGURATION_FILE } from '../../lib/comparison/mistakes';

const PROJECT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');

describe('an edit', () => {
  test('is made behind what it names', () => {
    expect(edited('a: 1\nb: 1\n', [{ after: 'b', find: '1', replace: '2' }])).toBe('a: 1\nb: 2\n');
  });

  test.each([
    [{ find: '1', replace: '2' }, "'1' is there 2 times, and must be there once"],
    [{ find: '3', replace: '2' }, "'3' is there 0 times, and must be there once"],
    [{ find: '1', replace: '2', after: 'b: 1' }, "'1' is not there behind 'b: 1'"],
  ])('that does not say where is refused: %j', (edit, message) => {
    expect(() => edited('a: 1\nb: 1\n', [edit])).toThrow(message);
  });
});

test('a configuration as it stands is one without mistakes', () => {
  const { directory: _, ...service } = deliveryOf(read(CONFIGURATION_FILE), 'x', PROJECT).services[0]!;
  expect(service.name).toBe('storefront');
  expect(typeErrors(PROJECT, [{ path: CONFIGURATION_FILE, text: read(CONFIGURATION_FILE) }])).toEqual([[]]);
});

test('a configuration brings nothing but its words', () => {
  const text = "import { readFileSync } from 'node:fs';\nexport default { name: readFileSync('x') };\n";
  expect(() => deliveryOf(text, 'config/x.ts', PROJECT)).toThrow('config/x.ts imports node:fs');
});

test('what was found in other templates than there are now is refused', () => {
  const looked = { hash: '0123456789abcdef', linter: 'cfn-lint 1.0.0', schema: [], rules: [] };
  expect(() => findingsOf(PROJECT, read, looked)).toThrow('npm run docs');
});
