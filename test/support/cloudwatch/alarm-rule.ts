import type { State } from './alarm-state';

/**
 * Whether the rule of a composite alarm holds: `ALARM("…")`, `OK("…")`, `INSUFFICIENT_DATA("…")` with a name or an ARN, AND, OR,
 * NOT, TRUE, FALSE and parentheses.
 *
 * @throws on whatever is not among them, and on an alarm that does not exist, as CloudWatch does
 */
export function ruleHolds(rule: string, states: ReadonlyMap<string, State>): boolean {
  const tokens = rule.match(/(ALARM|OK|INSUFFICIENT_DATA)\s*\("[^"]+"\)|AND|OR|NOT|TRUE|FALSE|[()]/g) ?? [];
  if (tokens.join('').length !== rule.replaceAll(/\s/g, '').length) throw new Error(`Cannot read '${rule}'`);
  let position = 0;
  const accept = (token: string) => tokens[position] === token && ++position > 0;
  const anyOf = (): boolean => {
    let holds = allOf();
    while (accept('OR')) holds = allOf() || holds;
    return holds;
  };
  const allOf = (): boolean => {
    let holds = one();
    while (accept('AND')) holds = one() && holds;
    return holds;
  };
  const one = (): boolean => {
    if (accept('NOT')) return !one();
    if (accept('TRUE')) return true;
    if (accept('FALSE')) return false;
    if (accept('(')) {
      const holds = anyOf();
      if (!accept(')')) throw new Error(`Expected ')' in '${rule}'`);
      return holds;
    }
    return isIn(tokens[position++], states);
  };
  const holds = anyOf();
  if (position < tokens.length) throw new Error(`'${tokens[position]}' is one too many in '${rule}'`);
  return holds;
}

function isIn(token: string | undefined, states: ReadonlyMap<string, State>): boolean {
  const [, state, reference] = /^(\w+)\s*\("([^"]+)"\)$/.exec(token ?? '') ?? [];
  if (!state || !reference) throw new Error(`'${token}' names no alarm`);
  const name = reference.split(':').at(-1)!;
  const actual = states.get(name);
  if (actual === undefined) throw new Error(`There is no alarm ${name}`);
  return actual === state;
}

/** The names of the alarms in a rule. */
export function childrenOf(rule: string): string[] {
  return [...rule.matchAll(/"([^"]+)"/g)].map(([, reference]) => reference!.split(':').at(-1)!);
}
