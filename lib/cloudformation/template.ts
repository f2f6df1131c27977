/** A template as the CDK writes it and as CloudFormation gives it back, as far as it is looked at here. */
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Condition?: string;
}

/** Whether two parts of a template are the same, however their members are ordered. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** JSON with the members of objects in alphabetical order; `undefined` as `null`. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of what may stand alone, as in policies. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * A value as text, with references as `${Role}` and `${Role.Arn}` and concatenations put together, so that one resource of
 * a policy can be compared with another. What cannot be said so is its JSON.
 */
export function rendered(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return canonical(value);
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0) return canonical(value);
  if (name === 'Ref') return `\${${String(argument)}}`;
  if (name === 'Fn::GetAtt') return `\${${Array.isArray(argument) ? argument.join('.') : String(argument)}}`;
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument;
  if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
    return argument[1].map(rendered).join(String(argument[0]));
  }
  return canonical(value);
}

/** The logical ids that a value refers to. */
export function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt') return [String(listOf(argument)[0]).split('.')[0]!];
    if (name === 'Fn::Sub') {
      const text = String(listOf(argument)[0]);
      return [...text.matchAll(/\$\{([A-Za-z0-9]+)(?:\.[^}]+)?\}/g)]
        .map(([, id]) => id!)
        .concat(referencesIn(argument));
    }
    return referencesIn(argument);
  });
}
