/** An IPv4 range: its first address as a number, and the length of its prefix. */
export interface Cidr {
  readonly first: number;
  readonly prefix: number;
}

const BITS = 32;

/** `undefined` if it is not `a.b.c.d/n`. Host bits may be set; see `canonical`. */
export function parseCidr(value: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(value);
  if (match === null) return undefined;
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  // Leading zeros are refused, because some programs read them as octal.
  if (match.slice(1).some((part) => part.length > 1 && part.startsWith('0'))) return undefined;
  if ([a, b, c, d].some((byte) => byte > 255) || prefix > BITS) return undefined;
  // Not with shifts: they work on signed numbers.
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

/** How many addresses the range has. */
export function sizeOf(cidr: Cidr): number {
  return 2 ** (BITS - cidr.prefix);
}

/** The same range with its host bits at zero. */
export function canonical(cidr: Cidr): Cidr {
  return { first: cidr.first - (cidr.first % sizeOf(cidr)), prefix: cidr.prefix };
}

export function isCanonical(cidr: Cidr): boolean {
  return canonical(cidr).first === cidr.first;
}

export function formatCidr({ first, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefix}`;
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && canonical({ ...inner, prefix: outer.prefix }).first === canonical(outer).first;
}

/** Two ranges overlap only if one contains the other. */
export function overlap(left: Cidr, right: Cidr): boolean {
  return contains(left, right) || contains(right, left);
}

/** RFC 1918, and the shared addresses of RFC 6598 that a VPC takes too. */
export const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

export function isPrivate(cidr: Cidr): boolean {
  return PRIVATE_RANGES.some((range) => contains(parseCidr(range)!, cidr));
}

/** /16 is the largest that a VPC takes (Amazon VPC user guide, "VPC CIDR blocks"). */
export const LARGEST_NETWORK_PREFIX = 16;
/**
 * CDK gives each of the 2 × `zones` subnets the largest equal power of two that fits. Of a /22 with three zones that is
 * 128 addresses, of which AWS keeps five: room for tasks, endpoints and a load balancer, which asks for eight free
 * ones. A test counts this on a synthesized VPC.
 */
export const SMALLEST_NETWORK_PREFIX = 22;
