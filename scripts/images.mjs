// npm run images: builds every service's image and runs it as production does.
// NODE_IMAGE names another base image; SLIPWAY_OFFLINE_BASE=1 makes one where no image registry can be reached.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askedFlags } from './lib/asked.mjs';
import { findEngine } from './lib/containers.mjs';
import { installService, serviceNames, servicePath } from './lib/services.mjs';

const HEALTHY_WITHIN_MS = 15_000;
const STOPPED_WITHIN_MS = 10_000;
const MEMORY_MB = 256;

askedFlags('npm run images, with NODE_IMAGE and SLIPWAY_OFFLINE_BASE from the environment');
const engine = findEngine();
if (!engine) {
  console.error(
    'No container engine answers. Start Docker, or install one without a daemon: apt-get install buildah podman runc\n' +
      'Without access to an image registry also: apt-get install mmdebstrap, and SLIPWAY_OFFLINE_BASE=1 npm run images',
  );
  process.exit(1);
}

/** Asserts what can be seen without running the service. */
function checkImage(name, tag) {
  const { config, healthcheck } = engine.inspect(tag);
  assert.deepEqual(config.Cmd, ['node', 'dist/main.js'], 'the command has the exec form, so that node gets SIGTERM');
  assert.equal(config.WorkingDir, '/app');
  assert.deepEqual(healthcheck?.Test, ['CMD', 'node', 'dist/healthcheck.js']);
  const { packages } = JSON.parse(readFileSync(join(servicePath(name), 'package-lock.json'), 'utf8'));
  const unwanted = Object.keys(packages).filter((path) => packages[path].dev);
  assert.ok(
    unwanted.some((path) => path.endsWith('/typescript')),
    'the lock file tells development dependencies',
  );
  const script = `
    const found = ${JSON.stringify(unwanted)}.filter((path) => require('fs').existsSync('/app/' + path));
    let writable = true;
    try { require('fs').writeFileSync('/app/x', ''); } catch { writable = false; }
    console.log(JSON.stringify({ uid: process.getuid(), found, writable }));`;
  const seen = JSON.parse(engine.evaluate(tag, script));
  assert.notEqual(seen.uid, 0, 'the user is not root');
  assert.deepEqual(seen.found, [], 'no development dependency is in the image');
  assert.equal(seen.writable, false, 'the root file system cannot be written to');
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A service in a container. */
class Container {
  constructor(name, tag, env, port) {
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    this.output = '';
    engine.remove(name);
    const variables = { HOST: '127.0.0.1', PORT: port, SHUTDOWN_DELAY_MS: 0, ...env };
    this.startedAt = performance.now();
    this.process = engine.start(name, tag, variables, MEMORY_MB);
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (text) => (this.output += text));
    this.exit = once(this.process, 'close').then(([code]) => code);
  }

  async untilHealthy() {
    while (
      !(await fetch(`${this.url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      const ended = this.process.exitCode !== null;
      const late = performance.now() - this.startedAt > HEALTHY_WITHIN_MS;
      if (ended || late) throw new Error(`${this.name} did not become healthy:\n${this.output}`);
      await sleep(50);
    }
    const healthyMs = Math.round(performance.now() - this.startedAt);
    const ready = await fetch(`${this.url}/ready`);
    assert.equal(ready.status, 200, `${this.name} is ready`);
    const health = engine.exec(this.name, 'node', 'dist/healthcheck.js');
    assert.ok(health.ok, `the health check of ${this.name} succeeds inside the container: ${health.errors}`);
    return healthyMs;
  }

  /** Stops it as an orchestrator does, and returns how long that took. */
  async stop() {
    const start = performance.now();
    const sent = engine.signal(this.name, 'TERM');
    assert.ok(sent.ok, sent.errors);
    const code = await Promise.race([this.exit, sleep(STOPPED_WITHIN_MS, 'none in time', { ref: false })]);
    assert.equal(code, 0, `${this.name} ends with 0 on SIGTERM:\n${this.output}`);
    return Math.round(performance.now() - start);
  }
}

/** One order through both containers. */
async function orderThrough(shop) {
  const first = await fetch(`${shop}/api/orders`);
  const response = await fetch(`${shop}/api/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'image-test-0123456789',
      cookie: first.headers.getSetCookie()[0].split(';')[0],
    },
    body: JSON.stringify({ items: [{ productId: 'enamel-mug', quantity: 1 }] }),
  });
  assert.equal(response.status, 201, 'an order is placed through both containers');
}

const tagOf = (name) => `localhost/slipway-${name}:test`;
const names = serviceNames.filter((name) => existsSync(join(servicePath(name), 'Dockerfile')));

/** Builds every image and looks at it. */
function buildAll() {
  const base = engine.baseImage();
  console.log(`Using ${engine.name}${base ? ` on ${base}` : ''}.`);
  for (const name of names) {
    const start = performance.now();
    engine.build(servicePath(name), tagOf(name), base);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    if (!engine.limitsMemory(tagOf(name)).ok) console.log('No memory limit can be set on this machine: going without.');
    checkImage(name, tagOf(name));
    console.log(
      `${name}: built in ${seconds} s, ${Math.round(engine.inspect(tagOf(name)).bytes / 1e6)} MB, not root, no development dependency`,
    );
  }
}

installService('orders');
const require = createRequire(import.meta.url);
const { localEnvironment, startLocalTable } = require(`${servicePath('orders')}/local/dynamodb.cjs`);
const table = await startLocalTable();
const ordersPort = await freePort();
// Each service gets what it needs to run; orders comes first, because storefront calls it.
const environments = new Map([
  ['orders', [localEnvironment(table.endpoint), ordersPort]],
  ['storefront', [{ ORDERS_URL: `http://127.0.0.1:${ordersPort}` }, await freePort()]],
]);
const running = [];
let failed = false;
try {
  buildAll();
  for (const name of names) {
    const [env, port] = environments.get(name) ?? [{}, await freePort()];
    const container = new Container(name, tagOf(name), env, port);
    running.unshift(container);
    console.log(`${name}: healthy after ${await container.untilHealthy()} ms`);
    if (name === 'storefront') await orderThrough(container.url);
  }
  for (const container of running)
    console.log(`${container.name}: ended with 0, ${await container.stop()} ms after SIGTERM`);
} catch (error) {
  failed = true;
  console.error(error.message);
} finally {
  for (const { name } of running) engine.remove(name);
}
process.exit(failed ? 1 : 0);
