/** What people read about an incident. */
import type { News } from './effects';
import type { Facts, Location } from './facts';
import {
  type IncidentRecord,
  idOf,
  knownContext,
  type ListedDeployment,
  openedAt,
  rankOf,
  resolvedAt,
  statusOf,
} from './incident';
import { commandsFor, lookingAt, type Pointer } from './links';
import { firing } from './model';

/** What texts are made with. */
export interface Wording {
  readonly facts: Facts;
  /** Where the function is. */
  readonly own: Location;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

/** Amazon SNS takes 100 ASCII characters ("Publish" in its API reference); names and words are ASCII. */
const SUBJECT_LIMIT = 100;

const HEADLINES: Readonly<Record<News, string>> = {
  opened: 'incident opened',
  reopened: 'incident opened again',
  raised: 'incident is more severe',
  resolved: 'incident resolved',
};

/** The line that says most: `[high] orders in prod: incident opened (prod/orders/3)`. */
export function headlineOf(news: News, record: IncidentRecord): string {
  const { severity, service, environment } = record;
  return `[${severity}] ${service} in ${environment}: ${HEADLINES[news]} (${idOf(record)})`;
}

/** A mail in plain text. */
export function mailOf(news: News, record: IncidentRecord, { facts, own }: Wording): Mail {
  const { delivery } = facts;
  const lines = [
    sentenceOf(record),
    '',
    ...suspectLines(record),
    '',
    'Look at:',
    ...lookingAt(facts, record, own).map(pointerLine),
    ...(statusOf(record) === 'resolved'
      ? ['', 'Write down what was learned:', `  npm run incident -- review ${idOf(record)} --delivery ${delivery}`]
      : [
          '',
          'Act:',
          ...commandsFor(facts, record, own).map(pointerLine),
          '',
          'Say that you take care of it:',
          `  npm run incident -- ack ${idOf(record)} --delivery ${delivery}`,
        ]),
    '',
    [`Incident ${idOf(record)} of ${delivery}`, opsItemOf(record)].filter(Boolean).join(', '),
  ];
  return { subject: headlineOf(news, record).slice(0, SUBJECT_LIMIT), text: lines.join('\n') };
}

/** What Amazon Q Developer in chat applications shows: JSON of its schema for custom notifications. */
export function chatMessageOf(news: News, record: IncidentRecord, { facts, own }: Wording): string {
  const isOpen = statusOf(record) === 'open';
  const first = isOpen ? commandsFor(facts, record, own) : [];
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: headlineOf(news, record),
      description: [
        sentenceOf(record),
        ...suspectLines(record).map(plain),
        lookingAt(facts, record, own)
          .map(({ label, value }) => (value.startsWith('https://') ? `<${value}|${label}>` : `${label}: ${value}`))
          .join(' · '),
      ].join('\n'),
      nextSteps: first.map(({ label, value }) => `${label}: \`${value}\``),
      keywords: [facts.delivery, record.environment, record.service],
    },
    // Of one incident all messages stand in one thread, where the channel allows that.
    metadata: { threadId: `${facts.delivery}/${idOf(record)}`, summary: headlineOf(news, record) },
  });
}

/** Authors and subjects come from a repository: they must neither call everybody nor look like a link. */
function plain(text: string): string {
  return text.replace(/[<>*_~`|]/g, '').replaceAll('@', '(at)');
}

/** The OpsItem's heading and its description, of 1024 and 2048 characters at the most ("CreateOpsItem" in SSM's reference). */
export function opsItemTexts(record: IncidentRecord, { facts, own }: Wording): { title: string; description: string } {
  const { service, environment } = record;
  const description = [
    sentenceOf(record),
    '',
    ...suspectLines(record),
    '',
    ...[...lookingAt(facts, record, own), ...commandsFor(facts, record, own)].map(pointerLine),
  ];
  return {
    title: `${service} in ${environment} fires (${facts.delivery} ${idOf(record)})`,
    description: description.join('\n').slice(0, 2048),
  };
}

/** SSM's numbers for what is critical, high, medium and low. */
export function opsItemSeverity(record: Pick<IncidentRecord, 'severity'>): string {
  return String(rankOf(record.severity) + 1);
}

/** What fires, and since when, or when it was over. */
export function sentenceOf(record: IncidentRecord): string {
  const { service, environment, periods, closed } = record;
  const who = `${service} in ${environment}`;
  const since = timeText(openedAt(record));
  const times = periods.length === 1 ? '' : `, ${periods.length} times`;
  const end = resolvedAt(record);
  if (end === undefined) return `${who} has fired since ${since}${times}: ${firing(record).join(', ')}.`;
  const by = closed?.at === end ? `, ended by ${closed.by} while alarms fired` : '';
  return `${who} fired from ${since} to ${timeText(end)}${times} (${durationText(openedAt(record), end)})${by}.`;
}

function suspectLines(record: IncidentRecord): string[] {
  const context = knownContext(record);
  if (!context) return ['Suspect: not known yet, as the last deployments could not be read.'];
  const { deployments, suspect } = context;
  const suspected = deployments.find(({ execution }) => execution === suspect);
  const others = deployments.filter((deployment) => deployment !== suspected);
  return [
    suspected ? `Suspect: ${deploymentText(suspected)}` : 'Suspect: none, as nothing was deployed shortly before.',
    ...(others.length > 0 ? ['Deployments before:', ...others.map((other) => `  ${deploymentText(other)}`)] : []),
  ];
}

/** `a1b2c3d "Fix the basket" by Ada, canary 10 % for 15 min, succeeded 2026-11-20 15:40 UTC (execution …)`. */
export function deploymentText(deployment: ListedDeployment): string {
  const { execution, commit, author, subject, strategy, outcome, startedAt, endedAt } = deployment;
  const what = [commit?.slice(0, 12) ?? 'an unknown commit', subject && `"${subject}"`, author && `by ${author}`];
  const when = endedAt ? ` ${timeText(endedAt)}` : startedAt ? ` since ${timeText(startedAt)}` : '';
  return `${[what.filter(Boolean).join(' '), strategy, `${outcome}${when}`].filter(Boolean).join(', ')} (execution ${execution})`;
}

function pointerLine({ label, value }: Pointer): string {
  return `  ${label}: ${value}`;
}

function opsItemOf({ done }: IncidentRecord): string | undefined {
  return done.opsItem && `OpsItem ${done.opsItem.id}`;
}

/** `2026-11-20 15:57:45 UTC`. @param time ISO 8601 in UTC */
export function timeText(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** `1 h 5 min`, `40 s`. */
export function durationText(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
