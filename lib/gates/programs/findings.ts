import type { Severity } from '../../config/delivery';
import { type Allowed, isAtLeast, type Rating } from './limits';

/** Something that a gate found. It never holds a secret's value. */
export interface Finding {
  /** The names that an allow-list may know it by, the usual one first. */
  readonly ids: readonly string[];
  readonly severity: Rating;
  readonly title: string;
  /** A file with its line, or a package with its version. */
  readonly where: string;
}

/** What a finding means for the release: `tolerated` is under the limit, `accepted` is on the allow-list. */
export type Outcome = 'stops' | 'tolerated' | 'accepted';

/** A finding and what it means. */
export interface Judged extends Finding {
  readonly outcome: Outcome;
  /** Why, where the severity alone does not tell. */
  readonly note?: string;
}

/** Who accepts what, on which day. */
export interface AllowList {
  readonly allow: readonly Allowed[];
  /** `YYYY-MM-DD` in UTC. */
  readonly today: string;
}

/** Judges by the least severity that stops. */
export function judgeBySeverity(findings: readonly Finding[], least: Severity, list: AllowList): Judged[] {
  return findings.map((finding) => judge(finding, list, isAtLeast(finding.severity, least)));
}

/**
 * Judges by how many findings of a severity are let through, not counting the accepted ones. A severity without a number is
 * let through, and so is what has no severity: ECR's basic scan says so of every vulnerability that nobody has looked at.
 */
export function judgeByCount(
  findings: readonly Finding[],
  limits: Readonly<Partial<Record<Severity, number>>>,
  list: AllowList,
): Judged[] {
  const open = (rating: Rating) =>
    findings.filter((finding) => finding.severity === rating && !acceptance(finding, list)?.valid).length;
  return findings.map((finding) => {
    const limit = finding.severity === 'unknown' ? undefined : limits[finding.severity];
    return judge(finding, list, limit !== undefined && open(finding.severity) > limit);
  });
}

/** Judges what nothing can excuse. */
export function judgeAlways(findings: readonly Finding[]): Judged[] {
  return findings.map((finding) => ({ ...finding, outcome: 'stops' }));
}

/** The entries that none of the findings matches: they may be for another service, or no longer be needed. */
export function unusedEntries(allow: readonly Allowed[], used: ReadonlySet<string>): string[] {
  return allow.map(({ id }) => id).filter((id) => !used.has(id));
}

/** The ids of the entries that match one of the findings. */
export function usedEntries(findings: readonly Finding[], allow: readonly Allowed[]): string[] {
  const ids = new Set(findings.flatMap((finding) => finding.ids));
  return allow.map(({ id }) => id).filter((id) => ids.has(id));
}

function judge(finding: Finding, list: AllowList, stops: boolean): Judged {
  const found = acceptance(finding, list);
  if (found?.valid) {
    return { ...finding, outcome: 'accepted', note: `accepted until ${found.until}: ${found.reason}` };
  }
  const note = found && `was accepted until ${found.until}, which is over: ${found.reason}`;
  return { ...finding, outcome: stops ? 'stops' : 'tolerated', note };
}

/** The entry that lasts longest, if several name the finding. */
function acceptance(
  { ids }: Finding,
  { allow, today }: AllowList,
): (Allowed & { readonly valid: boolean }) | undefined {
  const [entry] = allow.filter(({ id }) => ids.includes(id)).sort((one, other) => (one.until < other.until ? 1 : -1));
  // Both are dates as ISO 8601 writes them, whose order is that of their letters.
  return entry && { ...entry, valid: today <= entry.until };
}
