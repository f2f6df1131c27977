/** A log event, or a line of a result, by field. */
export type Row = Record<string, unknown>;

/**
 * Answers a query as CloudWatch Logs Insights does, for the part of its language that this project uses: `fields`, `filter`
 * with comparisons and lists, `stats` by fields, `sort`, `limit`. It refuses the rest, and fields that no event has: there
 * they would silently be empty. ("CloudWatch Logs Insights language query syntax" in the CloudWatch Logs user guide.)
 *
 * @param events parsed JSON lines
 */
export function answers(query: string, events: readonly object[]): Row[] {
  let rows: Row[] = events.map((event) => ({ '@timestamp': (event as Row)['time'], ...flat(event) }));
  const known = new Set(rows.flatMap((row) => Object.keys(row)));
  const requireKnown = (field: string): string => {
    if (!known.has(field)) throw new Error(`no log line has the field ${field}`);
    return field;
  };
  for (const command of query.split(/\n?\s*\|\s*/)) {
    const [, name, rest] = /^(\w+) (.*)$/s.exec(command.trim()) ?? [];
    switch (name) {
      case 'fields': {
        const fields = list(rest!).map(requireKnown);
        rows = rows.map((row) => ({ ...row, '@shown': fields }));
        break;
      }
      case 'filter':
        rows = rows.filter(condition(rest!, requireKnown));
        break;
      case 'stats':
        rows = stats(rest!, rows, requireKnown);
        for (const field of Object.keys(rows[0] ?? {})) known.add(field);
        break;
      case 'sort':
        rows = sorted(rest!, rows, requireKnown);
        break;
      case 'limit':
        rows = rows.slice(0, Number(rest));
        break;
      default:
        throw new Error(`a command that is not known here: ${command}`);
    }
  }
  return rows.map(({ '@shown': shown, ...row }) =>
    shown ? Object.fromEntries((shown as string[]).map((field) => [field, row[field]])) : row,
  );
}

function flat(value: object, prefix = ''): Row {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      typeof member === 'object' && member !== null
        ? Object.entries(flat(member, `${prefix}${name}.`))
        : [[`${prefix}${name}`, member]],
    ),
  );
}

/** Splits at commas outside of parentheses. */
function list(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map((item) => item.trim());
}

function condition(text: string, field: (name: string) => string): (row: Row) => boolean {
  const [, name, operator, operand] = /^([\w.@]+) (=|>=|in) (.+)$/.exec(text) ?? [];
  if (!name) throw new Error(`a filter that is not known here: ${text}`);
  field(name);
  const expected = JSON.parse(operand!) as unknown;
  if (operator === 'in') return (row) => (expected as unknown[]).includes(row[name]);
  if (operator === '>=') return (row) => Number(row[name]) >= (expected as number);
  return (row) => row[name] === expected;
}

function stats(text: string, rows: readonly Row[], field: (name: string) => string): Row[] {
  const [, measured, by] = /^(.*) by (.*)$/.exec(text) ?? [];
  if (!by) throw new Error(`stats that are not known here: ${text}`);
  const keys = list(by).map(field);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((name) => row[name]));
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => ({
    ...Object.fromEntries(keys.map((key) => [key, group[0]![key]])),
    ...Object.fromEntries(list(measured!).map((one) => measure(one, group, field))),
  }));
}

function measure(text: string, group: readonly Row[], field: (name: string) => string): [string, number] {
  const [, name, operands, alias] = /^(\w+)\(([^)]*)\) as (\w+)$/.exec(text) ?? [];
  const [of, percentile] = (operands ?? '').split(',').map((operand) => operand.trim());
  const values = () => group.map((row) => Number(row[field(of!)])).sort((a, b) => a - b);
  switch (name) {
    case 'count':
      return [alias!, group.length];
    case 'max':
      return [alias!, Math.max(...values())];
    case 'pct':
      return [alias!, values()[Math.ceil((Number(percentile) / 100) * group.length) - 1]!];
    default:
      throw new Error(`a function that is not known here: ${text}`);
  }
}

function sorted(text: string, rows: readonly Row[], field: (name: string) => string): Row[] {
  const [name, order] = text.split(' ') as [string, string];
  field(name);
  const sign = order === 'desc' ? -1 : 1;
  const compare = (a: unknown, b: unknown) => (a === b ? 0 : (a as number) < (b as number) ? -1 : 1);
  return [...rows].sort((one, other) => sign * compare(one[name], other[name]));
}
