import { resourceType } from './resource-types';
import { isObject, isSame, type Resource, referencesIn, type Template } from './template';

/** What happens to one resource. */
export type Impact = 'added' | 'changed' | 'may be replaced' | 'REPLACED' | 'removed' | 'left behind';

export interface Change {
  readonly id: string;
  readonly type: string;
  readonly impact: Impact;
  /** The names of the properties that change, without what is inside them. */
  readonly properties: readonly string[];
}

/**
 * What a deployment of `next` does to the resources of `current`. A resource is replaced when a property changes that its
 * type's schema says so of; it may be when the type is not in our table, or when such a property refers to a resource
 * that is replaced itself. Metadata and descriptions do nothing.
 */
export function changesBetween(current: Template, next: Template): readonly Change[] {
  const before = current.Resources ?? {};
  const after = next.Resources ?? {};
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const direct = ids.flatMap((id) => changeOf(id, before[id], after[id]) ?? []);
  return withFollowing(direct, after);
}

function changeOf(id: string, before: Resource | undefined, after: Resource | undefined): Change | undefined {
  if (!before) return { id, type: after!.Type, impact: 'added', properties: [] };
  if (!after) return { id, type: before.Type, impact: gone(before), properties: [] };
  if (before.Type !== after.Type) return { id, type: after.Type, impact: 'REPLACED', properties: ['Type'] };
  const properties = changedProperties(before, after);
  const attributes = (['Condition', 'DeletionPolicy', 'UpdateReplacePolicy'] as const).filter(
    (name) => before[name] !== after[name],
  );
  if (properties.length + attributes.length === 0) return undefined;
  return { id, type: after.Type, impact: impactOf(before, after), properties: [...properties, ...attributes] };
}

/** A resource with this policy stays in the account, and nothing manages it any more. */
function gone({ DeletionPolicy: policy }: Resource): Impact {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? 'left behind' : 'removed';
}

function changedProperties({ Properties: before = {} }: Resource, { Properties: after = {} }: Resource): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isSame(before[name], after[name])).sort();
}

function impactOf(before: Resource, after: Resource): Impact {
  const differs = (path: string) => !isSame(at(before.Properties, path), at(after.Properties, path));
  const type = resourceType(after.Type);
  if (!type) return 'may be replaced';
  if (type.replaces.some(differs)) return 'REPLACED';
  return type.mayReplace.some(differs) ? 'may be replaced' : 'changed';
}

/** The value at `A/B`; at the items of a list it is the whole list. */
function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('/')) {
    if (name === '*' || !isObject(found)) break;
    found = found[name];
  }
  return found;
}

/** What is replaced has another name or id, which replaces those that may not change theirs. */
function withFollowing(direct: readonly Change[], after: Readonly<Record<string, Resource>>): readonly Change[] {
  const changes = new Map(direct.map((change) => [change.id, change]));
  const moving = direct.filter(({ impact }) => impact === 'REPLACED').map(({ id }) => id);
  for (const source of moving) {
    for (const [id, resource] of Object.entries(after)) {
      const known = changes.get(id);
      if (known && known.impact !== 'changed') continue;
      const paths = resourceType(resource.Type)?.replaces ?? [];
      const following = paths.filter((path) => referencesIn(at(resource.Properties, path)).includes(source));
      if (following.length === 0) continue;
      const properties = [...new Set([...(known?.properties ?? []), ...following.map((path) => path.split('/')[0]!)])];
      changes.set(id, { id, type: resource.Type, impact: 'may be replaced', properties });
      moving.push(id);
    }
  }
  return [...changes.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}
