import { LARGEST_VALIDATION_BYTES } from '../../lib/config/constants';
import type { SmokeRequestInput, ValidationInput } from '../../lib/config/input';
import { resolveValidation } from '../../lib/config/resolve-validation';
import { problemsAfter, wrong } from './problems';

function problemsOf(validation: ValidationInput): string[] {
  return problemsAfter((delivery) => Object.assign(delivery.services[0]!, { validation }));
}

/** A validation that has `bytes` bytes as JSON. */
function validationOf(bytes: number): ValidationInput {
  const withPath = (length: number): ValidationInput => ({
    requests: ['a', 'b', 'c', 'd'].map((letter, index) => ({ path: `/${letter.repeat(index === 0 ? length : 600)}` })),
  });
  const least = JSON.stringify(resolveValidation(withPath(0))).length;
  return withPath(bytes - least);
}

describe('a validation', () => {
  test('fits the function that has to know it', () => {
    expect(problemsOf(validationOf(LARGEST_VALIDATION_BYTES))).toEqual([]);
    expect(problemsOf(validationOf(LARGEST_VALIDATION_BYTES + 1))).toEqual([
      'services[0].validation: is too long for the function that has to know it ' +
        '(got 3073, allowed 3072 bytes as JSON, with the defaults)',
    ]);
  });

  test('counts bytes, not characters', () => {
    const json = { name: 'ü'.repeat(1500) };
    expect(problemsOf({ requests: [{ path: '/', json }] })[0]).toContain('is too long for the function');
  });

  test('is not measured while something of it is wrong', () => {
    const [line, ...others] = problemsOf({
      requests: [{ path: '/', json: { a: 'x'.repeat(4000), b: wrong(new Date()) } }],
    });
    expect(line).toContain('services[0].validation.requests[0].json: is no JSON');
    expect(others).toEqual([]);
  });

  test('allows no latency beyond its own time', () => {
    const latency = { requests: 10, p95Milliseconds: 6000 };
    expect(problemsOf({ latency, timeoutSeconds: 6 })).toEqual([]);
    expect(problemsOf({ latency })).toEqual([]);
    expect(problemsOf({ latency, timeoutSeconds: 5 })).toEqual([
      'services[0].validation.latency.p95Milliseconds: is more than the time for everything (got 6000, allowed at most 5000)',
    ]);
  });
});

describe('a request', () => {
  const problemsWith = (request: Partial<SmokeRequestInput>) => problemsOf({ requests: [{ path: '/', ...request }] });

  test.each([
    [undefined, 'GET'],
    ['GET', 'GET'],
    ['HEAD', 'HEAD'],
  ] as const)('of method %s has no body', (method, shown) => {
    expect(problemsWith({ method, body: {} })).toEqual([
      `services[0].validation.requests[0].body: does not go with ${shown} (allowed with POST, PUT, PATCH, DELETE)`,
    ]);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('of method %s may have a body', (method) => {
    expect(problemsWith({ method, body: {} })).toEqual([]);
  });

  test.each([
    [{ method: 'HEAD' }, 'HEAD'],
    [{ status: 204 }, 'status 204'],
  ] as const)('with %j gets no JSON', (request, shown) => {
    expect(problemsWith({ ...request, json: {} })).toEqual([
      `services[0].validation.requests[0].json: is never there in an answer of ${shown} (allowed nothing)`,
    ]);
  });
});
