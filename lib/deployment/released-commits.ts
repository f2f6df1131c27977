import type { CommitHistory, KnownCommit } from '../build/programs/commits';
import type { DeployedRecord } from './deployed-record';

/** An image that is about to be deployed. */
export interface Candidate {
  /** The commit that it is released from. */
  readonly commit: string;
  /** `sha256:…` */
  readonly digest: string;
}

/**
 * The commits that an environment does not have yet, newest first: those that lead to the candidate and not to what is
 * deployed, if they change the service. A merge is one of them only if it holds a change of its own.
 *
 * - Nothing is deployed, or it is not in the history: the candidate's own commit alone. What came before it, nobody can tell.
 * - The same image, or a commit that what is deployed comes from, as after a way back: none.
 * - Without a history, as where another CI builds: none. When the commit was made is not known, so nothing is claimed.
 */
export function releasedCommits(
  { commit, digest }: Candidate,
  deployed: Pick<DeployedRecord, 'commit' | 'digest'> | undefined,
  history: CommitHistory | undefined,
): Pick<KnownCommit, 'hash' | 'at'>[] {
  if (!history || deployed?.digest === digest) return [];
  const known = new Map(history.commits.map((one) => [one.hash, one]));
  const own = known.get(commit);
  if (!own) return [];
  if (!deployed || !known.has(deployed.commit)) return [{ hash: own.hash, at: own.at }];
  const there = ancestorsOf(deployed.commit, known);
  const here = ancestorsOf(commit, known);
  return history.commits
    .filter(({ hash, touches }) => touches && here.has(hash) && !there.has(hash))
    .map(({ hash, at }) => ({ hash, at }));
}

/** A commit and all before it, as far as they are known. */
function ancestorsOf(commit: string, known: ReadonlyMap<string, KnownCommit>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [commit];
  for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
    const one = known.get(hash);
    if (!one || found.has(hash)) continue;
    found.add(hash);
    open.push(...one.parents);
  }
  return found;
}
