import { Problem } from '../build/programs/problem';
import type { DeployRequest } from './requests';

type Kind = DeployRequest['kind'];

/**
 * Who asks the function that works inside a cluster, and for what. Each has an alias of this name, and rights on that alone:
 * Lambda tells the function which one it was called by, and the function refuses what is not for it.
 */
export const AUDIENCES = {
  /** Pipelines. */
  deploy: ['deploy', 'look', 'abort', 'restore'],
  /** Runbooks that hold pods, which look how many there are before and after. */
  scale: ['scale', 'look', 'diagnose'],
  /** Whoever collects what explains an incident. */
  view: ['look', 'diagnose'],
} as const satisfies Readonly<Record<string, readonly Kind[]>>;

export type Audience = keyof typeof AUDIENCES;

/** What a function is called by for an audience. @param functionOf its name or its ARN */
export function askedFor(functionOf: string, audience: Audience): string {
  return `${functionOf}:${audience}`;
}

/**
 * Refuses a request of anybody that it is not for.
 *
 * @param invokedArn what Lambda says that the function was called by: `arn:aws:lambda:<region>:<account>:function:<name>:<alias>`
 */
export function requireAudience(invokedArn: string, request: unknown): void {
  const alias = invokedArn.split(':')[7] ?? '';
  const all = Object.keys(AUDIENCES);
  if (!all.includes(alias)) {
    throw new Problem(`this function is called by an alias, which must be ${listed(all)} (got ${alias || 'none'})`);
  }
  const kinds: readonly string[] = AUDIENCES[alias as Audience];
  const { kind } = Object(request) as { readonly kind?: unknown };
  if (typeof kind === 'string' && kinds.includes(kind)) return;
  throw new Problem(`kind must be ${listed(kinds)} for ${alias} (got ${JSON.stringify(kind) ?? 'nothing'})`);
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
