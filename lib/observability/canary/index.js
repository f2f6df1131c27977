/**
 * What CloudWatch Synthetics runs: one request, as a user would send it. A run fails when it throws: on an answer other than
 * 200, and on no answer at all, be it for DNS, TLS, the connection or the time. JavaScript, as Synthetics takes it as it is.
 */

/** A user is gone by then. */
const PATIENCE_MILLISECONDS = 10_000;

exports.handler = async () => {
  const target = process.env.TARGET;
  if (!target) throw new Error('TARGET must be the address to ask (it is not set)');
  const start = performance.now();
  const response = await answerOf(target, start);
  const milliseconds = Math.round(performance.now() - start);
  console.log(JSON.stringify({ target, status: response.status, milliseconds }));
  if (response.status !== 200) throw new Error(`${target} answered ${response.status} after ${milliseconds} ms`);
};

/** The whole answer: one that stops in the middle is none. */
async function answerOf(target, start) {
  try {
    const response = await fetch(target, {
      redirect: 'manual',
      headers: { 'user-agent': 'slipway-canary', 'cache-control': 'no-cache' },
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    await response.arrayBuffer();
    return response;
  } catch (error) {
    const milliseconds = Math.round(performance.now() - start);
    throw new Error(`${target} did not answer after ${milliseconds} ms: ${reasonOf(error)}`, { cause: error });
  }
}

/** `fetch` says that it failed, and its cause why. */
function reasonOf(error) {
  const { cause } = error;
  return cause ? `${error.message} (${cause.code ?? cause.message})` : error.message;
}
