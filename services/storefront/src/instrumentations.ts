import type { Instrumentation } from '@opentelemetry/instrumentation';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';

/** What is traced beside HTTP and the routes: calls to the orders service, which `fetch` makes through undici. */
export function create(): Instrumentation[] {
  return [new UndiciInstrumentation({ requireParentforSpans: true })];
}
