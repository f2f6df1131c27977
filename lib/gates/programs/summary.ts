import { Problem } from '../../build/programs/problem';
import { INSPECTION_FILE } from './constants';
import { usedEntries } from './findings';
import { type GateResult, isOpen } from './gate';
import { type Allowed, type Rating, SEVERITIES } from './limits';

/** How many findings there are of each severity. */
export type Counts = Readonly<Record<Rating, number>>;

/** What came of one gate, without its findings, which are in the report. */
export interface GateSummary {
  readonly gate: string;
  readonly open: boolean;
  readonly counts: Counts;
  readonly accepted: number;
}

/** `inspection.json` */
export interface InspectionSummary {
  readonly commit: string;
  readonly tree: string;
  readonly gates: readonly GateSummary[];
  /** The ids of the allow-list that met a finding. */
  readonly used: readonly string[];
}

/** `scan-summary.json` */
export interface ScanSummary {
  readonly image: string;
  /** Of the registry's scan. */
  readonly counts: Counts;
  /** When the registry scanned, as ISO 8601. */
  readonly scannedAt?: string;
  /** For people: `signed by …`, or why there is none. */
  readonly signature: string;
  readonly gates: readonly GateSummary[];
  /** Entries of the allow-list that met no finding, in the source or in the image. */
  readonly unused: readonly string[];
}

export function countsOf(findings: readonly { readonly severity: Rating }[]): Counts {
  const of = (rating: Rating) => findings.filter(({ severity }) => severity === rating).length;
  const entries = [...SEVERITIES].reverse().map((severity) => [severity, of(severity)]);
  return { ...Object.fromEntries(entries), unknown: of('unknown') };
}

export function summaryOf(result: GateResult): GateSummary {
  return {
    gate: result.gate,
    open: isOpen(result),
    counts: countsOf(result.findings),
    accepted: result.findings.filter(({ outcome }) => outcome === 'accepted').length,
  };
}

/** The ids of the allow-list that met a finding of some gate. */
export function usedIn(results: readonly GateResult[], allow: readonly Allowed[]): string[] {
  return usedEntries(
    results.flatMap(({ findings }) => findings),
    allow,
  );
}

/** The summary that the inspection left; without it nobody knows that the source was inspected. */
export function parseInspection(text: string): InspectionSummary {
  let content: Partial<InspectionSummary> | null;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Problem(`${INSPECTION_FILE} is not JSON`);
  }
  if (!Array.isArray(content?.gates) || !Array.isArray(content.used)) {
    throw new Problem(`${INSPECTION_FILE} must have the members gates and used`);
  }
  const closed = content.gates.filter(({ open }) => !open).map(({ gate }) => gate);
  if (closed.length > 0) throw new Problem(`the inspection of the source stopped at ${closed.join(', ')}`);
  return content as InspectionSummary;
}
