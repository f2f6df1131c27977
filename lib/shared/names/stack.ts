/** Stacks that every environment has or will have: no service may have one of these names, as its stack does too. */
export const ENVIRONMENT_STACKS: readonly string[] = [
  'network',
  'cluster',
  'kubernetes',
  'drift',
  'observability',
  'incidents',
];

/** A stack; `part` is an environment or `toolchain`. */
export function stackName(delivery: string, part: string, name: string): string {
  return `${delivery}-${part}-${name}`;
}

/** The state machine that looks for drift; `part` is an environment or `toolchain`. */
export function driftCheckName(delivery: string, part: string): string {
  return stackName(delivery, part, 'drift');
}

/** A Lambda layer of a stack; without one of ours its name would be the logical id, which says nothing of the delivery. */
export function layerName(stack: string, programs: 'aws-cli' | 'kubectl'): string {
  return `${stack}-${programs}`;
}
