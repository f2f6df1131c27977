import { formatPath, type Path } from './problem';

/** The members of a cursor's value where it may be absent. */
type Inner<T> = NonNullable<T>;
/** The same where `false` may stand in the place of an object. */
type Holder<T> = Exclude<Inner<T>, false>;
type Member<T, K extends keyof Holder<T>> = Holder<T>[K];
type Item<T> = Inner<T> extends readonly (infer I)[] ? I : never;
type Entry<T> = Inner<T> extends Readonly<Record<string, infer V>> ? V : never;

/**
 * A place in a configuration that may be wrong in other places. The cross-checks read through it: what has the wrong
 * shape reads as `undefined`, so that they judge all the rest and never speak of a default where the team wrote
 * something else.
 */
export class Cursor<T> {
  private constructor(
    readonly path: Path,
    /** What stands there, of whatever shape. */
    readonly raw: unknown,
    private readonly broken: ReadonlySet<string>,
    private readonly inBroken: boolean,
  ) {}

  /** @param broken the places that the schema refused, as `formatPath` writes them */
  static over<T>(raw: unknown, broken: ReadonlySet<string>): Cursor<T> {
    return new Cursor<T>([], raw, broken, broken.has(''));
  }

  /** Whether the schema took what stands here; also if nothing does. */
  get sound(): boolean {
    return !this.inBroken;
  }

  /** Whether the schema took what stands here with all that is in it. */
  get whole(): boolean {
    const path = formatPath(this.path);
    return (
      this.sound && ![...this.broken].some((place) => place.startsWith(path) && /^[.[]/.test(place.slice(path.length)))
    );
  }

  /** Whether the team wrote something here, right or wrong. */
  get stated(): boolean {
    return this.raw !== undefined;
  }

  at<K extends keyof Holder<T> & (string | number)>(key: K): Cursor<Member<T, K>> {
    return this.child(key);
  }

  /** The value; `undefined` if it is absent or broken. */
  get value(): Inner<T> | undefined {
    return this.inBroken ? undefined : (this.raw as Inner<T> | undefined);
  }

  /** The value or its default; `undefined` if what stands here is broken. */
  or<D extends Inner<T>>(fallback: D | undefined): Inner<T> | undefined {
    if (this.inBroken) return undefined;
    return this.raw === undefined ? fallback : (this.raw as Inner<T>);
  }

  /** The items of a list; none if it is absent or broken. */
  items(): Cursor<Item<T>>[] {
    return !this.inBroken && Array.isArray(this.raw) ? this.raw.map((_, index) => this.child<Item<T>>(index)) : [];
  }

  /** The entries of a table; none if it is absent or broken. */
  entries(): [string, Cursor<Entry<T>>][] {
    if (this.inBroken || typeof this.raw !== 'object' || this.raw === null || Array.isArray(this.raw)) return [];
    return Object.keys(this.raw).map((key) => [key, this.child<Entry<T>>(key)]);
  }

  private child<C>(key: string | number): Cursor<C> {
    const path = [...this.path, key];
    const raw =
      typeof this.raw === 'object' && this.raw !== null && Object.hasOwn(this.raw, key)
        ? (this.raw as Record<string | number, unknown>)[key]
        : undefined;
    return new Cursor<C>(path, raw, this.broken, this.inBroken || this.broken.has(formatPath(path)));
  }
}
