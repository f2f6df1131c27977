/** A changed file: it may be new, gone, or have moved. */
export interface Difference {
  readonly before?: string;
  readonly after?: string;
}

/** Whether a change is one of the service. */
export function touches(paths: readonly string[], { before, after }: Difference): boolean {
  return paths.some((path) =>
    [before, after].some(
      (file) => file !== undefined && (path === '.' || file === path || file.startsWith(`${path}/`)),
    ),
  );
}
