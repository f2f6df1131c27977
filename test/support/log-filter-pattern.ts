/**
 * Whether a metric filter counts a log line. It knows JSON patterns of string comparisons joined by `||`, which is what this
 * project uses, and refuses others. ("Filter pattern syntax for metric filters" in the CloudWatch Logs user guide.)
 */
export function matchesFilterPattern(pattern: string, line: string): boolean {
  const inside = /^\{(.*)\}$/s.exec(pattern.trim())?.[1];
  if (inside === undefined) throw new Error(`not a JSON pattern: ${pattern}`);
  const event = parsed(line);
  // A line that is no JSON object has no members to compare.
  if (event === undefined) return false;
  return inside.split('||').some((term) => holds(term, event));
}

function holds(term: string, event: object): boolean {
  const match = /^\s*\(?\s*\$\.([\w.]+) (=|!=) "([^"*]*)"\s*\)?\s*$/.exec(term);
  if (!match) throw new Error(`a term that is not known here: ${term}`);
  const [, path, operator, text] = match as unknown as [string, string, string, string];
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], event);
  if (value === undefined) return false;
  return (value === text) === (operator === '=');
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
