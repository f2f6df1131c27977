import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Settings } from './environment.js';
import { Problem } from './platform/problem.js';

const orderSchema = z.object({
  orderId: z.string(),
  status: z.string(),
  totalCents: z.int(),
  createdAt: z.string(),
  items: z.array(z.object({ productId: z.string(), quantity: z.int(), unitPriceCents: z.int() })),
});
const pageSchema = z.object({ orders: z.array(orderSchema), nextCursor: z.string().nullable() });

/** An order, as the orders service tells it. */
export type Order = z.output<typeof orderSchema>;

/** On whose behalf a call is made. */
export interface Caller {
  readonly log: FastifyBaseLogger;
  /** Headers that let the log lines of both services be found together. */
  readonly headers: Record<string, string>;
}

type Limits = Pick<Settings, 'ORDERS_URL' | 'ORDERS_TIMEOUT_MS' | 'ORDERS_ATTEMPTS' | 'ORDERS_DEADLINE_MS'>;

/** Kinds of refusals that concern the customer, and are handed on as they are. */
const HANDED_ON = new Set([400, 404, 422]);
/** The service or something before it is overloaded or restarting: another attempt may succeed. */
const WORTH_REPEATING = new Set([429, 502, 503, 504]);

/**
 * Calls the orders service. Every call may be repeated: reads change nothing, an order carries its idempotency key, and
 * a cancelled order stays cancelled. A wrong answer is not repeated, because a defect would answer the same again.
 */
export class OrdersClient {
  constructor(private readonly limits: Limits) {}

  place(order: object, idempotencyKey: string, caller: Caller): Promise<Order> {
    return this.call('POST', '/orders', orderSchema, caller, order, { 'idempotency-key': idempotencyKey });
  }

  list(customerId: string, cursor: string | undefined, caller: Caller): Promise<z.output<typeof pageSchema>> {
    const query = new URLSearchParams({ customerId, limit: '10', ...(cursor && { cursor }) });
    return this.call('GET', `/orders?${query}`, pageSchema, caller);
  }

  cancel(orderId: string, customerId: string, caller: Caller): Promise<Order> {
    return this.call('POST', `/orders/${encodeURIComponent(orderId)}/cancellation`, orderSchema, caller, {
      customerId,
    });
  }

  private async call<T extends z.ZodType>(
    method: string,
    path: string,
    schema: T,
    caller: Caller,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<z.output<T>> {
    const { ORDERS_URL, ORDERS_TIMEOUT_MS, ORDERS_ATTEMPTS, ORDERS_DEADLINE_MS } = this.limits;
    const end = performance.now() + ORDERS_DEADLINE_MS;
    for (let attempt = 1; ; attempt += 1) {
      const left = Math.max(1, Math.ceil(end - performance.now()));
      const outcome = await this.attempt(new URL(path, ORDERS_URL), {
        method,
        headers: { ...caller.headers, ...headers, ...(body && { 'content-type': 'application/json' }) },
        body: body ? JSON.stringify(body) : null,
        redirect: 'error',
        signal: AbortSignal.timeout(Math.min(ORDERS_TIMEOUT_MS, left)),
      });
      if ('status' in outcome) return read(outcome, schema);
      caller.log.warn({ attempt, err: outcome.error }, 'the orders service did not answer');
      const pause = backoffMs(attempt, Math.random());
      if (attempt >= ORDERS_ATTEMPTS || performance.now() + pause >= end) throw unavailable(outcome.error);
      await sleep(pause);
    }
  }

  private async attempt(url: URL, init: RequestInit): Promise<Answer | { error: unknown }> {
    try {
      const response = await fetch(url, init);
      const text = await response.text();
      if (WORTH_REPEATING.has(response.status)) return { error: new Error(`answered ${response.status}`) };
      return { status: response.status, text };
    } catch (error) {
      return { error };
    }
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * How long to pause before the next attempt: anything up to a limit that doubles. All of the range is used, so that
 * customers who failed together do not come back together.
 */
export function backoffMs(attempt: number, random: number): number {
  return random * Math.min(1_000, 100 * 2 ** (attempt - 1));
}

const problemSchema = z.object({ type: z.string().startsWith('urn:problem-type:'), detail: z.string() });

function read<T extends z.ZodType>(answer: Answer, schema: T): z.output<T> {
  const body = json(answer.text);
  if (answer.status === 200 || answer.status === 201) {
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    throw misbehaved(`not the shape that was agreed: ${result.error.message}`);
  }
  const problem = problemSchema.safeParse(body);
  if (HANDED_ON.has(answer.status) && problem.success) {
    throw new Problem(answer.status, problem.data.type.slice('urn:problem-type:'.length), problem.data.detail);
  }
  throw misbehaved(`status ${answer.status}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unavailable(cause: unknown): Problem {
  const detail = 'Orders cannot be taken or shown at the moment. It is safe to try again: nothing is ordered twice.';
  return new Problem(503, 'orders-unavailable', detail, { retryAfterSeconds: 5, cause });
}

function misbehaved(reason: string): Problem {
  const detail = 'The orders service gave an answer that makes no sense.';
  return new Problem(502, 'orders-misbehaved', detail, { cause: new Error(reason) });
}
