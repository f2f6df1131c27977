import type { Instrumentation } from '@opentelemetry/instrumentation';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';

/** What is traced beside HTTP and the routes: calls to the orders service, which `fetch` makes through undici. */
export function create(): Instrumentation[] {
  return [
    new UndiciInstrumentation({
      requireParentforSpans: true,
      // The query says which customer's orders are asked for.
      startSpanHook: ({ origin, path }) => ({
        'url.full': `${origin}${path.split('?', 1)[0]}`,
        'url.query': undefined,
      }),
    }),
  ];
}
