import { printable, tableLines, widthOf, wrapped } from '../../lib/shared/terminal-text';

test.each([
  ['orders', 6],
  ['田中', 4],
  ['𠮷', 2],
  ['e\u0301', 1],
  ['👩‍💻', 2],
  ['🇩🇪', 2],
  ['▁█·–', 4],
  ['\u200b', 0],
])('%j takes %d columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test('what others wrote is one line that neither moves a cursor nor turns around', () => {
  expect(printable(' a\u001b[31m\r\nb\u009b2J\u202ec\u2028d ')).toBe('a [31m b 2J c d');
});

test('columns stand below each other with wide text, and nothing follows the last one', () => {
  const rows = [
    ['NAME', 'COUNT', 'NOTE'],
    ['田中', '7', 'x'],
    ['ab', '1234567', ''],
  ].map((row) => row.map((text) => ({ text })));
  expect(tableLines(rows, [1])).toEqual([
    'NAME    COUNT  NOTE', //
    '田中        7  x',
    'ab    1234567',
  ]);
});

test('a column of numbers at the end stands at the right, too', () => {
  expect(
    tableLines(
      [
        [{ text: 'a' }, { text: '10' }],
        [{ text: 'b' }, { text: '5' }],
      ],
      [1],
    ),
  ).toEqual(['a  10', 'b   5']);
});

test('paint does not change where anything stands', () => {
  const paint = (text: string) => `<${text}>`;
  expect(
    tableLines([
      [{ text: 'a', paint }, { text: 'b' }],
      [{ text: 'long' }, { text: 'c' }],
    ]),
  ).toEqual(['<a>     b', 'long  c']);
});

test.each([
  ['a line that fits stays one', 'one two', 7, 0, ['one two']],
  ['what does not fit goes on below, two columns further right', 'one two three', 8, 0, ['one two', '  three']],
  ['an indent is kept', 'one two', 6, 2, ['  one', '    two']],
  ['a word that is too long stands alone', 'one abcdefghij two', 6, 0, ['one', '  abcdefghij', '  two']],
  ['characters of two columns count as two', '日本 語', 5, 0, ['日本', '  語']],
])('wrapped: %s', (_, text, columns, indent, lines) => {
  expect(wrapped(text, columns, indent)).toEqual(lines);
});
