import type { Instrumentation } from '@opentelemetry/instrumentation';
import { AwsInstrumentation } from '@opentelemetry/instrumentation-aws-sdk';

/** What is traced beside HTTP and the routes: calls to DynamoDB, without a second span for the HTTP below them. */
export function create(): Instrumentation[] {
  return [new AwsInstrumentation({ suppressInternalInstrumentation: true })];
}
