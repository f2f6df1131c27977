import { isIP } from 'node:net';
import { z } from 'zod';
import { commonVariables, httpUrl, wholeNumber } from './platform/environment.js';

const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** What the service reads from its environment. */
export const environment = z.object({
  ...commonVariables,
  ORDERS_URL: httpUrl('the address of the orders service'),
  /** Limits for calls to the orders service: one attempt, their number, and all of them with the pauses between. */
  ORDERS_TIMEOUT_MS: wholeNumber(1, 30_000, 1_500),
  ORDERS_ATTEMPTS: wholeNumber(1, 5, 3),
  ORDERS_DEADLINE_MS: wholeNumber(1, 60_000, 4_000),
  /**
   * Whose X-Forwarded-* headers are believed. A load balancer in the VPC has a private address, which the default
   * covers; the security group sees to it that nobody else in private address space reaches the service.
   */
  TRUSTED_PROXIES: z
    .string()
    .default('loopback,uniquelocal')
    .refine(
      (list) => list.split(',').every((entry) => NAMED_RANGES.includes(entry.trim()) || isRange(entry.trim())),
      `must be a list of addresses, address ranges (10.0.0.0/16) or ${NAMED_RANGES.join(', ')}, with commas between`,
    ),
});

function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** The service's settings. */
export type Settings = z.output<typeof environment>;
