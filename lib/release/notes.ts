import { EXPORT_LIMIT, exportable } from '../build/programs/exports';
import type { DeployedRecord } from '../deployment/deployed-record';
import type { Commit } from './programs/history';

/** What is to be released, and what has changed since the last release into the same environment. */
export interface Release {
  readonly service: string;
  readonly environment: string;
  readonly commit: string;
  readonly tag: string;
  readonly digest: string;
  /** What runs there now; undefined before the first release. */
  readonly deployed?: DeployedRecord;
  readonly changes: Changes;
  /** Lines about the image's scan. */
  readonly scan: readonly string[];
  readonly executionUrl: string;
  /** Undefined before the first release, and where the repository has no such page. */
  readonly compareUrl?: string;
}

export type Changes =
  | { readonly kind: 'first' }
  | { readonly kind: 'same' }
  /** `leftOut` is what runs now and would be gone. */
  | { readonly kind: 'commits'; readonly commits: readonly Commit[]; readonly leftOut: readonly Commit[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** SNS takes 256 KiB; a character may have four bytes. */
const MESSAGE_LIMIT = 60_000;
/** Longest subject of a message (API reference of Amazon SNS, Publish). */
const SUBJECT_LIMIT = 100;

/** The release notes as Markdown. */
export function renderNotes(release: Release): string {
  const { service, environment, commit, tag, digest, deployed, executionUrl, compareUrl } = release;
  return [
    `# ${service} to ${environment}`,
    '',
    `- Commit: ${commit}`,
    `- Image: ${tag}, ${digest}`,
    `- Deployed now: ${deployed ? `${deployed.commit}, since ${deployed.at}` : 'nothing'}`,
    `- Pipeline: ${executionUrl}`,
    ...(compareUrl ? [`- Changes: ${compareUrl}`] : []),
    '',
    `## ${headline(release)}`,
    '',
    ...list(release.changes.kind === 'commits' ? release.changes.commits : []),
    ...leftOutSection(release.changes),
    '## Scan',
    '',
    ...release.scan.map((line) => `- ${line}`),
    '',
  ].join('\n');
}

/** The notes in one line that fits into an approval's message: as many commits as there is room for. */
export function renderSummary(release: Release): string {
  const { changes, environment, service } = release;
  const before = `${service} to ${environment}: ${headline(release)}`;
  const lost = changes.kind === 'commits' ? changes.leftOut.length : 0;
  const after = [...(lost > 0 ? [`LEAVES OUT ${countOf(lost)} that ${verb(lost)} deployed now`] : []), ...release.scan]
    .map((part) => ` | ${part}`)
    .join('');
  const subjects = changes.kind === 'commits' ? changes.commits.map(({ subject }) => subject) : [];
  let shown = '';
  for (const [index, subject] of subjects.entries()) {
    const next = `${shown}${index === 0 ? ' | ' : '; '}${subject}`;
    if (exportable(before + next + after).length > EXPORT_LIMIT - 20) {
      shown += shown === '' ? '' : `; and ${subjects.length - index} more`;
      break;
    }
    shown = next;
  }
  return exportable(before + shown + after);
}

/** The subject of the message, in ASCII as SNS wants it. */
export function renderSubject({ service, environment }: Release): string {
  return `Approve ${service} to ${environment}?`.replace(/[^\x20-\x7e]/g, '?').slice(0, SUBJECT_LIMIT);
}

/** The notes as far as they fit into a message. */
export function fitIntoMessage(notes: string): string {
  if (notes.length <= MESSAGE_LIMIT) return notes;
  return `${notes.slice(0, MESSAGE_LIMIT)}\n…\nThe rest is in the pipeline's artifact.\n`;
}

function headline({ changes, deployed }: Release): string {
  switch (changes.kind) {
    case 'first':
      return 'the first release';
    case 'same':
      return `the same commit as deployed, ${short(deployed?.commit)}`;
    case 'unknown':
      return `changes since ${short(deployed?.commit)} are not known: ${changes.reason}`;
    case 'commits': {
      const { length } = changes.commits;
      if (length === 0) return `no new commit since ${short(deployed?.commit)}`;
      const authors = [...new Set(changes.commits.map(({ author }) => author))];
      return `${countOf(length)} since ${short(deployed?.commit)} by ${authors.join(', ')}`;
    }
  }
}

function leftOutSection(changes: Changes): string[] {
  if (changes.kind !== 'commits' || changes.leftOut.length === 0) return [];
  const { length } = changes.leftOut;
  return [`## LEAVES OUT ${countOf(length)} that ${verb(length)} deployed now`, '', ...list(changes.leftOut)];
}

function list(commits: readonly Commit[]): string[] {
  if (commits.length === 0) return [];
  return [...commits.map(({ hash, subject, author }) => `- ${short(hash)} ${subject} (${author})`), ''];
}

function countOf(commits: number): string {
  return commits === 1 ? '1 commit' : `${commits} commits`;
}

function verb(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function short(hash = ''): string {
  return hash.slice(0, 8);
}
