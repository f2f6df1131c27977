/** Something the reader of the build log can act on. It is reported as one line; any other error keeps its stack. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

/** Runs one outside call and turns what it throws into a {@link Problem} that says what was being done. */
export async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`cannot ${what}: ${describe(error)}`, { cause: error });
  }
}

/** The name and message of an error, on one line. */
export function describe(error: unknown): string {
  // By shape: an error of Node's own is no instance of the Error that a test runner's sandbox has.
  const { name, message, code } = Object(error) as Partial<NodeJS.ErrnoException>;
  // A refused connection is an AggregateError with a code and no message.
  const text = message || code || String(error);
  return (name && name !== 'Error' ? `${name}: ${text}` : text).replace(/\s+/g, ' ').trim();
}
