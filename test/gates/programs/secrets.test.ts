import { isPassedOver, parseSecrets } from '../../../lib/gates/programs/secrets';

const SECRET = 'the-secret-itself';
const scanned = (filePath: string, messages: object[] = []) => ({ filePath, sourceContent: SECRET, messages });
const message = (line: number) => ({
  message: `found ${SECRET}`,
  data: { KEY: SECRET },
  ruleId: '@secretlint/secretlint-rule-aws',
  messageId: 'AWSSecretAccessKey',
  loc: { start: { line, column: 6 } },
});

test('a secret is named by file, line and kind, and its value is nowhere', () => {
  const output = JSON.stringify([scanned('/tree/src/a.ts', [message(3)]), scanned('/tree/b.txt')]);
  const found = parseSecrets(
    output,
    '/tree',
    new Map([
      ['src/a.ts', 'src/a.ts'],
      ['b.txt', 'b.txt'],
    ]),
  );
  expect(found).toMatchObject([{ ids: ['AWSSecretAccessKey'], severity: 'critical', where: 'src/a.ts:3' }]);
  expect(JSON.stringify(found)).not.toContain(SECRET);
});

test('a file that was scanned under another name is named by its own', () => {
  const output = JSON.stringify([scanned('/tree/aliases/0-a.js', [message(1)])]);
  const files = new Map([['aliases/0-a.js', 'node_modules/a.js']]);
  expect(parseSecrets(output, '/tree', files)[0]!.where).toBe('node_modules/a.js:1');
});

test('a file that was passed over closes the gate', () => {
  const output = JSON.stringify([scanned('/tree/a')]);
  expect(() =>
    parseSecrets(
      output,
      '/tree',
      new Map([
        ['a', 'a'],
        ['b', 'b'],
      ]),
    ),
  ).toThrow('secretlint passed over b');
});

test('what is no JSON closes the gate, and is not repeated', () => {
  expect(() => parseSecrets(SECRET, '/tree', new Map())).toThrow(/^secretlint wrote no JSON$/);
});

test.each([
  ['src/node_modules.ts', false],
  ['src/node_modules/x/a.js', true],
  ['.secretlintrc.json', true],
  ['.github/a.yml', false],
  ['vendor/.git/config', true],
])('secretlint passes over %s: %s', (file, expected) => {
  expect(isPassedOver(file)).toBe(expected);
});
