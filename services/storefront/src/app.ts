import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { addApi } from './api.js';
import type { Settings } from './environment.js';
import { OrdersClient } from './orders-client.js';
import { addPage } from './page.js';
import { addHealthRoutes } from './platform/health.js';
import type { AppContext } from './platform/run.js';
import { createServer } from './platform/server.js';

/** Puts the service together. */
export async function createApp(context: AppContext<Settings>): Promise<FastifyInstance> {
  const app = await createServer({ ...context, trustedProxies: context.settings.TRUSTED_PROXIES });
  await app.register(cookie);
  await addPage(app);
  // Readiness does not ask for the orders service: were it down, the load balancer would take every storefront out of
  // service as well, and customers would see its bare 503 instead of our page with the products and an explanation.
  addHealthRoutes(app, context.state);
  addApi(app, new OrdersClient(context.settings), context.tracingPlugin !== undefined);
  return app;
}
