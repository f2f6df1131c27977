import { parseArgs } from 'node:util';
import { Problem } from '../build/programs/problem';
import { shown } from '../delivery-events/parse-event';
import { DAY_MILLISECONDS } from './report';

export const USAGE = `The five DORA metrics of a delivery, from the record of what happened to its services.

  npm run dora -- --from samples/delivery-events.jsonl
  npm run dora -- --delivery NAME

  --from FILE        events as JSON, one a line, as npm run events -- export writes them
  --table NAME       the table of events, read with the credentials and the region of the environment
  --delivery NAME    a configuration, by its name in config/ or as a path: says which environments are production, and,
                     without --from and --table, which table in which region
  --production LIST  the production environments, as in prod,prod-us; else those of the configuration, else those that
                     are called prod, production, or so with something after a dash: prod-us
  --service NAME     this service alone
  --environment NAME this environment alone, measured as production is
  --since WHEN       the start: 90d for days before the end, or a date such as 2026-11-25 (90d unless given)
  --until WHEN       the end, which is not part of it: a date or a time such as 2026-11-25T12:00Z; unless given now, and
                     of a file the end of the day of its last event
  --json             the report as JSON
  --html FILE        the report as a page with plots, in place of the terminal
  --help             this

Dates are UTC.`;

/** Days before the end, or a time. */
export type Since = { readonly days: number } | { readonly time: Date };

/** What a person wants, read from the command line. */
export interface Wish {
  readonly from?: string;
  readonly table?: string;
  readonly delivery?: string;
  readonly production?: readonly string[];
  readonly service?: string;
  readonly environment?: string;
  readonly since: Since;
  readonly until?: Date;
  readonly json: boolean;
  readonly html?: string;
}

/** The person asked for something that there is not. */
export class AskedWrong extends Problem {}

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  from: TEXT,
  table: TEXT,
  delivery: TEXT,
  production: TEXT,
  service: TEXT,
  environment: TEXT,
  since: TEXT,
  until: TEXT,
  json: FLAG,
  html: TEXT,
  help: { ...FLAG, short: 'h' },
} as const;

/** @throws AskedWrong which says what is wrong and what is allowed */
export function parseWish(argv: readonly string[]): Wish | 'help' {
  const { values, positionals } = parsed(argv);
  if (values.help) return 'help';
  if (positionals.length > 0)
    throw new AskedWrong(`only options are allowed (got ${positionals.map(shown).join(' ')})`);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') throw new AskedWrong(`--${name} must be a text that is not empty (got "")`);
  }
  const { from, table, delivery, production, service, environment, html, json = false } = values;
  refuseBoth({ from, table });
  refuseBoth({ environment, production });
  refuseBoth({ json: json || undefined, html });
  if ((from ?? table ?? delivery) === undefined) {
    throw new AskedWrong('one of --from, --table and --delivery must say where the events are (got none)');
  }
  return {
    from,
    table,
    delivery,
    production: production === undefined ? undefined : parseNames(production),
    service,
    environment,
    since: parseSince(values.since ?? '90d'),
    until: values.until === undefined ? undefined : parseTime('until', values.until),
    json,
    html,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node goes on to explain words that start with a dash.
    const [what] = (error as Error).message.split(/[.\n]/);
    const all = Object.keys(OPTIONS).map((name) => `--${name}`);
    throw new AskedWrong(`${what}: allowed are ${all.join(', ')}`);
  }
}

function refuseBoth(options: Readonly<Record<string, unknown>>): void {
  if (Object.values(options).some((value) => value === undefined)) return;
  const names = Object.keys(options).map((name) => `--${name}`);
  throw new AskedWrong(`only one of ${names.join(' and ')} is allowed (got both)`);
}

function parseNames(list: string): string[] {
  const names = [...new Set(list.split(',').map((name) => name.trim()))];
  if (names.includes('')) throw new AskedWrong(`--production must be names with commas between (got ${shown(list)})`);
  return names;
}

function parseSince(text: string): Since {
  const days = /^(\d{1,4})d$/.exec(text)?.[1];
  if (days === undefined) return { time: parseTime('since', text) };
  if (Number(days) < 1) throw new AskedWrong(`--since must be one day at least (got ${shown(text)})`);
  return { days: Number(days) };
}

const WHEN = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d)?Z)?$/;

function parseTime(option: 'since' | 'until', text: string): Date {
  const [, day] = WHEN.exec(text) ?? [];
  const time = new Date(day === undefined ? Number.NaN : text);
  // JavaScript takes the 31st of February for the third of March.
  if (!Number.isNaN(time.getTime()) && time.toISOString().startsWith(day!)) return time;
  const days = option === 'since' ? 'days such as 90d, ' : '';
  throw new AskedWrong(
    `--${option} must be ${days}a date such as 2026-11-25 or a time such as 2026-11-25T12:00Z (got ${shown(text)})`,
  );
}

/** Ten years: with more weeks than those nobody can do anything. */
const MOST_DAYS = 3660;

/** The start and the end that are asked for. */
export function windowOf(since: Since, until: Date): { readonly since: Date; readonly until: Date } {
  const start = 'time' in since ? since.time : new Date(until.getTime() - since.days * DAY_MILLISECONDS);
  const days = (until.getTime() - start.getTime()) / DAY_MILLISECONDS;
  if (days > 0 && days <= MOST_DAYS) return { since: start, until };
  const got = `${start.toISOString()} to ${until.toISOString()}`;
  throw new AskedWrong(`from --since to --until must be more than nothing and at most ${MOST_DAYS} days (got ${got})`);
}
