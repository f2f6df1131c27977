import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { attempt, Problem } from '../build/programs/problem';
import type { LoadEvent, LoadResult, PassedAnswer, ProbeEvent, RequestEvent, SmokeEvent, Verdict } from './probe-event';

/**
 * What Lambda says while it gives a function its network back, which it takes from those that nobody has called for weeks
 * ("Lambda function states", Inactive and Pending).
 */
const WAKING = ['ResourceNotReadyException', 'ENINotReadyException', 'ResourceConflictException'];

export interface ProbeClientOptions {
  /** Ends whatever is under way. @default - it is waited for as long as Lambda takes */
  readonly signal?: AbortSignal;
  /** How long a probe may wake up, in milliseconds. */
  readonly wakeUpMilliseconds: number;
  /** Between two attempts to wake it up. @default 3000 */
  readonly pauseMilliseconds?: number;
}

/** Calls a service's probe. Whatever goes wrong is thrown as a {@link Problem} that says so. */
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

  private async call<T>(event: ProbeEvent, isAnswer: (answer: Partial<T>) => boolean): Promise<T> {
    const { FunctionError: failed, Payload: payload } = await attempt(`call ${this.functionName}`, () =>
      this.invoke(JSON.stringify(event)),
    );
    const text = Buffer.from(payload ?? []).toString();
    const answer = parsed(text);
    if (failed) throw new Problem(`${this.functionName} failed: ${messageOf(answer) ?? failed}`);
    if (!isAnswer(Object(answer))) throw new Problem(`${this.functionName} answered what is no answer: ${start(text)}`);
    return answer as T;
  }

  private async invoke(payload: string) {
    const { signal, wakeUpMilliseconds, pauseMilliseconds = 3000 } = this.options;
    const end = performance.now() + wakeUpMilliseconds;
    for (;;) {
      try {
        return await this.lambda.send(new InvokeCommand({ FunctionName: this.functionName, Payload: payload }), {
          abortSignal: signal,
        });
      } catch (error) {
        if (!WAKING.includes((error as Error).name) || performance.now() >= end) throw error;
        await sleep(pauseMilliseconds, undefined, { signal });
      }
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Lambda makes of an error: of one that the code threw, and of one that befell the code. */
function messageOf(answer: unknown): string | undefined {
  const { errorMessage } = Object(answer) as { errorMessage?: unknown };
  return typeof errorMessage === 'string' ? errorMessage : undefined;
}

function start(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text || 'nothing';
}
