import { describe, Problem } from '../../build/programs/problem';
import type { Judged } from './findings';

/** What came of a gate. It is open only if it did its work and found nothing that stops. */
export interface GateResult {
  readonly gate: string;
  readonly findings: readonly Judged[];
  /** Why the gate could not do its work. */
  readonly error?: string;
  /** What it looked at, for the log. */
  readonly note?: string;
}

/** What a gate's work ends in, if it does end. */
export interface GateWork {
  readonly findings: readonly Judged[];
  readonly note?: string;
}

/** Does the work of one gate. Whatever goes wrong closes this gate and leaves the others to do theirs. */
export async function runGate(gate: string, work: () => Promise<GateWork>): Promise<GateResult> {
  try {
    return { gate, ...(await work()) };
  } catch (error) {
    if (error instanceof Problem) return { gate, findings: [], error: error.message };
    // A defect of the gate's own closes it as well, and keeps its stack for whoever mends it.
    console.error(error);
    return { gate, findings: [], error: describe(error) };
  }
}

/** Whether a release may pass. */
export function isOpen({ error, findings }: GateResult): boolean {
  return error === undefined && findings.every(({ outcome }) => outcome !== 'stops');
}

/** Ends the program with a line that names every closed gate. */
export function requireOpen(results: readonly GateResult[]): void {
  const closed = results.filter((result) => !isOpen(result));
  if (closed.length === 0) return;
  const reasons = closed.map(({ gate, error, findings }) => {
    const count = findings.filter(({ outcome }) => outcome === 'stops').length;
    return `${gate} (${error === undefined ? `${count} ${count === 1 ? 'finding' : 'findings'}` : 'could not be checked'})`;
  });
  throw new Problem(`the release stops at ${reasons.join(', ')}; see above`);
}
