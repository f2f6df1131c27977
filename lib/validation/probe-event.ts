import type { Validation } from '../config/delivery';
import type { BucketCount } from './histogram';

/** What the probe is asked, and what it answers: the language between a function in the network and those outside. */

export type Listener = 'production' | 'test';

/** Which of the service's own listeners is asked. */
export interface Target {
  readonly listener: Listener;
  /**
   * Private addresses of a public load balancer: inside the network its name leads to public ones, which a function there
   * does not reach. @default - those of the name
   */
  readonly addresses?: readonly string[];
}

/** Asks a new version what its validation states. Answered by a {@link Verdict}. */
export interface SmokeEvent extends Target {
  readonly kind: 'smoke';
  readonly validation: Validation;
}

/** Passes one request on. Answered by a {@link PassedAnswer}. */
export interface RequestEvent extends Target {
  readonly kind: 'request';
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** In their order, as one name may come several times. */
  readonly headers: readonly Header[];
  /** Base64. */
  readonly body: string;
  readonly timeoutMilliseconds: number;
}

/** Sends requests at a steady rate. Answered by a {@link LoadResult}. */
export interface LoadEvent extends Target {
  readonly kind: 'load';
  readonly path: string;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly timeoutMilliseconds: number;
}

export type ProbeEvent = SmokeEvent | RequestEvent | LoadEvent;

export type Header = readonly [name: string, value: string];

/** Whether a new version is good, and what was not. */
export interface Verdict {
  /** How many requests were sent. */
  readonly requests: number;
  /** Each a line: the request, what was expected, what came. None: it is good. */
  readonly failures: readonly string[];
}

/** An answer as it came, whatever its status. */
export interface PassedAnswer {
  readonly status: number;
  readonly headers: readonly Header[];
  /** Base64. */
  readonly body: string;
  /** `https://web.dev.example.com`: what a redirect to the service itself starts with. */
  readonly origin: string;
}

/** What came of a piece of a load test. */
export interface LoadResult {
  readonly requests: number;
  /** How many answers had which status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How many requests had no answer, by the reason. */
  readonly unanswered: Readonly<Record<string, number>>;
  /** Milliseconds of the answers, from when the request was due. */
  readonly latencies: readonly BucketCount[];
  /** The slowest answer, in milliseconds. */
  readonly slowest: number;
  /** How late the probe itself was at most in sending, in milliseconds: a large one says that the rate is too high for it. */
  readonly late: number;
}
