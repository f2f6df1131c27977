/** The part of CloudWatch's markdown that this project's dashboards use, as HTML. */
export function htmlOf(markdown: string): string {
  return markdown
    .split(/\n\n|\n(?=[^|])|(?<=^#.*)\n/m)
    .map((block) => (block.startsWith('|') ? table(block) : paragraph(block)))
    .join('');
}

function paragraph(text: string): string {
  const [, marks, title] = /^(#{1,3}) (.*)$/.exec(text) ?? [];
  return marks ? `<h${marks.length}>${inline(title!)}</h${marks.length}>` : `<p>${inline(text)}</p>`;
}

function table(block: string): string {
  const rows = block.split('\n').map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join('')}</tr>`;
  const [head, , ...others] = rows;
  return `<table>${line(head ?? [], 'th')}${others.map((cells) => line(cells, 'td')).join('')}</table>`;
}

function inline(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}
