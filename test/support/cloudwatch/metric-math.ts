/**
 * The part of CloudWatch's metric math that this project's alarms and dashboards use: numbers, names, `+ - * /`, comparisons, parentheses,
 * FILL, IF, DIFF, and SUM and MAX of a list. Where it is not sure what CloudWatch does, it does what helps an alarm least: what is reckoned
 * with a missing data point is missing, though the user guide says that it counts as 0, and FILL makes nothing of a series
 * that has no point at all.
 */

/** A data point; `undefined` is one that is missing. */
export type Value = number | undefined;

/** A number, or a series: its points in the range that is looked at, all series in the same order. */
export type Operand = Value | readonly Value[];

/** Reckons with what each name stands for. @throws if there is no such name */
export type Formula = (read: (name: string) => Operand) => Operand;

/** @throws on whatever is not among the above */
export function metricMath(expression: string): Formula {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(\.\d+)?(e-?\d+)?|>=|<=|==|!=|[-+*/()<>,[\]]/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(/\s/g, '')) throw new Error(`Cannot read '${expression}'`);
  return new Parser(tokens).whole();
}

type Operation = (one: number, other: number) => Value;
type Operations = Readonly<Record<string, Operation>>;

const COMPARISONS: Operations = {
  '>': (one, other) => Number(one > other),
  '>=': (one, other) => Number(one >= other),
  '<': (one, other) => Number(one < other),
  '<=': (one, other) => Number(one <= other),
  '==': (one, other) => Number(one === other),
  '!=': (one, other) => Number(one !== other),
};
const SUMS: Operations = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
};
const PRODUCTS: Operations = {
  '*': (one, other) => one * other,
  '/': (one, other) => (other === 0 ? undefined : one / other),
};

/** From each point to the one before it that is there, which comes after it here; the first one of all has none. */
function differences(series: Operand | undefined): Operand {
  if (typeof series !== 'object') throw new Error('DIFF is of a series');
  return series.map((value, index) => {
    const before = series.slice(index + 1).find((other) => other !== undefined);
    return value === undefined || before === undefined ? undefined : value - before;
  });
}

const FUNCTIONS: Readonly<
  Record<string, { readonly arity: number; readonly of: (operands: readonly Operand[]) => Operand }>
> = {
  FILL: {
    arity: 2,
    of: ([series, filler]) =>
      isEmpty(series) ? series : pointwise(([value, fill]) => value ?? fill, [series, filler]),
  },
  DIFF: { arity: 1, of: ([series]) => differences(series) },
  IF: {
    arity: 3,
    of: (operands) =>
      pointwise(([condition, yes, no]) => (condition === undefined ? undefined : condition === 0 ? no : yes), operands),
  },
};

const OF_LISTS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  MAX: (values) => Math.max(...values),
};

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Formula {
    const formula = this.comparison();
    if (this.position < this.tokens.length) throw new Error(`'${this.next}' is one too many`);
    return formula;
  }

  private comparison(): Formula {
    return this.operations(COMPARISONS, () =>
      this.operations(SUMS, () => this.operations(PRODUCTS, () => this.atom())),
    );
  }

  private operations(known: Operations, operand: () => Formula): Formula {
    let formula = operand();
    for (let operation = known[this.next]; operation; operation = known[this.next]) {
      this.position += 1;
      formula = combined(operation, formula, operand());
    }
    return formula;
  }

  private atom(): Formula {
    const token = this.take();
    if (token === '(') return this.closed(this.comparison());
    if (/^\d/.test(token)) return () => Number(token);
    if (this.next === '(') return this.call(token);
    if (/^\w/.test(token)) return (read) => read(token);
    throw new Error(`'${token}' is no value`);
  }

  private call(name: string): Formula {
    const ofList = OF_LISTS[name];
    if (ofList) return this.ofList(name, ofList);
    const list = this.list();
    const known = FUNCTIONS[name];
    if (known?.arity !== list.length) throw new Error(`No function ${name} of ${list.length}`);
    return this.closed((read) => known.of(list.map((formula) => formula(read))));
  }

  /** Of what is there at each point. That of a single series is a number, which nobody here asks for. */
  private ofList(name: string, of: (values: readonly number[]) => number): Formula {
    this.position += 1;
    if (this.next !== '[') throw new Error(`No function ${name} but of a list`);
    const list = this.list();
    if (this.take() !== ']') throw new Error("Expected ']'");
    return this.closed((read) =>
      pointwise(
        (values) => ofThose(values, of),
        list.map((formula) => formula(read)),
      ),
    );
  }

  /** What stands between commas, after the token that begins it. */
  private list(): Formula[] {
    const list: Formula[] = [];
    do {
      this.position += 1;
      list.push(this.comparison());
    } while (this.next === ',');
    return list;
  }

  private closed(formula: Formula): Formula {
    if (this.take() !== ')') throw new Error("Expected ')'");
    return formula;
  }

  private take(): string {
    const token = this.next;
    if (token === '') throw new Error('The expression ends too early');
    this.position += 1;
    return token;
  }

  private get next(): string {
    return this.tokens[this.position] ?? '';
  }
}

function combined(operation: Operation, one: Formula, other: Formula): Formula {
  return (read) =>
    pointwise(
      ([left, right]) => (left === undefined || right === undefined ? undefined : operation(left, right)),
      [one(read), other(read)],
    );
}

/** A number stands for a series in which every point has it. */
function pointwise(of: (values: readonly Value[]) => Value, operands: readonly Operand[]): Operand {
  const series = operands.find((operand) => typeof operand === 'object');
  const at = (index: number) => of(operands.map((operand) => (typeof operand === 'object' ? operand[index] : operand)));
  return series ? series.map((_, index) => at(index)) : at(0);
}

function ofThose(values: readonly Value[], of: (values: readonly number[]) => number): Value {
  const there = values.filter((value) => value !== undefined);
  return there.length === 0 ? undefined : of(there);
}

function isEmpty(operand: Operand): boolean {
  return typeof operand === 'object' && operand.every((value) => value === undefined);
}
