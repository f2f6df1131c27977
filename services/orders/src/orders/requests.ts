import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"');
const whole = (min: number, max: number) => {
  const allowed = `must be a whole number between ${min} and ${max}`;
  return z.int(allowed).min(min, allowed).max(max, allowed);
};

const item = z.strictObject({
  productId: name,
  quantity: whole(1, 99),
  unitPriceCents: whole(0, 10_000_000),
});

/** The body of `POST /orders`. */
export const orderBody = z.strictObject({
  customerId: name,
  items: z
    .array(item, 'must be a list of items')
    .min(1, 'must have at least one item')
    .max(20, 'must not have more than 20 items')
    .superRefine((items, context) => {
      const seen = new Set<string>();
      items.forEach(({ productId }, index) => {
        if (seen.has(productId)) {
          context.addIssue({ code: 'custom', path: [index, 'productId'], message: 'is in the list twice' });
        }
        seen.add(productId);
      });
    }),
});

/** The headers of `POST /orders`. */
export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string('is required, so that a repeated request cannot make a second order')
    .regex(/^[A-Za-z0-9_-]{16,128}$/, 'must be 16 to 128 letters, digits, "_" or "-", for example a UUID'),
});

/** The body of `POST /orders/{orderId}/cancellation`. */
export const cancellationBody = z.strictObject({ customerId: name });

/** The query of `GET /orders`. */
export const listQuery = z.strictObject({
  customerId: name,
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number between 1 and 100')
    .default('20')
    .transform(Number),
  cursor: z.string().max(300, 'is not a cursor of this service').optional(),
});
