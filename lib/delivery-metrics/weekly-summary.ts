import { WINDOW_DAYS } from './constants';
import { MEASURES, valueText } from './measures';
import type { Metrics } from './metrics';
import { countText, daysText } from './readable';
import type { Report, Summary } from './report';
import { TIER_SOURCE } from './tiers';

/** A message to people, as SNS sends it. */
export interface Message {
  /** At most 100 characters. */
  readonly subject: string;
  readonly text: string;
}

/** What the message needs to know beside the metrics. */
export interface SummaryContext {
  readonly delivery: string;
  readonly dashboardUrl: string;
}

/** The week that has ended, against the one before, and where the services stand. */
export function weeklySummary(report: Report, { delivery, dashboardUrl }: SummaryContext): Message {
  const [before, week] = report.delivery.weeks.slice(-2).map(({ metrics }) => metrics);
  const days = daysText(report.delivery.weeks.at(-1)!);
  const production = report.production.join(' and ');
  const lines =
    report.production.length === 0
      ? ['This delivery has no production environment; below is each environment by itself.', '']
      : [`Deployments to ${production}: ${weekLine(week!, before!)}`, ''];
  const rows = report.production.length === 0 ? environmentRows(report) : serviceRows(report);
  return {
    subject: `${delivery}: delivery from ${days}`,
    text: [
      ...lines,
      `The last ${WINDOW_DAYS} days:`,
      ...(rows.length > 0 ? rows : ['  no deployments']),
      '',
      `Dashboard: ${dashboardUrl}`,
      `Tiers: ${TIER_SOURCE.name}`,
      '',
    ].join('\n'),
  };
}

function weekLine(week: Metrics, before: Metrics): string {
  const failed = week.failed === 0 ? 'none failed' : `${week.failed} failed`;
  return `${week.deployments} (${before.deployments} the week before), ${failed}, ${countText(week.incidents, 'incident')}`;
}

function serviceRows({ delivery, services }: Report): string[] {
  const all = services.length > 1 ? rowsOf('all services', delivery) : [];
  return [...all, ...services.flatMap((summary) => rowsOf(summary.service, summary))];
}

function environmentRows({ environments }: Report): string[] {
  return environments.flatMap((summary) => rowsOf(summary.environment, summary));
}

function rowsOf(name: string, { metrics, tiers }: Summary): string[] {
  const rows = MEASURES.map((measure) => {
    const tier = measure.tierOf(tiers);
    return `    ${measure.label.padEnd(32)}${valueText(measure, metrics)}${tier === undefined ? '' : ` (${tier})`}`;
  });
  return [`  ${name}`, ...rows];
}
