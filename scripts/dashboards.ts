/**
 * `npm run dashboards`: a delivery's dashboards as CloudWatch lays them out, with made-up measurements, and what CloudWatch
 * would not show of them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Delivery } from '../lib/config/delivery';
import { loadDelivery } from '../lib/config/load';
import { ConfigurationError } from '../lib/config/problem';
import { formatProblems } from '../lib/config/report';
import { synthesizeDelivery } from '../test/support/app';
import type { DashboardBody } from '../test/support/dashboard/body';
import { ownMetricsIn } from '../test/support/dashboard/own-metrics';
import { problemsIn } from '../test/support/dashboard/problems';
import { evaluator } from '../test/support/intrinsics';
import { resourcesIn } from '../test/support/template';
import { pageOf } from './lib/dashboard-page';

const PROJECT = resolve(__dirname, '..');
const USAGE = `Draws dashboards as CloudWatch would, with made-up measurements.

  npm run dashboards -- [CONFIG [DIRECTORY]]

  CONFIG      a name in config/, or a path; sandbox by itself
  DIRECTORY   where a page for each is written; cdk.out/dashboards by itself`;
/** A Monday afternoon; the same picture each time. */
const END = Date.UTC(2026, 10, 16, 15) / 1000;

// The strict synth validates the templates.
process.env['CDK_VALIDATION'] = 'false';
const [config = 'sandbox', directory = join(PROJECT, 'cdk.out/dashboards')] = asked(process.argv.slice(2));
const stacks = synthesizeDelivery(loaded(config));
const evaluate = evaluator(stacks);
const own = ownMetricsIn(stacks, evaluate);
mkdirSync(directory, { recursive: true });
for (const { stack, properties } of resourcesIn(stacks, 'AWS::CloudWatch::Dashboard')) {
  const { DashboardName: name, DashboardBody: text } = evaluate(stack, properties);
  const body: DashboardBody = JSON.parse(text);
  const file = join(directory, `${name}.html`);
  writeFileSync(file, pageOf(name, body, END));
  console.log(file);
  for (const problem of problemsIn(body, own)) {
    console.error(`  ${problem}`);
    process.exitCode = 1;
  }
}

function loaded(name: string): Delivery {
  try {
    return loadDelivery(name, PROJECT);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(formatProblems(error));
    process.exit(1);
  }
}

function asked(args: string[]): string[] {
  try {
    const { values, positionals } = parseArgs({ args, options: { help: { type: 'boolean' } }, allowPositionals: true });
    if (positionals.length > 2) throw new TypeError(`at most CONFIG and DIRECTORY (got ${positionals.join(' ')})`);
    if (!values.help) return positionals;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`error: ${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}
