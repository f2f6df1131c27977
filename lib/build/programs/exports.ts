import { writeFiles } from './files';

/** More does not fit into an approval's message, which has 1000 characters with what stands around it. */
export const EXPORT_LIMIT = 900;

/**
 * Leaves the values of variables for later actions of the pipeline, one line each: control characters become spaces, and
 * `#{`, with which CodePipeline starts a variable of its own, comes apart. What is longer than the limit ends in `…`.
 */
export async function writeExports(directory: string, values: Readonly<Record<string, string>>): Promise<void> {
  await writeFiles(
    directory,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, exportable(value)])),
  );
}

/** A text as it may go into a variable. */
export function exportable(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('#{', '# {')
    .trim();
  if (line.length <= EXPORT_LIMIT) return line;
  // A character beyond the first 65,536 has two halves; one alone would be none.
  return `${line.slice(0, EXPORT_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What of an address comes after `https://`, which the pipeline's definition writes before the variable. */
export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '');
}
