import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery } from '../../lib/config/delivery';
import type { SynthesizedStack } from './template';

const read = new Map<string, readonly SynthesizedStack[]>();

/** The templates of a delivery. The app's own code is loaded by the file that happens to need it first. */
export function synthesize(delivery: Delivery): readonly SynthesizedStack[] {
  return synthesizedOnce(delivery, 'all', () => {
    const { synthesizeDelivery } = require('./app') as typeof import('./app');
    return synthesizeDelivery(delivery);
  });
}

/**
 * Templates that are synthesised once for all files of a test run: jest.config.js makes the directory and removes it.
 *
 * @param part what of the delivery is synthesised
 */
export function synthesizedOnce(
  delivery: Delivery,
  part: string,
  make: () => readonly SynthesizedStack[],
): readonly SynthesizedStack[] {
  const key = createHash('sha256')
    .update(JSON.stringify([part, delivery]))
    .digest('hex');
  const file = join(process.env['SLIPWAY_TEST_RUN']!, `${key}.json`);
  if (!existsSync(file)) {
    // Renamed, so that a file that runs beside this one never reads half of it.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(make()));
    renameSync(`${file}.${process.pid}`, file);
  }
  const stacks = read.get(key) ?? JSON.parse(readFileSync(file, 'utf8'));
  read.set(key, stacks);
  return stacks;
}
