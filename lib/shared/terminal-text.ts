const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\ufe0f|\p{Emoji_Presentation}/u;

/** Columns of a terminal: what is of East Asia and most pictures take two, marks that combine take none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    if (!/^[\p{Mark}\p{Cf}]+$/u.test(segment)) width += WIDE.test(segment) ? 2 : 1;
  }
  return width;
}

/** Text that others wrote, as a terminal may show it: one line, and nothing that moves a cursor or turns a line around. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** A cell of a table: its text, and what is done to it once its width is known. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/**
 * Lines with columns of equal width, two spaces between them, nothing after the last one.
 *
 * @param rows all of the same length
 * @param right the indexes of columns whose text stands at their right, as numbers do
 */
export function tableLines(rows: readonly (readonly Cell[])[], right: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!.text))));
  return rows.map((row) => {
    const last = row.findLastIndex(({ text }) => text !== '');
    const cells = row.slice(0, last + 1).map(({ text, paint = (same) => same }, column) => {
      const space = ' '.repeat(widths[column]! - widthOf(text));
      if (right.includes(column)) return space + paint(text);
      return column === last ? paint(text) : paint(text) + space;
    });
    return cells.join('  ');
  });
}

/** Words in lines of at most a number of columns; all but the first stand two columns further right. @param indent of the first */
export function wrapped(text: string, columns: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  for (const word of text.split(' ')) {
    const isFirst = line.trim() === '';
    if (!isFirst && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = `${' '.repeat(indent + 2)}${word}`;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}
