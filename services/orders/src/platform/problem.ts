import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** One thing that is wrong with a request, and where. */
export interface Violation {
  /** A JSON pointer into the body, or the name of a header or query parameter. */
  readonly pointer: string;
  readonly detail: string;
}

/** An error that the caller is told about, as problem details (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** Names the kind of problem, in words joined by dashes. Callers may rely on it. */
    readonly kind: string,
    readonly detail: string,
    readonly options: { violations?: readonly Violation[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
  }
}

/** Answers a request with problem details. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { violations, retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send({
      type: `urn:problem-type:${problem.kind}`,
      title: problem.kind.charAt(0).toUpperCase() + problem.kind.slice(1).replaceAll('-', ' '),
      status: problem.status,
      detail: problem.detail,
      instance: `urn:uuid:${reply.request.id}`,
      ...(violations && { errors: violations }),
    });
}

/** Makes every error and every unknown address an answer with problem details. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    const problem = error instanceof Problem ? error : fromFramework(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request: FastifyRequest, reply) =>
    sendProblem(reply, new Problem(404, 'not-found', `There is no ${request.method} on this address.`)),
  );
}

function fromFramework(error: FastifyError): Problem {
  const status = error.statusCode ?? 500;
  // Fastify's own refusals (malformed JSON, too large, wrong type) are meant for the caller; anything else is ours.
  if (status >= 400 && status < 500) return new Problem(status, 'invalid-request', error.message);
  return new Problem(500, 'internal-error', 'The request failed for a reason that is not yours.');
}
