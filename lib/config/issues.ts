import { z } from 'zod';
import { formatPath, type Path, show } from './problem';
import { list, type RuleParams } from './rules';

/** A problem with its path still in parts. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly got?: string;
  readonly allowed?: string;
}

type Issue = z.core.$ZodIssue;

/** What the schema has to say about `input`, in the words of this application. */
export function findingsOf(schema: z.ZodType, issues: readonly Issue[], input: unknown): Finding[] {
  return issues.flatMap((issue) => findings(schema, issue, input));
}

/** The places that the schema refused. An unknown key spoils nothing but itself. */
export function brokenPlaces(issues: readonly Issue[]): ReadonlySet<string> {
  return new Set(
    issues.filter((issue) => issue.code !== 'unrecognized_keys').map((issue) => formatPath(pathOf(issue))),
  );
}

function findings(schema: z.ZodType, issue: Issue, input: unknown): Finding[] {
  const path = pathOf(issue);
  const value = valueAt(input, path);
  const got = show(value, path);
  switch (issue.code) {
    case 'custom': {
      const { reason, allowed } = issue.params as unknown as RuleParams;
      return [{ path, message: reason(value), got, allowed }];
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: 'is no setting that exists here',
        got: `'${key}'`,
        allowed: list(keysAt(schema, path)),
      }));
    case 'invalid_key': {
      const { reason, allowed } = (issue.issues[0] as z.core.$ZodIssueCustom).params as unknown as RuleParams;
      return [{ path, message: reason(path.at(-1)), got: `'${String(path.at(-1))}'`, allowed }];
    }
    case 'invalid_type':
      return [{ path, message: `must be ${issue.expected === 'array' ? 'a list' : 'an object'}`, got }];
    case 'too_small':
      return [{ path, message: 'is too short', got, allowed: `at least ${issue.minimum}` }];
    case 'too_big':
      return [{ path, message: 'is too long', got, allowed: `at most ${issue.maximum}` }];
    default:
      return [{ path, message: issue.message, got }];
  }
}

function pathOf(issue: Issue): Path {
  return issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], input);
}

/** The settings that the object at a path takes. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap() as z.ZodType, path);
  const [key, ...rest] = path;
  if (schema instanceof z.ZodObject)
    return key === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[key], rest);
  if (schema instanceof z.ZodArray) return keysAt(schema.element as z.ZodType, rest);
  if (schema instanceof z.ZodRecord) return keysAt(schema.valueType as z.ZodType, rest);
  return [];
}
