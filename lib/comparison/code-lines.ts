/**
 * How many lines of a TypeScript file hold code: no empty lines, no comments. It goes by how this project's formatter lays a
 * file out, where a comment begins a line and what ends one ends it.
 */
export function codeLines(text: string): number {
  let isComment = false;
  let count = 0;
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (!isComment && line.startsWith('/*')) isComment = true;
    if (!isComment && line !== '' && !line.startsWith('//')) count += 1;
    if (isComment && line.endsWith('*/')) isComment = false;
  }
  return count;
}

/** Lines of a text file such as a chart that are neither empty nor a comment of `#` or of Helm. */
export function textLines(text: string): number {
  const own = text.replace(/\{\{-?\s*\/\*[\s\S]*?\*\/\s*-?\}\}/g, '');
  return own.split('\n').filter((line) => !/^\s*(#|$)/.test(line)).length;
}
