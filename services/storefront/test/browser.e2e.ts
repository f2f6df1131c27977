import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer, hangUp, startOrdersServer, wellBehaved } from './support/orders-server.js';
import { ServiceProcess } from './support/process.js';

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
const installed = existsSync(executablePath);
if (!installed) {
  console.warn(
    `Skipped: no Chromium at ${executablePath}. Install it (apt-get install chromium) or set CHROMIUM_PATH.`,
  );
}
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
const down = answer(503, {});

describe.skipIf(!installed)('the page in a browser', () => {
  let orders: Awaited<ReturnType<typeof startOrdersServer>>;
  let service: ServiceProcess;
  let browser: Browser;
  let page: Page;
  let url: string;
  let complaints: string[];

  beforeAll(async () => {
    orders = await startOrdersServer();
    service = new ServiceProcess({ ORDERS_URL: orders.url, ORDERS_TIMEOUT_MS: '500', ORDERS_ATTEMPTS: '2' });
    url = await service.url();
    browser = await chromium.launch({ executablePath, args });
  });
  afterAll(async () => {
    await browser.close();
    await service.stop();
    await orders.close();
  });
  beforeEach(async () => {
    orders.behave(wellBehaved);
    page = await browser.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(url);
    await page.getByRole('heading', { name: 'Enamel mug' }).waitFor();
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const add = (product: string) => page.getByRole('button', { name: `Add ${product} to the basket` }).click();
  const place = () => page.getByRole('button', { name: 'Place order' }).click();
  const posts = () => orders.calls.filter(({ method }) => method === 'POST');

  /** What axe finds wrong with the page as it is. */
  async function violations() {
    // Handed over as text to evaluate: the page's own policy forbids scripts from elsewhere.
    await page.evaluate((await import('axe-core')).default.source);
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
    });
  }

  it('adds up the basket', async () => {
    await add('Enamel mug');
    await add('Enamel mug');
    await add('Dry bag');
    expect(await page.locator('#basket-total').innerText()).toContain('€61.50');
    await page.getByRole('button', { name: 'One less of Enamel mug' }).click();
    expect(await page.locator('#basket-total').innerText()).toContain('€47.00');
  });

  it('places an order, says so, and lists it with its state', async () => {
    await add('Enamel mug');
    await place();
    await page.getByText('Thank you.').waitFor();
    expect(await page.locator('.order').innerText()).toMatch(/Placed[\s\S]*1 × Enamel mug/);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Basket');
  });

  it('keeps the basket and the key when orders are down, so that trying again cannot order twice', async () => {
    await add('Enamel mug');
    orders.behave(down);
    await place();
    await page.getByText('Your basket is kept').waitFor();
    const failed = posts().map(({ headers }) => headers['idempotency-key']);
    orders.behave(wellBehaved);
    await place();
    await page.getByText('Thank you.').waitFor();
    expect(new Set([...failed, ...posts().map(({ headers }) => headers['idempotency-key'])]).size).toBe(1);
  });

  it('takes a new key when the basket was changed', async () => {
    await add('Enamel mug');
    orders.behave(hangUp);
    await place();
    await page.getByText('Your basket is kept').waitFor();
    const first = posts()[0]?.headers['idempotency-key'];
    orders.behave(wellBehaved);
    await add('Enamel mug');
    await place();
    await page.getByText('Thank you.').waitFor();
    expect(posts()[0]?.headers['idempotency-key']).not.toBe(first);
  });

  it('makes one order of a double click', async () => {
    await add('Enamel mug');
    await page.getByRole('button', { name: 'Place order' }).dblclick();
    await page.getByText('Thank you.').waitFor();
    expect(posts()).toHaveLength(1);
  });

  it('shows the orders of before after a reload, and cancels one', async () => {
    await page.reload();
    const order = page.locator('#ord_1');
    await order.getByRole('button', { name: 'Cancel order' }).click();
    await order.getByText('Cancelled').waitFor();
    expect(await order.getByRole('button').count()).toBe(0);
  });

  it('still shows the products when orders are down, with a way to try again', async () => {
    orders.behave(down);
    await page.reload();
    await page.locator('#orders').getByText('cannot be taken or shown').waitFor();
    expect(await page.locator('.product').count()).toBe(6);
    orders.behave(wellBehaved);
    await page.locator('#orders').getByRole('button', { name: 'Try again' }).click();
    await page.locator('#ord_1').waitFor();
  });

  it('can be used with the keyboard alone', async () => {
    const button = page.getByRole('button', { name: 'Add Enamel mug to the basket' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'One more of Enamel mug' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.count').innerText()).toBe('2');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'One more of Enamel mug',
    );
  });

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await add('Deck compass');
    const { scrollWidth, innerWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      innerWidth: window.innerWidth,
    }));
    expect(scrollWidth).toBeLessThanOrEqual(innerWidth);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility defects that axe can find, in %s colours',
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      await add('Deck compass');
      await place();
      await page.getByText('Thank you.').waitFor();
      await add('Dry bag');
      orders.behave(down);
      await place();
      await page.getByText('Your basket is kept').waitFor();
      expect(await violations()).toEqual([]);
    },
  );
});
