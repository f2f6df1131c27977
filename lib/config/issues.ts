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

/** What is `false` or an object has the issues of the object: whoever wrote neither learns both from `findingsOf`. */
export function flatIssues(issues: readonly Issue[]): readonly Issue[] {
  return issues.flatMap((issue) => {
    const inner = issue.code === 'invalid_union' ? issue.errors.at(-1) : undefined;
    return inner?.map((one) => ({ ...one, path: [...issue.path, ...one.path] })) ?? [issue];
  });
}

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
        message: NOT_OFFERED[key] ?? 'is no setting that exists here',
        got: `'${key}'`,
        allowed: list(keysAt(schema, path, input)),
      }));
    // Of objects that a member tells apart; `flatIssues` leaves no other.
    case 'invalid_union':
      return [{ path, message: 'is no kind that exists here', got, allowed: list(kindsAt(schema, path.slice(0, -1))) }];
    case 'invalid_key': {
      const { reason, allowed } = (issue.issues[0] as z.core.$ZodIssueCustom).params as unknown as RuleParams;
      return [{ path, message: reason(path.at(-1)), got: `'${String(path.at(-1))}'`, allowed }];
    }
    case 'invalid_type':
      return [{ path, message: `must be ${kindOf(issue.expected, schemaAt(schema, path, input))}`, got }];
    case 'too_small':
      return [{ path, message: 'is too short', got, allowed: `at least ${issue.minimum}` }];
    case 'too_big':
      return [{ path, message: 'is too long', got, allowed: `at most ${issue.maximum}` }];
    default:
      return [{ path, message: issue.message, got }];
  }
}

function kindOf(expected: string, schema: z.ZodType | undefined): string {
  if (expected === 'array') return 'a list';
  return unlessOff(schema) === schema ? 'an object' : 'an object, or false';
}

function pathOf(issue: Issue): Path {
  return issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], input);
}

/** Settings that people look for in a place that has none, with the reason. */
const NOT_OFFERED: Readonly<Record<string, string>> = {
  platform: 'is for a service to state, the same for all environments',
  serviceConnect: 'is not offered, because its proxies would share out the traffic that a deployment has to move',
  circuitBreaker:
    'is not offered, because validation and alarms roll a deployment back; CodeDeploy does not go with it',
};

/** The settings that the object at a path takes. */
function keysAt(schema: z.ZodType, path: Path, input: unknown): readonly string[] {
  const found = unlessOff(schemaAt(schema, path, input));
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** The values that tell the objects at a path apart. */
function kindsAt(schema: z.ZodType, path: Path): readonly string[] {
  const found = schemaAt(schema, path, undefined);
  return found instanceof z.ZodDiscriminatedUnion
    ? found.options.flatMap((option) => kindsOf(option, found.def.discriminator))
    : [];
}

function kindsOf(option: z.core.$ZodType, discriminator: string): string[] {
  const kind = option instanceof z.ZodObject ? (option.shape as Record<string, z.ZodType>)[discriminator] : undefined;
  return [...(kind?._zod.values ?? [])].map(String);
}

/** @param input what stands there, which chooses between kinds of objects; without it the choice is what is found */
function schemaAt(schema: z.ZodType, path: Path, input: unknown): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap() as z.ZodType, path, input);
  if (schema instanceof z.ZodDiscriminatedUnion && input !== undefined && input !== null) {
    const kind = (input as Record<string, unknown>)[schema.def.discriminator];
    const option = schema.options.find((one) => kindsOf(one, schema.def.discriminator).includes(String(kind)));
    return option && schemaAt(option as z.ZodType, path, input);
  }
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  const on = unlessOff(schema);
  if (on !== schema) return schemaAt(on as z.ZodType, path, input);
  const inner = valueAt(input, [key]);
  if (schema instanceof z.ZodObject) return schemaAt(schema.shape[key], rest, inner);
  if (schema instanceof z.ZodArray) return schemaAt(schema.element as z.ZodType, rest, inner);
  if (schema instanceof z.ZodRecord) return schemaAt(schema.valueType as z.ZodType, rest, inner);
  return undefined;
}

/** The object of what is `false` or an object. */
function unlessOff(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (!(schema instanceof z.ZodUnion) || schema instanceof z.ZodDiscriminatedUnion) return schema;
  return schema.options.at(-1) as z.ZodType;
}
