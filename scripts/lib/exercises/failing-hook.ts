import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpTarget } from '../../../lib/validation/http';
import { judge } from '../../../lib/validation/model';
import { observe } from '../../../lib/validation/smoke';
import type { Exercise } from './exercise';

type Answers = Readonly<Record<string, readonly [status: number, json: unknown]>>;

const GOOD: Answers = {
  '/health': [200, { status: 'ok' }],
  '/api/products': [200, { currency: 'EUR' }],
  '/': [200, {}],
};

/** Version 2 has another currency, and its page does not come up. */
const BAD: Answers = { ...GOOD, '/api/products': [200, { currency: 'USD' }], '/': [503, {}] };

export const FAILING_HOOK: Exercise = {
  name: 'failing-hook',
  breaks: 'A new version behind the test listener answers, and not as the validation wants it.',
  run: async ({ deliveries }) => {
    const { validation } = deliveries.workshop.services.find(({ name }) => name === 'storefront')!.in['prod']!;
    // How fast it is depends on this machine.
    const asked = { ...validation, latency: undefined };
    const failuresOf = (answers: Answers) =>
      whileServing(answers, async (url) => {
        const target = new HttpTarget(url, undefined, 1);
        try {
          return judge(asked, await observe(target, asked)).failures;
        } finally {
          target.close();
        }
      });
    return { intact: await failuresOf(GOOD), broken: await failuresOf(BAD) };
  },
};

/** A real server on this machine, for as long as something is done with it. */
async function whileServing<T>(answers: Answers, work: (url: URL) => Promise<T>): Promise<T> {
  const server = createServer(({ url = '' }, response) => {
    const [status, json] = answers[url] ?? [404, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
