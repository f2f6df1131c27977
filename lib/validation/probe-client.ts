import type { LambdaClient } from '@aws-sdk/client-lambda';
import { type CallOptions, callFunction } from '../build/programs/call-function';
import type { LoadEvent, LoadResult, PassedAnswer, ProbeEvent, RequestEvent, SmokeEvent, Verdict } from './probe-event';

export type ProbeClientOptions = CallOptions;

/** Calls a service's probe. Whatever goes wrong is thrown as a `Problem` that says so. */
export class ProbeClient {
  constructor(
    private readonly lambda: LambdaClient,
    private readonly functionName: string,
    private readonly options: ProbeClientOptions,
  ) {}

  async smoke(event: Omit<SmokeEvent, 'kind'>): Promise<Verdict> {
    return this.call({ ...event, kind: 'smoke' }, ({ requests, failures }: Partial<Verdict>) => {
      return Number.isInteger(requests) && Array.isArray(failures) && failures.every((one) => typeof one === 'string');
    });
  }

  async request(event: Omit<RequestEvent, 'kind'>): Promise<PassedAnswer> {
    return this.call({ ...event, kind: 'request' }, ({ status, headers, body }: Partial<PassedAnswer>) => {
      return Number.isInteger(status) && Array.isArray(headers) && typeof body === 'string';
    });
  }

  async load(event: Omit<LoadEvent, 'kind'>): Promise<LoadResult> {
    return this.call({ ...event, kind: 'load' }, ({ requests, latencies }: Partial<LoadResult>) => {
      return Number.isInteger(requests) && Array.isArray(latencies);
    });
  }

  private call<T>(event: ProbeEvent, isAnswer: (answer: Partial<T>) => boolean): Promise<T> {
    return callFunction<T>(this.lambda, this.functionName, event, this.options, isAnswer);
  }
}
