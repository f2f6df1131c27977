/** The command line of incidents: what it does with the records, and what it prints. */
import { Problem } from '../build/programs/problem';
import { printable, tableLines } from '../shared/terminal-text';
import { type Id, parseWish, USAGE, type Wish } from './cli-arguments';
import { type Act, type IncidentRecord, idOf, openedAt, type PlaceState, resolvedAt, statusOf } from './incident';
import { deploymentText, durationText, sentenceOf, timeText } from './message';
import { acknowledge, addNote, chooseSeverity, close, firing, recordOf } from './model';
import { reviewOf } from './review';
import type { IncidentStore } from './store';
import { timelineOf } from './timeline';

/** What the command line works with. */
export interface Cli {
  /** The records of a delivery. */
  readonly store: (delivery: string) => IncidentStore;
  /** Who calls, as AWS knows them. */
  readonly caller: () => Promise<string>;
  readonly now: () => Date;
  readonly writeFile: (path: string, text: string) => Promise<void>;
}

/**
 * Does what the arguments ask for.
 *
 * @returns what is printed
 * @throws AskedWrong where the arguments are wrong, and Problem for all else that a person can act on
 */
export async function runCli(argv: readonly string[], cli: Cli): Promise<string> {
  if (argv.includes('--help') || argv.includes('-h')) return USAGE;
  const wish = parseWish(argv);
  const store = cli.store(wish.delivery);
  switch (wish.command) {
    case 'list':
      return list(wish, store, cli.now());
    case 'show':
      return show(await found(store, wish.id));
    case 'review':
      return review(wish, await found(store, wish.id), cli);
    case 'resolve':
      return resolve(wish, store, cli);
    default:
      return change(wish, store, await actOf(cli));
  }
}

/** When people and functions write, their times have to sort. */
async function actOf({ caller, now }: Cli): Promise<Act> {
  return { by: await caller(), at: now().toISOString() };
}

async function found(store: IncidentStore, id: Id): Promise<IncidentRecord> {
  const record = await store.find(id);
  if (record) return record;
  throw new Problem(`there is no incident ${idOf(id)}: npm run incident -- list --all shows all of them`);
}

async function list(
  { delivery, environment, service, all }: Extract<Wish, { command: 'list' }>,
  store: IncidentStore,
  now: Date,
): Promise<string> {
  const records = (await store.incidents()).filter(
    (record) =>
      (environment === undefined || record.environment === environment) &&
      (service === undefined || record.service === service) &&
      (all || statusOf(record) === 'open'),
  );
  if (records.length === 0) return all ? `${delivery} has had no incident.` : `No incident of ${delivery} is open.`;
  const rows = records.map((record) => [
    idOf(record),
    record.severity,
    statusOf(record),
    timeText(openedAt(record)),
    durationText(openedAt(record), resolvedAt(record) ?? now.toISOString()),
    printable(record.acknowledged?.by ?? '-'),
    printable(suspectText(record)),
  ]);
  return tableOf([['INCIDENT', 'SEVERITY', 'STATUS', 'SINCE', 'FOR', 'TAKEN BY', 'SUSPECT'], ...rows]);
}

function suspectText({ context }: IncidentRecord): string {
  const suspect = context?.deployments.find(({ execution }) => execution === context.suspect);
  return suspect ? (suspect.commit?.slice(0, 12) ?? suspect.execution) : '-';
}

function show(record: IncidentRecord): string {
  const { severity, acknowledged, context, impact, done, chosen } = record;
  const facts: [string, string][] = [
    ['Incident', idOf(record)],
    ['Status', statusOf(record)],
    ['Severity', chosen ? `${severity}, chosen by ${chosen.by}` : severity],
    ['Taken by', acknowledged ? `${acknowledged.by}, ${timeText(acknowledged.at)}` : 'nobody yet'],
    ['Firing', firing(record).join(', ') || 'nothing'],
    ['OpsItem', done.opsItem?.id ?? 'none yet'],
    ...(impact ? [['Impact', `${impact.errors} of ${impact.requests} requests failed`] as [string, string]] : []),
    ...(context?.deployments ?? []).map((deployment): [string, string] => [
      deployment.execution === context?.suspect ? 'Suspect' : 'Deployed before',
      deploymentText(deployment),
    ]),
  ];
  const timeline = timelineOf(record).map(({ at, text }) => `  ${timeText(at)}  ${printable(text)}`);
  return [
    sentenceOf(record),
    '',
    tableOf(facts.map(([label, value]) => [label, printable(value)])),
    '',
    'Timeline:',
    ...timeline,
  ].join('\n');
}

async function change(
  wish: Extract<Wish, { command: 'ack' | 'note' | 'severity' }>,
  store: IncidentStore,
  act: Act,
): Promise<string> {
  const record = await store.changeIncident(wish.id, (incident) => {
    if (wish.command === 'ack') return acknowledge(incident, act);
    if (wish.command === 'note') return addNote(incident, act, wish.text);
    return chooseSeverity(incident, act, wish.severity);
  });
  if (!record) await found(store, wish.id);
  const id = idOf(wish.id);
  if (wish.command === 'note') return `${id}: noted.`;
  if (wish.command === 'severity') return `${id} is ${wish.severity}. Its OpsItem follows within ten minutes.`;
  const { by, at } = record!.acknowledged!;
  if (by !== act.by) throw new Problem(`${by} takes care of ${id} already, since ${timeText(at)}`);
  return `${id}: ${by} takes care of it.`;
}

async function resolve(
  { id, force }: Extract<Wish, { command: 'resolve' }>,
  store: IncidentStore,
  cli: Cli,
): Promise<string> {
  const act = await actOf(cli);
  const record = await found(store, id);
  const end = resolvedAt(record);
  if (end !== undefined) throw new Problem(`${idOf(id)} is over since ${timeText(end)}`);
  if (!force) {
    throw new Problem(
      `${idOf(id)} resolves itself when its alarms are off, and these fire: ${firing(record).join(', ')}. ` +
        'With --force it ends all the same, until another alarm goes on or one of these comes back',
    );
  }
  const isStill = ({ incident }: PlaceState) => incident?.number === id.number && statusOf(incident) === 'open';
  const state = await store.change(id, (before) => (isStill(before) ? { state: close(before, act) } : undefined));
  return `${sentenceOf(recordOf(state))} Everybody hears of it within ten minutes.`;
}

async function review(
  { delivery, out }: Extract<Wish, { command: 'review' }>,
  record: IncidentRecord,
  { writeFile }: Cli,
): Promise<string> {
  const text = reviewOf(delivery, record);
  if (out === undefined) return text;
  await writeFile(out, `${text}\n`);
  return `${out}: the review of ${idOf(record)}, to be filled in.`;
}

/** Rows in columns of equal width. */
function tableOf(rows: readonly (readonly string[])[]): string {
  return tableLines(rows.map((row) => row.map((text) => ({ text })))).join('\n');
}
