import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Replaced, typeErrors } from '../../lib/comparison/caught';
import { deliveryOf, edited } from '../../lib/comparison/configuration';
import { codeErrors, findingsOf } from '../../lib/comparison/findings';
import type { Looked } from '../../lib/comparison/linter';
import { CONFIGURATION_FILE, MISTAKES, type Mistake } from '../../lib/comparison/mistakes';

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
  const text = "import { existsSync, readFileSync } from 'node:fs';\nexport default { name: readFileSync('x') };\n";
  expect(() => deliveryOf(text, 'config/x.ts', PROJECT)).toThrow('config/x.ts imports node:fs');
});

test('what was found in other templates than there are now is refused', () => {
  const looked = { hash: '0123456789abcdef', linter: 'cfn-lint 1.0.0', synth: [], schema: [], rules: [] };
  expect(() => findingsOf(PROJECT, read, looked)).toThrow('npm run docs');
});

test('a synth trips over misspelt references in the code as the page says, and over nothing else there', () => {
  const { synth }: Looked = JSON.parse(read('docs/examples/mistakes.json'));
  const found = MISTAKES.filter((_, index) => synth[index]!.length > 0);
  expect(found.map(({ what }) => what)).toEqual([
    'a misspelt target group of the same stack',
    'a misspelt cluster of another stack',
  ]);
  const [first] = synth.flat();
  expect(first).toContain('Cannot read properties of undefined');
  expect(read('docs/cdk-vs-cloudformation.md')).toContain('`Cannot read properties of undefined`');
});

describe('mistakes in the code', () => {
  const inCode = MISTAKES.filter(({ here }) => here.file !== CONFIGURATION_FILE);
  const hidden = inCode.filter(({ test: found }) => found !== undefined);
  /** Which of the mistakes are in what a synth is given. */
  const among = (changed: readonly Replaced[]) =>
    inCode.filter(({ here }) =>
      here.edits.every(({ replace }) =>
        changed.some(
          ({ path, text }) => path === here.file && (replace === '' ? text !== read(path) : text.includes(replace)),
        ),
      ),
    );

  test('that only a test is known to find are looked for at once, others alone', async () => {
    const asked: (readonly Mistake[])[] = [];
    const said = await codeErrors(read, async (changed) => {
      asked.push(among(changed));
      return asked.at(-1)!.length === 1 ? [asked.at(-1)![0]!.what] : [];
    });
    expect(asked).toContainEqual(hidden);
    expect(asked).toHaveLength(1 + inCode.length - hidden.length);
    expect(said).toEqual(
      MISTAKES.map((mistake) => (inCode.includes(mistake) && !hidden.includes(mistake) ? [mistake.what] : [])),
    );
  });

  test('are told apart where a synth has come to find one of them', async () => {
    const found = hidden[1]!;
    const said = await codeErrors(read, async (changed) => (among(changed).includes(found) ? ['found'] : []));
    expect(said).toEqual(MISTAKES.map((mistake) => (mistake === found ? ['found'] : [])));
  });
});

test('a mistake that only a test finds names a test that there is', () => {
  const tests = MISTAKES.flatMap(({ test: path }) => path ?? []);
  expect(tests).toHaveLength(3);
  expect(tests.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
