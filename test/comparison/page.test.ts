import { table, withBlocks } from '../../lib/comparison/page';

const PAGE = 'Before.\n\n<!-- generated: size -->\n\nold\n\n<!-- end -->\n\nAfter.\n';

test('a generated part is written anew, and what stands around it stays', () => {
  expect(withBlocks(PAGE, { size: 'new' })).toBe(PAGE.replace('old', 'new'));
});

test('a page that is up to date stays as it is', () => {
  expect(withBlocks(PAGE, { size: 'old' })).toBe(PAGE);
});

test.each([
  ['that is not there', PAGE, { other: '' }, "the page wants 'size', and there is other"],
  ['for which it has no place', PAGE, { size: '', other: '' }, 'the page has no place for other'],
  ['without an end', PAGE.replace('<!-- end -->', ''), { size: '' }, "'size' has no end"],
  ['inside another', `<!-- generated: a -->\n${PAGE}`, { a: '', size: '' }, "'size' begins inside 'a'"],
])('a part %s is refused', (_, page, blocks, message) => {
  expect(() => withBlocks(page, blocks as Record<string, string>)).toThrow(message);
});

test('a table has its numbers on the right, in thousands, and no bar that would be a column', () => {
  expect(table(['what', 'lines:'], [['a | b', 1234]])).toBe('| what | lines |\n| --- | ---: |\n| a \\| b | 1,234 |');
});
