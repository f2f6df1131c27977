import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'customer';
const YEAR_IN_SECONDS = 365 * 24 * 60 * 60;

/** The id of the customer whose browser this is, if it has been here before. */
export function knownCustomer(request: FastifyRequest): string | undefined {
  const secret = request.cookies[COOKIE];
  return secret && /^[0-9a-f]{32}$/.test(secret) ? customerIdOf(secret) : undefined;
}

/** The id of the customer; a browser that is here for the first time is given a cookie. */
export function customer(request: FastifyRequest, reply: FastifyReply): string {
  const known = knownCustomer(request);
  if (known) return known;
  const secret = randomBytes(16).toString('hex');
  reply.setCookie(COOKIE, secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    // The load balancer ends TLS; whether the browser came over https is known from X-Forwarded-Proto.
    secure: request.protocol === 'https',
    maxAge: YEAR_IN_SECONDS,
  });
  return customerIdOf(secret);
}

/** Who has the cookie is the customer, so what other services store and log must not be the cookie itself. */
function customerIdOf(secret: string): string {
  return `cus_${createHash('sha256').update(secret).digest('hex').slice(0, 32)}`;
}
