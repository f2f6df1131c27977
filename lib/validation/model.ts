import type { SmokeRequest, Validation } from '../config/delivery';
import { mismatches, shortened } from './json-contains';
import type { Verdict } from './probe-event';

/** What came back for one request. */
export type Outcome = Answered | Unanswered;

export interface Answered {
  readonly status: number;
  readonly contentType: string;
  /** The text of the body, or undefined if it was too large to be read. */
  readonly body: string | undefined;
  /** From the first byte that was sent to the last that came. */
  readonly milliseconds: number;
}

export interface Unanswered {
  /** `connection refused`, `no answer in time` */
  readonly problem: string;
}

/** What was seen of a new version. */
export interface Observations {
  /** For the validation's requests, in their order; fewer when time was up. */
  readonly outcomes: readonly Outcome[];
  /** For the repetitions of the first request that measure latency; fewer when time was up. */
  readonly repeated: readonly Outcome[];
}

/** The share of answers that a latency budget is about: all but one in twenty. */
const PERCENTILE = 95;

/** Compares what was seen with what a validation asks for, and says everything that was not so. */
export function judge(validation: Validation, { outcomes, repeated }: Observations): Verdict {
  const { requests } = validation;
  const failures = requests.flatMap((request, index) => {
    const outcome = outcomes[index];
    return outcome ? failuresOf(request, outcome) : [line(request, expectationOf(request), timeIsUp(validation))];
  });
  // What is wrong already needs no measuring.
  const slow = failures.length === 0 ? latencyFailures(validation, repeated) : [];
  return { requests: outcomes.length + repeated.length, failures: [...failures, ...slow] };
}

function failuresOf(request: SmokeRequest, outcome: Outcome): string[] {
  if (!isAnswered(outcome)) return [line(request, expectationOf(request), outcome.problem)];
  const wrongStatus =
    outcome.status === request.status ? [] : [line(request, expectationOf(request), `status ${outcome.status}`)];
  return [...wrongStatus, ...(request.json === undefined ? [] : jsonFailures(request, outcome))];
}

function jsonFailures(request: SmokeRequest, { body, contentType }: Answered): string[] {
  if (body === undefined) return [line(request, 'JSON', 'an answer that is too large to be read')];
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return [line(request, 'JSON', `${contentType || 'no type'}: ${body === '' ? 'nothing' : shortened(body)}`)];
  }
  return mismatches(request.json, json).map(({ path, expected, got }) => line(request, `${path} ${expected}`, got));
}

function latencyFailures(validation: Validation, repeated: readonly Outcome[]): string[] {
  const { latency } = validation;
  const [request] = validation.requests;
  if (!latency || !request) return [];
  const answers = repeated.filter(isAnswered);
  const good = answers.filter(({ status }) => status === request.status);
  const times = answers.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
  // By the nearest rank of all requests: one without an answer is slower than any other.
  const p95 = times[Math.ceil((latency.requests * PERCENTILE) / 100) - 1];
  const budget = `${PERCENTILE} % of ${latency.requests} requests answered within ${latency.p95Milliseconds} ms`;
  const problems = [...new Set(repeated.flatMap((outcome) => (isAnswered(outcome) ? [] : outcome.problem)))];
  return [
    ...(repeated.length < latency.requests
      ? [line(request, budget, `only ${repeated.length} sent when the ${validation.timeoutSeconds} s were up`)]
      : []),
    ...(good.length < repeated.length
      ? [
          line(
            request,
            `${expectationOf(request)} each time`,
            [`${good.length} of ${repeated.length}`, ...problems.slice(0, 3)].join('; '),
          ),
        ]
      : []),
    ...(p95 !== undefined && p95 > latency.p95Milliseconds ? [line(request, budget, `${Math.ceil(p95)} ms`)] : []),
  ];
}

function isAnswered(outcome: Outcome): outcome is Answered {
  return 'status' in outcome;
}

function expectationOf({ status }: SmokeRequest): string {
  return `status ${status}`;
}

function timeIsUp({ timeoutSeconds }: Validation): string {
  return `nothing, as the ${timeoutSeconds} s were up before it was sent`;
}

/** The request's headers and body stay out of it: they may hold what is nobody's business. */
function line({ method, path }: SmokeRequest, expected: string, got: string): string {
  return `${method} ${path}: expected ${expected}, got ${got}`;
}
