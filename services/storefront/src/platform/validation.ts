import type { z } from 'zod';
import { Problem, type Violation } from './problem.js';

/** Returns `value` as the schema has it, or throws one problem that lists everything that is wrong with it. */
export function valid<T extends z.ZodType>(schema: T, value: unknown, part: 'body' | 'query' | 'headers'): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const violations: Violation[] = result.error.issues.map((issue) => ({
    pointer: part === 'body' ? issue.path.map((step) => `/${String(step)}`).join('') : String(issue.path[0] ?? part),
    detail: issue.message,
  }));
  const count = violations.length === 1 ? 'one problem' : `${violations.length} problems`;
  throw new Problem(400, 'invalid-request', `The ${part} of the request: ${count}.`, { violations });
}
