// Both sample services on this machine, as they were built, without Docker and without AWS.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { servicePath } from './services.mjs';

const require = createRequire(import.meta.url);

/** Resolves to the port if it is free on 127.0.0.1, else to undefined. 0 stands for any free port. */
export async function freePort(port) {
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

/** The orders service with a table in memory, and the storefront that calls it. */
export class LocalServices {
  /** Children in the order of their start, with a promise of their end. */
  #running = [];
  #stopping = false;

  /**
   * @param onEnd is told in words when a service ends by itself
   * @param onLog is told a service's name and what it printed; by default that is printed here
   */
  constructor(onEnd, onLog) {
    this.onEnd = onEnd;
    this.onLog = onLog;
  }

  /**
   * Resolves to the addresses of both when they answer. Rejects if one does not; `stop` is up to the caller. Both get
   * `variables` beside the environment.
   */
  async start({ storefrontPort = 0, variables = {} } = {}) {
    const { localEnvironment, startLocalTable } = require(`${servicePath('orders')}/local/dynamodb.cjs`);
    this.table = await startLocalTable();
    const orders = await this.#start('orders', await freePort(0), {
      ...localEnvironment(this.table.endpoint),
      ...variables,
    });
    const port = (await freePort(storefrontPort)) ?? (await freePort(0));
    return { orders, storefront: await this.#start('storefront', port, { ORDERS_URL: orders, ...variables }) };
  }

  /** The ids of the processes, in the order of their start: of orders, then of the storefront. */
  get pids() {
    return this.#running.map(({ child }) => child.pid);
  }

  /** Stops every service, the newest first. */
  async stop() {
    this.#stopping = true;
    for (const { child, ended } of this.#running.reverse()) {
      child.kill('SIGTERM');
      await ended;
    }
    await this.table?.close();
  }

  /** Starts a service and resolves to its address when it answers. */
  async #start(name, port, env) {
    if (this.#stopping) throw new Error(`${name} is not started: the services are being stopped`);
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: servicePath(name),
      // Not in the terminal's group: Ctrl-C is to reach the script alone, which stops the services in order.
      detached: true,
      env: { LOG_LEVEL: 'warn', ...process.env, HOST: '127.0.0.1', PORT: String(port), SHUTDOWN_DELAY_MS: '0', ...env },
      stdio: ['ignore', this.onLog ? 'pipe' : 'inherit', 'inherit'],
    });
    child.stdout?.setEncoding('utf8').on('data', (text) => this.onLog(name, text));
    const ended = once(child, 'exit');
    this.#running.push({ child, ended });
    ended.then(([code, signal]) => {
      if (!this.#stopping) this.onEnd(`${name} ended by itself (${signal ?? `exit code ${code}`})`);
    });
    const url = `http://127.0.0.1:${port}`;
    const isRunning = () => child.exitCode === null && child.signalCode === null;
    for (let waited = 0; waited < 15_000 && !this.#stopping && isRunning(); waited += 50) {
      const healthy = await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (healthy) return url;
      await sleep(50);
    }
    throw new Error(`${name} did not become healthy ${isRunning() ? 'within 15 s' : 'before it ended'}`);
  }
}
