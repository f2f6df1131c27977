import type { SmokeRequest, Validation } from '../../lib/config/delivery';
import { judge, type Outcome } from '../../lib/validation/model';

const health: SmokeRequest = { method: 'GET', path: '/health', headers: {}, status: 200 };
const answered = (others: Partial<Outcome> = {}): Outcome => ({
  status: 200,
  contentType: 'application/json',
  body: '{}',
  milliseconds: 5,
  ...others,
});

function failuresOf(validation: Partial<Validation>, outcomes: Outcome[], repeated: Outcome[] = []) {
  return judge({ requests: [health], timeoutSeconds: 60, ...validation }, { outcomes, repeated }).failures;
}

test('a version that answers as it should is good', () => {
  expect(
    judge({ requests: [health, health], timeoutSeconds: 60 }, { outcomes: [answered(), answered()], repeated: [] }),
  ).toEqual({
    requests: 2,
    failures: [],
  });
});

test('another status is told', () => {
  expect(failuresOf({}, [answered({ status: 503 })])).toEqual(['GET /health: expected status 200, got status 503']);
});

test('a request without an answer is told with what it met', () => {
  expect(failuresOf({}, [{ problem: 'connection refused' }])).toEqual([
    'GET /health: expected status 200, got connection refused',
  ]);
});

test('a request that was not sent any more is told', () => {
  const requests = [health, { ...health, path: '/orders' }];
  expect(failuresOf({ requests }, [answered()])).toEqual([
    'GET /orders: expected status 200, got nothing, as the 60 s were up before it was sent',
  ]);
});

test('everything that is wrong is told, not only the first', () => {
  const requests = [health, { ...health, path: '/orders', method: 'POST', status: 201 }];
  expect(failuresOf({ requests }, [answered({ status: 500 }), answered()])).toEqual([
    'GET /health: expected status 200, got status 500',
    'POST /orders: expected status 201, got status 200',
  ]);
});

test('neither headers nor body of a request are told', () => {
  const secret = { ...health, headers: { authorization: 'Bearer hush' }, body: { password: 'hush' } };
  expect(failuresOf({ requests: [secret] }, [answered({ status: 401 })]).join()).not.toContain('hush');
});

describe('the JSON of an answer', () => {
  const requests = [{ ...health, json: { status: 'ok', parts: [{ name: 'db' }] } }];

  test('may hold more than is asked for', () => {
    const body = '{"status":"ok","parts":[{"name":"db","ms":1}],"version":7}';
    expect(failuresOf({ requests }, [answered({ body })])).toEqual([]);
  });

  test('is told where it differs', () => {
    const body = '{"status":"ok","parts":[{"name":"cache"}]}';
    expect(failuresOf({ requests }, [answered({ body })])).toEqual([
      'GET /health: expected $.parts[0].name "db", got "cache"',
    ]);
  });

  test.each([
    ['text', { contentType: 'text/html', body: '<p>hello' }, 'text/html: "<p>hello"'],
    ['nothing', { contentType: '', body: '' }, 'no type: nothing'],
    ['too much', { body: undefined }, 'an answer that is too large to be read'],
  ])('is missing in %s', (_what, others, got) => {
    expect(failuresOf({ requests }, [answered(others)])).toEqual([`GET /health: expected JSON, got ${got}`]);
  });

  test('is told beside a wrong status', () => {
    expect(failuresOf({ requests }, [answered({ status: 500, body: '{"status":"ok","parts":[]}' })])).toEqual([
      'GET /health: expected status 200, got status 500',
      'GET /health: expected $.parts a list of 1, got a list of 0: []',
    ]);
  });

  test('may be null', () => {
    expect(failuresOf({ requests: [{ ...health, json: null }] }, [answered({ body: '1' })])).toEqual([
      'GET /health: expected $ null, got 1',
    ]);
  });
});

describe('a latency budget', () => {
  const latency = { requests: 20, p95Milliseconds: 100 };
  const taking = (...milliseconds: number[]) => milliseconds.map((one) => answered({ milliseconds: one }));

  test('allows one slow answer in twenty', () => {
    expect(failuresOf({ latency }, [answered()], taking(...Array(19).fill(100), 5000))).toEqual([]);
  });

  test('does not allow two', () => {
    expect(failuresOf({ latency }, [answered()], taking(...Array(18).fill(100), 100.2, 5000))).toEqual([
      'GET /health: expected 95 % of 20 requests answered within 100 ms, got 101 ms',
    ]);
  });

  test('is not met by answers of another status, however fast', () => {
    const repeated = [...taking(...Array(19).fill(1)), answered({ status: 503, milliseconds: 1 })];
    expect(failuresOf({ latency }, [answered()], repeated)).toEqual([
      'GET /health: expected status 200 each time, got 19 of 20',
    ]);
  });

  test('is not met where answers are missing, and the reasons are told', () => {
    const repeated = [
      ...taking(...Array(18).fill(1)),
      { problem: 'connection refused' },
      { problem: 'name not found' },
    ];
    expect(failuresOf({ latency }, [answered()], repeated)).toEqual([
      'GET /health: expected status 200 each time, got 18 of 20; connection refused; name not found',
    ]);
  });

  test('is not met when time was up before all were sent', () => {
    expect(failuresOf({ latency }, [answered()], taking(1, 1, 1))).toEqual([
      'GET /health: expected 95 % of 20 requests answered within 100 ms, got only 3 sent when the 60 s were up',
    ]);
  });

  test('is not looked at when something else is wrong', () => {
    expect(failuresOf({ latency }, [answered({ status: 404 })], taking(1))).toEqual([
      'GET /health: expected status 200, got status 404',
    ]);
  });
});
