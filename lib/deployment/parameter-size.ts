/** Bytes of a value that a standard parameter takes ("Managing parameter tiers", Systems Manager user guide). */
export const STANDARD_BYTES = 4096;
/** What an advanced one takes, and Intelligent-Tiering, which makes a parameter one when its value is longer than that. */
export const ADVANCED_BYTES = 8192;

/** Of what CloudFormation knows by itself, such as the region and the account. */
const PSEUDO_PARAMETER_BYTES = 16;
/** Of anything else that is only known when it is there: the longest are ARNs of target groups, with about 120. */
const REFERENCE_BYTES = 160;

/** At most so many bytes has a text as a template states it: a string, or one joined from strings and references. */
export function longestBytes(text: unknown): number {
  if (typeof text === 'string') return Buffer.byteLength(text);
  if (Array.isArray(text)) return text.reduce((sum, part) => sum + longestBytes(part), 0);
  const [[name, value] = []] = Object.entries(text as Readonly<Record<string, unknown>>);
  if (name === 'Fn::Join') {
    const [delimiter, parts] = value as [string, readonly unknown[]];
    return longestBytes(parts) + Buffer.byteLength(delimiter) * Math.max(0, parts.length - 1);
  }
  return name === 'Ref' && String(value).startsWith('AWS::') ? PSEUDO_PARAMETER_BYTES : REFERENCE_BYTES;
}
