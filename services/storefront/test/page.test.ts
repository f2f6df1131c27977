import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from './support/running-app.js';

let app: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  // Nothing listens there: neither page nor probes need the orders service.
  app = await startApp({ ORDERS_URL: 'http://127.0.0.1:1' });
});
afterAll(() => app.close());

describe('the page', () => {
  it('comes with headers that let the browser load from this shop only', async () => {
    const page = await app.raw('GET', '/');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
  });

  it('has no inline script or style, which its own policy would stop', () => {
    const html = readFileSync('public/index.html', 'utf8');
    expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it.each(['/app.js', '/styles.css', '/favicon.svg', '/products/dry-bag.svg'])('has its file %s', async (path) => {
    const file = await app.raw('GET', path);
    expect(file.status).toBe(200);
    expect(file.headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/.env', '/products/'])(
    'gives no access to %s',
    async (path) => {
      expect((await app.raw('GET', path)).status).toBe(404);
    },
  );
});

describe('probes', () => {
  it('/health answers 200', async () => {
    expect((await app.raw('GET', '/health')).status).toBe(200);
  });

  it('/ready answers 200 while the orders service is down, so that customers still get the page', async () => {
    expect((await app.raw('GET', '/ready')).status).toBe(200);
  });

  it('/ready answers 503 while shutting down', async () => {
    app.state.stopping = true;
    expect((await app.raw('GET', '/ready')).status).toBe(503);
    app.state.stopping = false;
  });

  it('keeps idle connections longer than a load balancer does', async () => {
    expect((await app.raw('GET', '/health')).headers.get('keep-alive')).toBe('timeout=65');
  });
});
