/** Who has set which field of an object: the part of server-side apply that a fake API needs. */

export type Json = Record<string, unknown>;
type Path = readonly string[];

/** Maps that have one owner as a whole (`x-kubernetes-map-type: atomic` in the API's schema). */
const ATOMIC = new Set(['Service spec.selector']);

/** Members that are the server's own. */
const SERVER = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields']);

/** An object with the fields' owners. Lists count as one field, which is stricter than most of the real ones. */
export class OwnedObject {
  private readonly owners = new Map<string, Set<string>>();

  constructor(public value: Json) {}

  /** Another one that is the same now. */
  copy(): OwnedObject {
    const copy = new OwnedObject(structuredClone(this.value));
    for (const [owner, paths] of this.owners) copy.owners.set(owner, new Set(paths));
    return copy;
  }

  /** What somebody wrote without applying: they own what is different now. */
  written(manager: string, after: Json): void {
    const before = new Map(this.leaves(this.value));
    const now = new Map(this.leaves(after));
    for (const [path, text] of now) if (before.get(path) !== text) this.give(path, manager);
    for (const path of before.keys()) if (!now.has(path)) this.give(path, undefined);
    this.value = after;
  }

  /** Server-side apply. @returns the fields in conflict, with which nothing has changed */
  applied(manager: string, configuration: Json, force: boolean): readonly string[] {
    const wanted = new Map(this.leaves(configuration));
    const live = new Map(this.leaves(this.value));
    const conflicts = [...wanted].filter(
      ([path, text]) =>
        live.get(path) !== text && [...this.owners].some(([owner, paths]) => owner !== manager && paths.has(path)),
    );
    if (conflicts.length > 0 && !force) return conflicts.map(([path]) => path);
    for (const [path] of conflicts) this.give(path, undefined);
    const own = this.owners.get(manager) ?? new Set<string>();
    const value = structuredClone(this.value);
    for (const path of own) if (!wanted.has(path) && !this.ownedByOther(path, manager)) remove(value, split(path));
    for (const path of wanted.keys()) put(value, split(path), at(configuration, split(path)));
    this.owners.set(manager, new Set(wanted.keys()));
    this.value = value;
    return [];
  }

  private give(path: string, manager: string | undefined): void {
    for (const paths of this.owners.values()) paths.delete(path);
    if (manager === undefined) return;
    if (!this.owners.has(manager)) this.owners.set(manager, new Set());
    this.owners.get(manager)!.add(path);
  }

  private ownedByOther(path: string, manager: string): boolean {
    return [...this.owners].some(([owner, paths]) => owner !== manager && paths.has(path));
  }

  private leaves(value: unknown, path: Path = []): [string, string][] {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
    const isOne = ATOMIC.has(`${this.value['kind']} ${path.join('.')}`);
    if (!isMap || isOne || (Object.keys(value).length === 0 && path.length > 0)) {
      return [[path.join('\0'), JSON.stringify(value)]];
    }
    return Object.entries(value)
      .filter(([name]) => !(path.length === 1 && path[0] === 'metadata' && SERVER.has(name)))
      .flatMap(([name, member]) => this.leaves(member, [...path, name]));
  }
}

function split(path: string): string[] {
  return path.split('\0');
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name], value);
}

function put(value: Json, path: Path, member: unknown): void {
  const parent = path.slice(0, -1).reduce<Json>((inner, name) => {
    inner[name] = (inner[name] as Json | undefined) ?? {};
    return inner[name] as Json;
  }, value);
  parent[path.at(-1)!] = structuredClone(member);
}

function remove(value: Json, path: Path): void {
  const parent = at(value, path.slice(0, -1)) as Json | undefined;
  delete parent?.[path.at(-1)!];
}

/** JSON merge patch (RFC 7396), and all of strategic merge patch that is about maps. */
export function merged(value: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Json = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  for (const [name, member] of Object.entries(patch)) {
    if (member === null) delete result[name];
    else result[name] = merged(result[name], member);
  }
  return result;
}
