import { z } from 'zod';
import { Problem } from '../build/programs/problem';

const names = z.array(z.string().min(1)).min(1);
const nameMap = z.record(z.string().min(1), z.string().min(1));

/** The names in an environment variable that holds a JSON list of at least one. */
export function parseNames(variable: string, text: string): string[] {
  return parse(variable, text, names, 'a JSON list of at least one name');
}

/** The names in an environment variable that holds a JSON object. */
export function parseNameMap(variable: string, text: string): Record<string, string> {
  return parse(variable, text, nameMap, 'a JSON object of names');
}

function parse<T>(variable: string, text: string, schema: z.ZodType<T>, rule: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new Problem(`${variable} must be ${rule} (got ${JSON.stringify(text)})`);
  return result.data;
}
