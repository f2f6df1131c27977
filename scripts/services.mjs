// npm run services: runs both sample services on this machine, without Docker and without AWS.
// STOREFRONT_PORT (default 3000) and LOG_LEVEL (default warn) change what they say.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildService, installService, servicePath } from './lib/services.mjs';

const wanted = Number(process.env.STOREFRONT_PORT || 3000);
if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= 65_535)) {
  console.error(`STOREFRONT_PORT must be a port from 0 to 65535 (got '${process.env.STOREFRONT_PORT}')`);
  process.exit(1);
}

/** Children in the order of their start, with a promise of their end. */
const running = [];
let stopping = false;

/** Stops every service, the newest first, and ends with the given exit code. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const { child, ended } of running.reverse()) {
    child.kill('SIGTERM');
    await ended;
  }
  process.exit(code);
}

/** Resolves to the port if it is free on 127.0.0.1, else to undefined. 0 stands for any free port. */
async function freePort(port) {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return undefined;
  }
  const free = probe.address().port;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

/** Starts a service and resolves to its address when it answers. */
async function start(name, port, env) {
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: servicePath(name),
    // Not in the terminal's group: Ctrl-C is to reach this script alone, which stops the services in order.
    detached: true,
    env: { LOG_LEVEL: 'warn', ...process.env, HOST: '127.0.0.1', PORT: String(port), SHUTDOWN_DELAY_MS: '0', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  running.push({ child, ended });
  ended.then(([code, signal]) => {
    if (stopping) return;
    console.error(`${name} ended by itself (${signal ?? `exit code ${code}`}); stopping the rest.`);
    stop(1);
  });
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < 15_000 && !stopping; waited += 100) {
    if (
      await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return url;
    await sleep(100);
  }
  if (!stopping) console.error(`${name} did not become healthy within 15 s; stopping the rest.`);
  return stop(1).then(() => new Promise(() => {}));
}

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

for (const name of ['orders', 'storefront']) {
  installService(name);
  buildService(name);
}
const require = createRequire(import.meta.url);
const { localEnvironment, startLocalTable } = require(`${servicePath('orders')}/local/dynamodb.cjs`);
const table = await startLocalTable();
const orders = await start('orders', await freePort(0), localEnvironment(table.endpoint));

const port = await freePort(wanted);
if (port === undefined) console.log(`Port ${wanted} is in use: taking another. STOREFRONT_PORT chooses one.`);
const shop = await start('storefront', port ?? (await freePort(0)), { ORDERS_URL: orders });
console.log(`\n  The shop:   ${shop}\n  The orders: ${orders} (kept in memory only)\n\nCtrl-C stops both.`);
