import { z } from 'zod';
import { Problem } from '../build/programs/problem';

/**
 * What a service runs in an environment, as the text of an SSM parameter in the tools account. CloudFormation creates the
 * parameter with {@link NOTHING_DEPLOYED}, and never writes it again; each deployment overwrites it.
 */
export interface DeployedRecord {
  /** The whole hash of the commit that the image was released from. */
  readonly commit: string;
  /** `sha256:…` */
  readonly digest: string;
  /** The tag that says what the image was built from. */
  readonly tag: string;
  /** The pipeline's execution that deployed it, which may be a rollback. */
  readonly executionId: string;
  /** When, in ISO 8601 and UTC. */
  readonly at: string;
}

/** The parameter's text before the first deployment. */
export const NOTHING_DEPLOYED = 'none';

// Members that are not listed are ignored: who wrote the record may be newer than who reads it.
const record: z.ZodType<DeployedRecord> = z.object({
  commit: z.string().regex(/^[0-9a-f]{40}$|^[0-9a-f]{64}$/, 'must be the whole hash of a commit'),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 hexadecimal digits'),
  tag: z.string().min(1, 'must not be empty'),
  executionId: z.string().min(1, 'must not be empty'),
  at: z.iso.datetime('must be a time in ISO 8601 and UTC'),
});

/** The record in a parameter's text, or undefined before the first deployment. */
export function parseDeployedRecord(text: string): DeployedRecord | undefined {
  if (text.trim() === NOTHING_DEPLOYED) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(`the record of what is deployed is neither JSON nor "${NOTHING_DEPLOYED}" (got ${quoted(text)})`);
  }
  const result = record.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new Problem(`the record of what is deployed is not valid: ${problems.join('; ')}`);
}

/** The text of a parameter; checked, so that nothing is written that nobody could read. */
export function formatDeployedRecord(deployed: DeployedRecord): string {
  const text = JSON.stringify(deployed);
  parseDeployedRecord(text);
  return text;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
