import { parseArgs } from 'node:util';
import { describe, Problem } from '../build/programs/problem';
import type { Delivery } from '../config/delivery';
import { ConfigurationError } from '../config/problem';
import { formatProblems } from '../config/report';
import * as names from '../shared/names';
import type { EventArchive } from './archive';
import { shown } from './parse-event';
import { placesOf } from './places';
import { replay } from './replay';
import type { EventStore } from './store';

export const USAGE = `The record of what happened to a delivery's services.

  npm run events -- replay --delivery NAME   reads the archive again into the table
  npm run events -- export --delivery NAME   writes events as a file that npm run dora -- --from takes

  --delivery NAME   the configuration: a name in config/, or a path
  --since TIME      90d for days, or a date such as 2026-11-25; export: 90d unless given, replay: all of the archive
  --out FILE        export: where to write, in place of the terminal
  --table NAME      another table than the delivery's own
  --bucket NAME     replay: another archive than the delivery's own

It works in the account and region of tools, with the credentials and the region of the environment.`;

/** What the command works with; times and clients come from outside. */
export interface Outside {
  readonly now: Date;
  loadDelivery(name: string): Delivery;
  /** The account of the credentials. */
  account(): Promise<string>;
  /** The region of the configuration, else that of the environment. */
  region(delivery: Delivery): Promise<string>;
  store(table: string, region: string): EventStore;
  archive(bucket: string, region: string): EventArchive;
  /** Writes a text to a file, or to the terminal. */
  write(file: string | undefined, text: string): void;
  /** For people. */
  say(line: string): void;
}

/** Runs the command. Returns its exit code: 0, 1 when something went wrong, 2 when it was asked for the wrong thing. */
export async function runEvents(argv: readonly string[], outside: Outside): Promise<number> {
  try {
    const asked = parse(argv, outside.now);
    if (asked === 'help') {
      outside.say(USAGE);
      return 0;
    }
    return asked.command === 'replay' ? await replayed(asked, outside) : await exported(asked, outside);
  } catch (error) {
    const isAsked = error instanceof AskedWrong;
    outside.say(`error: ${reasonOf(error)}${isAsked ? `\n\n${USAGE}` : ''}`);
    return isAsked ? 2 : 1;
  }
}

/** In words, without what a program makes of them. */
function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError) return formatProblems(error);
  return error instanceof Problem ? error.message : describe(error);
}

class AskedWrong extends Problem {}

interface Asked {
  readonly command: 'replay' | 'export';
  readonly delivery: string;
  readonly since?: string;
  readonly table?: string;
  readonly bucket?: string;
  readonly out?: string;
}

function parse(argv: readonly string[], now: Date): Asked | 'help' {
  const text = { type: 'string' } as const;
  let parsed: ReturnType<typeof read>;
  function read() {
    const options = {
      delivery: text,
      since: text,
      table: text,
      bucket: text,
      out: text,
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  }
  try {
    parsed = read();
  } catch (error) {
    throw new AskedWrong(describe(error).replace(/^TypeError: /, ''));
  }
  const { values, positionals } = parsed;
  if (values.help) return 'help';
  const [command, ...others] = positionals;
  if ((command !== 'replay' && command !== 'export') || others.length > 0) {
    throw new AskedWrong(`the command must be replay or export (got ${positionals.join(' ') || 'nothing'})`);
  }
  if (!values.delivery) throw new AskedWrong('--delivery must name a configuration (got nothing)');
  const { delivery, since, table, bucket, out } = values;
  return { command, delivery, since: since === undefined ? undefined : parseSince(since, now), table, bucket, out };
}

/** `90d`, or a date or time in ISO 8601. */
function parseSince(text: string, now: Date): string {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const time = days === undefined ? Date.parse(text) : now.getTime() - Number(days) * 86_400_000;
  if ((days === undefined && !/^\d{4}-\d\d-\d\d/.test(text)) || Number.isNaN(time)) {
    throw new AskedWrong(`--since must be days such as 90d, or a date such as 2026-11-25 (got ${shown(text)})`);
  }
  return new Date(time).toISOString();
}

async function replayed({ delivery: name, since, table, bucket }: Asked, outside: Outside): Promise<number> {
  const delivery = outside.loadDelivery(name);
  const region = await outside.region(delivery);
  const archive = bucket ?? names.eventArchiveBucketName(delivery.name, await outside.account(), region);
  const into = table ?? names.deliveryEventsName(delivery.name);
  const { read, added, known, problems } = await replay(
    outside.archive(archive, region),
    outside.store(into, region),
    placesOf(delivery),
    since,
  );
  for (const problem of problems) outside.say(`not read: ${problem}`);
  outside.say(
    `${archive} → ${into}: ${read} read, ${added} added, ${known} known already, ${problems.length} not read`,
  );
  return problems.length > 0 ? 1 : 0;
}

async function exported({ delivery: name, since, table, out }: Asked, outside: Outside): Promise<number> {
  const delivery = outside.loadDelivery(name);
  const store = outside.store(table ?? names.deliveryEventsName(delivery.name), await outside.region(delivery));
  const lines: string[] = [];
  for (const service of delivery.services) {
    const span = { since: since ?? parseSince('90d', outside.now) };
    for await (const event of store.of(service.name, span)) lines.push(`${JSON.stringify(event)}\n`);
  }
  outside.write(out, lines.join(''));
  if (out !== undefined) outside.say(`${out}: ${lines.length} events`);
  return 0;
}
