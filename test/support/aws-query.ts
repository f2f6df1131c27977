/**
 * What the AWS CLI prints for `--query … --output text`, for the part of JMESPath that the scripts use: members, an index,
 * a projection of all (`a[].b`) and a list of several (`[a,b]`).
 */
export function textOf(query: string, answer: unknown): string {
  return printed(query === '' ? answer : select(query, answer));
}

function select(query: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (query.startsWith('[')) return listed(query).map((one) => select(one, value));
  const step = /^(?<name>\w+)(\[(?<index>\d*)\])?(\.(?<rest>.+))?$/.exec(query)?.groups;
  if (!step) throw new Error(`The query ${query} is more than the fake understands`);
  const { name, index, rest } = step;
  const member = (value as Record<string, unknown>)[name!] ?? null;
  const next = (one: unknown) => (rest === undefined ? one : select(rest, one));
  if (index === undefined) return next(member);
  if (!Array.isArray(member)) return null;
  if (index !== '') return next(member[Number(index)] ?? null);
  return member.map(next).filter((one) => one !== null);
}

/** The parts of `[a,b]`. */
function listed(query: string): string[] {
  const inner = /^\[([^[\]]*)\]$/.exec(query)?.[1];
  if (inner === undefined) throw new Error(`The query ${query} is more than the fake understands`);
  return inner.split(',');
}

function printed(value: unknown): string {
  if (!Array.isArray(value)) return `${value ?? 'None'}\n`;
  if (value.length === 0) return '';
  if (value.some(Array.isArray)) return value.map(printed).join('');
  return `${value.map((one) => one ?? 'None').join('\t')}\n`;
}
