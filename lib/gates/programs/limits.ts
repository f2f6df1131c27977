import { Problem } from '../../build/programs/problem';
import type { Gates, Severity } from '../../config/delivery';

/** From bad to worse. */
export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** A severity, or that the source of a finding states none. */
export type Rating = Severity | 'unknown';

/** A vulnerability that is accepted until a day. */
export type Allowed = Gates['allow'][number];

/** Whether a severity is the least one that stops, or worse. What has none is taken for the worst. */
export function isAtLeast(rating: Rating, least: Severity): boolean {
  return rating === 'unknown' || SEVERITIES.indexOf(rating) >= SEVERITIES.indexOf(least);
}

/** The severity that one of the many words of scanners means. */
export function ratingOf(word: string | undefined): Rating {
  const lower = word?.toLowerCase();
  // GitHub's word.
  if (lower === 'moderate') return 'medium';
  return SEVERITIES.find((severity) => severity === lower) ?? 'unknown';
}

/** The severity of a score from 0 to 10 ("Qualitative Severity Rating Scale" of CVSS 3.1 and 4.0). */
export function ratingOfScore(score: number): Rating {
  if (!(score > 0 && score <= 10)) return 'unknown';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

/** The limits that the pipeline hands over; they were checked with the configuration. */
export function parseGates(text: string): Gates {
  try {
    const gates: Gates = JSON.parse(text);
    const lists = [gates.allow, gates.baseRegistries];
    if (lists.every(Array.isArray) && typeof gates.findings === 'object') return gates;
  } catch {
    // The message below says it.
  }
  throw new Problem(`the limits of the gates must be JSON with allow, baseRegistries and findings (got ${text})`);
}
