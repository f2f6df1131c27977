import type { Deployment } from './deployment';

/** More than anyone goes back to: the files that a rollback needs are kept for weeks. */
const REMEMBERED = 100;

/** A deployment, as far as it matters for what it is to the one before. */
export interface Link {
  readonly execution: string;
  readonly digest?: string;
  /** Whether it brings commits that the environment did not have, or nobody knows. */
  readonly hasCommits: boolean;
  /** Whether it went live. */
  readonly good: boolean;
}

/**
 * What an environment has run, one digest on top of another: a new one is put on top, going back to one below takes off
 * all above it. What was taken off is new when it comes again.
 */
export class ReleaseChain {
  private readonly chain: { readonly digest: string; readonly execution: string }[] = [];

  /** What the next deployment is, and what becomes of the chain. To be called in the order of their starts. */
  next({ execution, digest, hasCommits, good }: Link): Pick<Deployment, 'kind' | 'undoes'> {
    // What it runs is not known: the next one is compared with the one before.
    if (digest === undefined) return { kind: 'new' };
    const live = this.chain.at(-1);
    if (live?.digest === digest) return { kind: 'redeployment' };
    const below = this.chain.findLastIndex((one) => one.digest === digest);
    if (below < 0) {
      if (good) this.put(digest, execution);
      return { kind: 'new' };
    }
    if (good) this.chain.splice(below + 1);
    return { kind: hasCommits ? 'new' : 'rollback', undoes: live!.execution };
  }

  private put(digest: string, execution: string): void {
    this.chain.push({ digest, execution });
    if (this.chain.length > REMEMBERED) this.chain.shift();
  }
}
