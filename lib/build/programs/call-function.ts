import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { attempt, Problem } from './problem';

/**
 * What Lambda says while it gives a function its network back, which it takes from those that nobody has called for weeks
 * ("Lambda function states", Inactive and Pending).
 */
const WAKING = ['ResourceNotReadyException', 'ENINotReadyException', 'ResourceConflictException'];

export interface CallOptions {
  /** Ends whatever is under way. @default - it is waited for as long as Lambda takes */
  readonly signal?: AbortSignal;
  /** How long a function in a network may wake up, in milliseconds. */
  readonly wakeUpMilliseconds: number;
  /** Between two attempts to wake it up. @default 3000 */
  readonly pauseMilliseconds?: number;
}

/**
 * Calls a function and returns what it answers. Whatever goes wrong is thrown as a {@link Problem} that says so, with the
 * function's own message where it has one.
 *
 * @param isAnswer whether what came is an answer at all
 */
export async function callFunction<T>(
  lambda: LambdaClient,
  functionName: string,
  event: unknown,
  options: CallOptions,
  isAnswer: (answer: Partial<T>) => boolean,
): Promise<T> {
  const { FunctionError: failed, Payload: payload } = await attempt(`call ${functionName}`, () =>
    invoke(lambda, functionName, JSON.stringify(event), options),
  );
  const text = Buffer.from(payload ?? []).toString();
  const answer = parsed(text);
  if (failed) throw new Problem(`${functionName} failed: ${messageOf(answer) ?? failed}`);
  if (!isAnswer(Object(answer))) throw new Problem(`${functionName} answered what is no answer: ${start(text)}`);
  return answer as T;
}

async function invoke(lambda: LambdaClient, functionName: string, payload: string, options: CallOptions) {
  const { signal, wakeUpMilliseconds, pauseMilliseconds = 3000 } = options;
  const end = performance.now() + wakeUpMilliseconds;
  for (;;) {
    try {
      return await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: payload }), {
        abortSignal: signal,
      });
    } catch (error) {
      if (!WAKING.includes((error as Error).name) || performance.now() >= end) throw error;
      await sleep(pauseMilliseconds, undefined, { signal });
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
