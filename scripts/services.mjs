// npm run services: runs both sample services on this machine, without Docker and without AWS.
// STOREFRONT_PORT (default 3000) and LOG_LEVEL (default warn) change what they say.
import { askedFlags } from './lib/asked.mjs';
import { freePort, LocalServices } from './lib/local-services.mjs';
import { buildService, installService } from './lib/services.mjs';

askedFlags('npm run services, with STOREFRONT_PORT and LOG_LEVEL from the environment');
const wanted = Number(process.env.STOREFRONT_PORT || 3000);
if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= 65_535)) {
  console.error(`STOREFRONT_PORT must be a port from 0 to 65535 (got '${process.env.STOREFRONT_PORT}')`);
  process.exit(1);
}

let stopping = false;
const services = new LocalServices((ending) => fail(ending));

/** Stops every service and ends with the given exit code. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await services.stop();
  process.exit(code);
}

function fail(problem) {
  if (!stopping) console.error(`${problem}; stopping the rest.`);
  return stop(1);
}

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

for (const name of ['orders', 'storefront']) {
  installService(name);
  buildService(name);
}
if ((await freePort(wanted)) === undefined) {
  console.log(`Port ${wanted} is in use: taking another. STOREFRONT_PORT chooses one.`);
}
try {
  const { storefront, orders } = await services.start({ storefrontPort: wanted });
  console.log(`\n  The shop:   ${storefront}\n  The orders: ${orders} (kept in memory only)\n\nCtrl-C stops both.`);
} catch (error) {
  await fail(error.message);
}
