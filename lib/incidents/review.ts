import { printable } from '../shared/terminal-text';
import { type IncidentRecord, idOf, openedAt, resolvedAt, statusOf } from './incident';
import { deploymentText, durationText, sentenceOf, timeText } from './message';
import { timelineOf } from './timeline';

/** Where people write. */
const BLANK = '_To be filled in._';

/**
 * A post-incident review in Markdown: all that the record knows, and blanks for what only people know. It asks what happened
 * and what would help, and for nobody's name.
 */
export function reviewOf(delivery: string, record: IncidentRecord): string {
  const { service, environment, severity, alarms, done } = record;
  const end = resolvedAt(record);
  return [
    `# Review of ${idOf(record)}: ${service} in ${environment}`,
    '',
    markdown(sentenceOf(record)),
    '',
    ...tableOf([
      ['Delivery', delivery],
      ['Severity', severity],
      ['Begin', timeText(openedAt(record))],
      ['End', end === undefined ? 'it lasts' : `${timeText(end)}, after ${durationText(openedAt(record), end)}`],
      ['Taken care of', takenText(record)],
      ['Alarms', alarms.join(', ')],
      ['OpsItem', done.opsItem?.id ?? 'none'],
    ]),
    '',
    '## Impact',
    '',
    impactText(record),
    '',
    `Who noticed, and what could they not do? ${BLANK}`,
    '',
    '## Contributing change',
    '',
    ...changeLines(record),
    '',
    `What in it contributed, and why did no test or gate see it? ${BLANK}`,
    '',
    '## Timeline',
    '',
    '| time | what |',
    '|---|---|',
    ...timelineOf(record).map(({ at, text }) => `| ${timeText(at)} | ${markdown(text)} |`),
    '',
    '## What went well, what did not, where were we lucky',
    '',
    BLANK,
    '',
    '## What we change',
    '',
    '| what | who | until |',
    '|---|---|---|',
    '| | | |',
  ].join('\n');
}

function takenText(record: IncidentRecord): string {
  const { acknowledged } = record;
  if (!acknowledged) return 'by nobody, as far as the record says';
  return `by ${acknowledged.by}, after ${durationText(openedAt(record), acknowledged.at)}`;
}

function impactText(record: IncidentRecord): string {
  const { impact } = record;
  if (statusOf(record) === 'open') return 'It lasts. Requests are counted when it is over.';
  if (!impact) return 'No requests were counted: the load balancer had none, or its metrics could not be read.';
  if (impact.requests === 0) return 'No requests reached the service.';
  const percent = ((100 * impact.errors) / impact.requests).toFixed(2);
  return `${impact.errors} of ${impact.requests} requests failed (${percent} %), from its begin to ${timeText(impact.until)}.`;
}

function changeLines({ context }: IncidentRecord): string[] {
  if (!context) return ['The last deployments are not known.'];
  const suspect = context.deployments.find(({ execution }) => execution === context.suspect);
  const others = context.deployments.filter((deployment) => deployment !== suspect);
  return [
    suspect
      ? `Suspected: ${markdown(deploymentText(suspect))}.`
      : 'No deployment is suspected: none ran, and none had ended shortly before.',
    ...(others.length === 0
      ? []
      : ['', 'Deployments before:', '', ...others.map((one) => `- ${markdown(deploymentText(one))}`)]),
  ];
}

function tableOf(rows: readonly (readonly [string, string])[]): string[] {
  return ['| | |', '|---|---|', ...rows.map(([label, value]) => `| ${label} | ${markdown(value)} |`)];
}

/** What others wrote, so that it stands there as they wrote it. */
function markdown(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
}
