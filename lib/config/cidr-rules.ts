import {
  canonical,
  formatCidr,
  isCanonical,
  isPrivate,
  LARGEST_NETWORK_PREFIX,
  PRIVATE_RANGES,
  parseCidr,
  SMALLEST_NETWORK_PREFIX,
} from './cidr';
import { list, ruleWithReason } from './rules';

/** Who may call. */
export const CALLER_RANGE = ruleWithReason<string>("a range such as '203.0.113.7/32'", rangeProblem);

/** An environment's network. */
export const NETWORK_RANGE = ruleWithReason<string>(
  `a range from /${LARGEST_NETWORK_PREFIX} to /${SMALLEST_NETWORK_PREFIX} within ${list(PRIVATE_RANGES)}`,
  networkProblem,
);

function rangeProblem(value: unknown): string | undefined {
  const cidr = typeof value === 'string' ? parseCidr(value) : undefined;
  if (cidr === undefined) return 'is no IPv4 range';
  if (!isCanonical(cidr)) return `has host bits set; the range is ${formatCidr(canonical(cidr))}`;
  return undefined;
}

function networkProblem(value: unknown): string | undefined {
  const problem = rangeProblem(value);
  if (problem !== undefined) return problem;
  const cidr = parseCidr(value as string)!;
  if (cidr.prefix < LARGEST_NETWORK_PREFIX) return 'is larger than a VPC may be';
  if (cidr.prefix > SMALLEST_NETWORK_PREFIX) return 'is too small for the subnets of an environment';
  return isPrivate(cidr) ? undefined : 'is no range of private addresses';
}
