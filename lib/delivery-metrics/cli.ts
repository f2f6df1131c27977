/** The command line of delivery metrics: where the events are, and how the report is shown. */
import { attempt, describe, Problem } from '../build/programs/problem';
import type { Delivery } from '../config/delivery';
import { ConfigurationError } from '../config/problem';
import { formatProblems } from '../config/report';
import type { EventStore } from '../delivery-events/store';
import { deliveryEventsName } from '../shared/names';
import { printable } from '../shared/terminal-text';
import { askedReport, type Known } from './asked-report';
import { AskedWrong, parseWish, USAGE, type Wish, windowOf } from './cli-arguments';
import { CONTEXT_DAYS } from './constants';
import { EventFile, type EventSource } from './event-file';
import { TableSource } from './event-table';
import { pageOf } from './page';
import { DAY_MILLISECONDS } from './report';
import { type Terminal, terminalReport } from './terminal-report';

/** What the command works with; times and clients come from outside. */
export interface Outside {
  readonly now: Date;
  readonly terminal: Terminal;
  loadDelivery(name: string): Delivery;
  /** @param region undefined for that of the environment */
  store(table: string, region: string | undefined): EventStore;
  writeFile(file: string, text: string): void;
  /** The report. */
  print(text: string): void;
  /** What is said about it, for people. */
  say(line: string): void;
}

/** Runs the command. Returns its exit code: 0, 1 when something went wrong, 2 when it was asked for the wrong thing. */
export async function runDora(argv: readonly string[], outside: Outside): Promise<number> {
  try {
    const wish = parseWish(argv);
    if (wish === 'help') outside.print(USAGE);
    else await show(wish, outside);
    return 0;
  } catch (error) {
    outside.say(`error: ${reasonOf(error)}`);
    if (!(error instanceof AskedWrong)) return 1;
    outside.say('npm run dora -- --help says what there is.');
    return 2;
  }
}

/** In words, without what a program makes of them. */
function reasonOf(error: unknown): string {
  // One problem a line; values in it are fit for a terminal already.
  if (error instanceof ConfigurationError) return formatProblems(error);
  return printable(error instanceof Problem ? error.message : describe(error));
}

async function show(wish: Wish, outside: Outside): Promise<void> {
  const delivery = wish.delivery === undefined ? undefined : outside.loadDelivery(wish.delivery);
  const source = sourceOf(wish, delivery, outside);
  const known: Known = {
    until: wish.from === undefined ? outside.now : undefined,
    production: delivery?.environments.filter(({ production }) => production).map(({ name }) => name),
  };
  const report = await askedReport(wish, source, known);
  const title = `Delivery metrics of ${source.name}`;
  if (wish.json) outside.print(JSON.stringify(report, null, 2));
  else if (wish.html === undefined) outside.print(terminalReport(report, title, outside.terminal));
  else {
    const { html: file } = wish;
    await attempt(`write ${file}`, async () => outside.writeFile(file, pageOf(report, title)));
    outside.say(`${file}: ${title}, as a page`);
  }
}

function sourceOf(wish: Wish, delivery: Delivery | undefined, { store, now }: Outside): EventSource {
  if (wish.from !== undefined) return new EventFile(wish.from);
  if (wish.table !== undefined) return new TableSource(wish.table, store(wish.table, delivery?.tools.region));
  const { name, tools, services } = delivery!;
  const table = deliveryEventsName(name);
  const { since } = windowOf(wish.since, wish.until ?? now);
  return new TableSource(table, store(table, tools.region), {
    services: services.map((service) => service.name),
    since: new Date(since.getTime() - CONTEXT_DAYS * DAY_MILLISECONDS).toISOString(),
  });
}
