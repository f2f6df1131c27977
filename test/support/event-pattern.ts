/** A pattern of an EventBridge rule, as its template has it. */
export type EventPattern = { readonly [name: string]: EventPattern | readonly Matcher[] };

type Matcher = string | number | boolean | null | { readonly [operator: string]: unknown };

/**
 * Whether a rule lets an event through: each member of the pattern has to be in the event, with one of the listed values;
 * of a list in the event one item is enough. It knows the operators that this project uses, and refuses others. ("Creating
 * Amazon EventBridge event patterns" in the EventBridge user guide.)
 */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, expected]) => {
    const value = (event as Record<string, unknown> | undefined)?.[name];
    if (!isMatchers(expected)) return matchesPattern(expected, value);
    const values = Array.isArray(value) ? value : [value];
    return values.some((one) => expected.some((matcher) => matches(matcher, one)));
  });
}

function isMatchers(expected: EventPattern | readonly Matcher[]): expected is readonly Matcher[] {
  return Array.isArray(expected);
}

function matches(matcher: Matcher, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  const [[operator, operand], ...others] = Object.entries(matcher) as [[string, unknown]];
  if (others.length > 0) throw new Error(`one operator to a matcher: ${JSON.stringify(matcher)}`);
  switch (operator) {
    case 'prefix':
      return typeof value === 'string' && value.startsWith(operand as string);
    case 'suffix':
      return typeof value === 'string' && value.endsWith(operand as string);
    case 'wildcard':
      return typeof value === 'string' && wildcard(operand as string).test(value);
    case 'anything-but':
      return value !== undefined && ![operand].flat().includes(value);
    case 'exists':
      return operand === (value !== undefined);
    default:
      throw new Error(`an operator that is not known here: ${operator}`);
  }
}

function wildcard(text: string): RegExp {
  return new RegExp(`^${text.split('*').map(escaped).join('.*')}$`, 's');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
