import { z } from 'zod';

/** As much of the scan's summary as people want to read before they approve. */
const schema = z.looseObject({
  counts: z.record(z.string(), z.number()).optional(),
  signature: z.string().optional(),
});

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational', 'undefined'];

/** Lines about an image's scan; a summary that is not there or is of another make is said to be so. */
export function describeScan(text: string | undefined): string[] {
  if (text === undefined) return ['scan: no summary in this pipeline'];
  const { counts, signature } = parse(text) ?? {};
  const lines = [];
  if (counts) lines.push(`scan: ${describeCounts(counts)}`);
  if (signature) lines.push(`signature: ${signature}`);
  return lines.length > 0 ? lines : ['scan: the summary is not readable, see the log of the Scan action'];
}

function parse(text: string): z.infer<typeof schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function describeCounts(counts: Readonly<Record<string, number>>): string {
  const bySeverity = Object.entries(counts).map(([name, count]) => [name.toLowerCase(), count] as const);
  const rank = (name: string) => (SEVERITIES.includes(name) ? SEVERITIES.indexOf(name) : SEVERITIES.length);
  const found = bySeverity.filter(([, count]) => count > 0).sort(([one], [other]) => rank(one) - rank(other));
  return found.length === 0 ? 'no findings' : found.map(([name, count]) => `${name} ${count}`).join(', ');
}
