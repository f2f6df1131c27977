/** Generated parts of a page: each between a line that opens it by its name and one that closes it. */
export type Blocks = Readonly<Record<string, string>>;

const OPENING = /^<!-- generated: ([a-z-]+) -->$/;
const CLOSING = '<!-- end -->';

/**
 * A page with its generated parts written anew; what stands outside them stays.
 *
 * @throws if a part has no place in the page, or the page wants one that is not there
 */
export function withBlocks(page: string, blocks: Blocks): string {
  const missing = new Set(Object.keys(blocks));
  const lines: string[] = [];
  let open: string | undefined;
  for (const line of page.split('\n')) {
    const name = OPENING.exec(line)?.[1];
    if (name !== undefined) {
      const block = blocks[name];
      if (open !== undefined) throw new Error(`'${name}' begins inside '${open}'`);
      if (block === undefined)
        throw new Error(`the page wants '${name}', and there is ${Object.keys(blocks).join(', ')}`);
      open = name;
      missing.delete(name);
      lines.push(line, '', block.trim(), '', CLOSING);
    } else if (line === CLOSING && open !== undefined) open = undefined;
    else if (open === undefined) lines.push(line);
  }
  if (open !== undefined) throw new Error(`'${open}' has no end`);
  if (missing.size > 0) throw new Error(`the page has no place for ${[...missing].join(', ')}`);
  return lines.join('\n');
}

/** A table; a column whose heading ends with a colon holds numbers. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    row(headings.map((heading) => heading.replace(/:$/, ''))),
    row(headings.map((heading) => (heading.endsWith(':') ? '---:' : '---'))),
    ...rows.map(row),
  ].join('\n');
}

function cell(value: string | number): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : value.replaceAll('|', '\\|');
}
