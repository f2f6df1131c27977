import type { Commit } from './programs/history';

/** A release whose commits another branch lacks. */
export interface Unmerged {
  /** The branch that was released, and the one that has to get it. */
  readonly from: string;
  readonly into: string;
  readonly service: string;
  readonly commit: string;
  readonly missing: readonly Commit[];
}

/** What is missing where, and the commands that mend it. */
export function describeUnmerged({ from, into, service, commit, missing }: Unmerged): string {
  return [
    `${service}: the release ${commit} of ${from} is not merged into ${into}, which lacks:`,
    '',
    ...missing.map(({ hash, author, subject }) => `  ${hash.slice(0, 8)} ${subject} (${author})`),
    '',
    'Merge it, by a pull request or so:',
    '',
    '  git fetch origin',
    `  git checkout ${into}`,
    `  git merge origin/${into}`,
    `  git merge ${commit}`,
    `  git push origin ${into}`,
    '',
  ].join('\n');
}
