import { isObject, rendered } from '../cloudformation/template';

/** What is looked at in a synthesized template. */
export interface CostedTemplate {
  readonly Resources: Readonly<Record<string, CostedResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface CostedResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties differ from type to type; the rules say what they expect.
  readonly Properties?: Readonly<Record<string, any>>;
}

/** A synthesized stack. */
export interface CostedStack {
  /** The name in CloudFormation. */
  readonly name: string;
  /** Undefined where the credentials of the deployment decide. */
  readonly account?: string;
  readonly region?: string;
  readonly template: CostedTemplate;
}

/** A resource with what stands around it. */
export interface Located extends CostedResource {
  readonly id: string;
  readonly stack: CostedStack;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly properties: Readonly<Record<string, any>>;
}

/** The resources of a stack, or those of one type. */
export function resourcesOf(stack: CostedStack, type?: string): Located[] {
  return Object.entries(stack.template.Resources)
    .filter(([, resource]) => type === undefined || resource.Type === type)
    .map(([id, resource]) => ({ ...resource, id, stack, properties: resource.Properties ?? {} }));
}

/**
 * The resource that a value refers to: in its own stack, or through what another stack exports.
 *
 * @param others the stacks of the same account and region, or all of them
 */
export function referredBy(value: unknown, stack: CostedStack, others: readonly CostedStack[]): Located | undefined {
  if (!isObject(value)) return undefined;
  const id = value['Ref'] ?? (value['Fn::GetAtt'] as readonly string[] | undefined)?.[0];
  if (typeof id === 'string') return resourcesOf(stack).find((resource) => resource.id === id);
  const name = value['Fn::ImportValue'];
  const output = value['Fn::GetStackOutput'];
  for (const other of others) {
    for (const [key, { Value, Export }] of Object.entries(other.template.Outputs ?? {})) {
      const isMeant =
        isObject(output) && output['StackName'] === other.name
          ? output['OutputName'] === key
          : name !== undefined && Export !== undefined && rendered(Export.Name) === rendered(name);
      if (isMeant) return referredBy(Value, other, others);
    }
  }
  return undefined;
}

/**
 * A value as text, with references in it as a name for them, so that JSON stays JSON: what is looked for in it are amounts
 * and names, which templates state.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = isObject(value) ? value['Fn::Join'] : undefined;
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(textOf).join(String(join[0]));
  return rendered(value).replace(/["\\\n]/g, '');
}
