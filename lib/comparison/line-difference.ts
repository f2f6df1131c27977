/** Lines that were added and removed; a line that changes is one of each. */
export interface LineDifference {
  readonly added: number;
  readonly removed: number;
}

export const NO_DIFFERENCE: LineDifference = { added: 0, removed: 0 };

/** The smallest difference between two texts, as `git diff` counts it. */
export function lineDifference(before: readonly string[], after: readonly string[]): LineDifference {
  const kept = commonLines(before, after);
  return { added: after.length - kept, removed: before.length - kept };
}

export function sumOf(differences: readonly LineDifference[]): LineDifference {
  return differences.reduce(
    (sum, { added, removed }) => ({ added: sum.added + added, removed: sum.removed + removed }),
    NO_DIFFERENCE,
  );
}

/** The length of the longest common subsequence. */
function commonLines(before: readonly string[], after: readonly string[]): number {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  const [left, right] = [before.slice(start), after.slice(start)];
  let lengths = new Array<number>(right.length + 1).fill(0);
  for (const line of left) {
    const next = [0];
    for (const [index, other] of right.entries()) {
      next.push(line === other ? lengths[index]! + 1 : Math.max(lengths[index + 1]!, next[index]!));
    }
    lengths = next;
  }
  return start + lengths.at(-1)!;
}
