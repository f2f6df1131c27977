/**
 * Formulas of metrics that are not always there: a side of a service sends nothing before it has had its first task, and many
 * metrics nothing while nothing happens. It is not said whether `FILL` makes anything of a metric without a single data point,
 * and then all that is reckoned with it would be empty; so `FILL` is only for sums of lists, which take what is there.
 */

/** At each point the sum of what is there. @param ids at least one */
export function sum(ids: readonly string[]): string {
  return `SUM([${ids.join(', ')}])`;
}

/** At each point the largest of what is there. @param ids at least one */
export function largest(ids: readonly string[]): string {
  return `MAX([${ids.join(', ')}])`;
}

/** The sum, 0 in between, of what is sent only while something happens. What never happened has no line. */
export function total(ids: readonly string[]): string {
  return `FILL(${sum(ids)}, 0)`;
}

/** How much of `all` is `some`: 0 also where there have never been any, nothing where there is nothing of `all`. */
export function percent(some: readonly string[], all: readonly string[]): string {
  return `100 * ${sum([...some, ...all])} / ${sum(all)} - 100`;
}
