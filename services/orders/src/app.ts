import type { FastifyInstance } from 'fastify';
import type { Settings } from './environment.js';
import { addOrderRoutes } from './orders/routes.js';
import { OrderStore } from './orders/store.js';
import { addHealthRoutes, remembered } from './platform/health.js';
import type { AppContext } from './platform/run.js';
import { createServer } from './platform/server.js';

/** Puts the service together. Nothing is called before the first request, so that it starts without its table. */
export async function createApp(context: AppContext<Settings>): Promise<FastifyInstance> {
  // No proxy's word is needed: the service is internal and makes nothing of the client's address.
  const app = await createServer({ ...context, trustedProxies: false });
  const store = new OrderStore(context.settings);
  app.addHook('onClose', async () => store.close());
  addHealthRoutes(
    app,
    context.state,
    remembered(() => store.reachable(), 3_000, 1_500),
  );
  addOrderRoutes(app, store);
  return app;
}
