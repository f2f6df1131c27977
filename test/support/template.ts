/** The parts of a CloudFormation template that the tests of the whole application look at. */

// biome-ignore lint/suspicious/noExplicitAny: properties differ from type to type; the checks say what they expect.
export type Properties = Record<string, any>;

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Properties;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
  readonly Parameters?: Record<string, unknown>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
}

export interface SynthesizedStack {
  /** The name in CloudFormation. */
  readonly name: string;
  /** Undefined where the CLI's credentials decide. */
  readonly account?: string;
  readonly region?: string;
  readonly template: Template;
}

/** A resource and where it is. */
export interface Located {
  readonly stack: SynthesizedStack;
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
  readonly resource: Resource;
  /** For messages: stack and logical id. */
  readonly where: string;
}

/** The resources of all stacks, or those of the given types. */
export function resourcesIn(stacks: readonly SynthesizedStack[], ...types: string[]): Located[] {
  return stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, resource]) => types.length === 0 || types.includes(resource.Type))
      .map(([id, resource]) => ({
        stack,
        id,
        type: resource.Type,
        properties: resource.Properties ?? {},
        resource,
        where: `${stack.name}/${id}`,
      })),
  );
}

/** Calls `visit` for every object inside a value, the value itself included. */
export function walk(value: unknown, visit: (object: Properties, key: string) => void, key = ''): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit, key);
  else if (typeof value === 'object' && value !== null) {
    visit(value as Properties, key);
    for (const [name, member] of Object.entries(value)) walk(member, visit, name);
  }
}

export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
