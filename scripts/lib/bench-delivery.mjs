// What the model of the delivery metrics costs, for npm run bench.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Megabytes: the ten million keep what is known of one and a half million deployments. */
const HEAP = 12_000;

/**
 * Events a second of one processor's time, and how that changes from a million events to ten.
 *
 * @param work a directory for files that may go
 * @param row prints a line of cells
 */
export async function benchDelivery(work, row) {
  const outfile = join(work, 'delivery-model.mjs');
  const entryPoints = [join(root, 'lib/delivery-metrics/model.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
  const results = [100_000, 1_000_000, 10_000_000].map((count) => measure(outfile, count));
  row('events', 'time', 'events a second', 'memory');
  for (const { count, milliseconds, megabytes } of results) {
    const perSecond = Math.round(count / milliseconds) * 1000;
    row(
      count.toLocaleString('en'),
      `${(milliseconds / 1000).toFixed(1)} s`,
      perSecond.toLocaleString('en'),
      `${megabytes} MB`,
    );
  }
  const [, million, tenMillion] = results;
  row('10 million / 1 million', `${(tenMillion.milliseconds / million.milliseconds).toFixed(1)} x the time`);
}

function measure(model, count) {
  const child = join(root, 'scripts/lib/bench-metrics.mjs');
  const args = [`--max-old-space-size=${HEAP}`, child, model, String(count)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the bench of the delivery metrics failed: ${stderr}`);
  return JSON.parse(stdout);
}
