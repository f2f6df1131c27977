import { codeLines, textLines } from '../../lib/comparison/code-lines';
import { effectBetween } from '../../lib/comparison/effect';
import { lineDifference } from '../../lib/comparison/line-difference';
import { writtenIn } from '../../lib/comparison/written';

describe('lines of code', () => {
  test.each([
    ['/** What it is. */\nconst a = 1;\n', 1],
    ['/*\n * const b = 2;\n */\n\nconst a = 1; // one\n', 1],
    ['// first\nconst a = [\n  1,\n];\n', 3],
    ["const a = 'x'; /* y */\nconst b = 'https://example.com';\n", 2],
  ])('%j has %i', (text, lines) => {
    expect(codeLines(text)).toBe(lines);
  });

  test('of a chart leave its comments out', () => {
    expect(textLines('# a\nkind: Service\n\n{{- /* of\ntwo lines */ -}}\nspec: {}\n')).toBe(2);
  });
});

test('a difference is the smallest one', () => {
  expect(lineDifference(['a', 'b', 'c', 'd'], ['a', 'c', 'x', 'd', 'e'])).toEqual({ added: 2, removed: 1 });
  expect(lineDifference(['a'], ['a'])).toEqual({ added: 0, removed: 0 });
});

describe('what is written', () => {
  const file = (path: string, ...imports: string[]) => ({
    path,
    text: imports
      .map((specifier) => `import { x } from '${specifier}';\n`)
      .join('')
      .concat('code();\n'),
  });
  const files = [
    file('bin/slipway.ts', '../lib/app/app', '../lib/config/load'),
    file('lib/app/app.ts', '../shared/names'),
    file('lib/config/load.ts'),
    file('lib/shared/names.ts'),
    file('lib/x/y.lambda.ts', './model', '../shared/names'),
    file('lib/x/model.ts'),
    file('lib/x/cli.ts', './model'),
    { path: 'lib/workload/chart/service.yaml', text: 'kind: Service\n' },
  ];

  test('is counted once each, what constructs share with handlers as one of the constructs', () => {
    expect(writtenIn(files)).toEqual({
      rules: { files: 1, lines: 1 },
      constructs: { files: 3, lines: 3 + 3 },
      chart: { files: 1, lines: 1 },
      elsewhere: { files: 2, lines: 4 },
      commands: { files: 1, lines: 2 },
    });
  });
});

describe('the effect of a change', () => {
  const stack = (name: string, resources: Record<string, unknown>) => ({
    name,
    template: { Resources: resources as Record<string, { Type: string }> },
  });
  const topic = (name: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } });
  const before = [stack('one', { A: topic('a'), B: topic('b') }), stack('two', { C: topic('c') })];

  test('is what is new, changed and gone', () => {
    const after = [stack('one', { A: topic('x') }), stack('two', { C: topic('c') }), stack('three', { D: topic('d') })];
    expect(effectBetween(before, after)).toEqual({
      stacks: { added: 1, changed: 1 },
      resources: { added: 1, changed: 1, removed: 1 },
      lines: { added: 1 + 4, removed: 1 + 4 },
    });
  });

  test('does not count what only a file of code has changed', () => {
    const code = (hash: string) => [stack('one', { A: { Type: 'T', Properties: { Key: `${hash}.zip` } } })];
    const { stacks } = effectBetween(code('a'.repeat(64)), code('b'.repeat(64)));
    expect(stacks).toEqual({ added: 0, changed: 0 });
  });
});
