import * as names from '../shared/names';
import { RunbookSection, runbookLink } from '../shared/runbook';
import { type Facts, factsOf, type Location, locationOf, type PlaceFacts } from './facts';
import type { Incident, Place } from './incident';

/** Where a person looks on, and what they can do: a label and an address or a command. */
export interface Pointer {
  readonly label: string;
  readonly value: string;
}

/** Addresses of what tells more of a service in an environment. @param own where the function is */
export function lookingAt(
  facts: Facts,
  { alarms, ...place }: Place & Pick<Incident, 'alarms'>,
  own: Location,
): readonly Pointer[] {
  const { at, isTraced, cluster } = factsOf(facts, place);
  const { region } = locationOf(at, own);
  const path = [facts.delivery, place.environment, place.service] as const;
  const page = (anchor: string) => `${consoleOf(region)}/cloudwatch/home?region=${region}#${anchor}`;
  const dashboard = names.serviceDashboardName(...path);
  const section = alarms.includes(names.pageAlarmName(...path)) ? RunbookSection.PAGE : RunbookSection.TICKET;
  return [
    { label: 'Runbook', value: runbookLink(facts.runbook, section) },
    { label: 'Dashboard', value: page(`dashboards/dashboard/${dashboard}`) },
    ...(isTraced ? [{ label: `Traces (group ${names.tracingName(...path)})`, value: page('xray:traces/query') }] : []),
    ...(cluster ? [clusterPointer(cluster, region)] : []),
    { label: `Saved queries (folder ${path.join('/')})`, value: page('logsV2:logs-insights') },
  ];
}

/** Where its pods are. */
function clusterPointer(name: string, region: string): Pointer {
  return { label: 'Cluster', value: `${consoleOf(region)}/eks/home?region=${region}#/clusters/${name}` };
}

/** Commands that help, the first one that undoes a release. @param own where the function is */
export function commandsFor(facts: Facts, place: Place, own: Location): readonly Pointer[] {
  const { at, lines, scaling } = factsOf(facts, place);
  const tools = locationOf(facts.tools, own);
  const there = locationOf(at, own);
  const { environment, service } = place;
  const where = there.account === tools.account ? '' : ` (in account ${there.account})`;
  const runbook = (name: string) => names.runbookDocumentName(facts.delivery, environment, name);
  return [
    ...lines.map((line) => ({
      label: lines.length === 1 ? 'Roll back' : `Roll back a release of ${line}`,
      value: start(
        names.rollbackDocumentName(facts.delivery, service, line),
        `Environment=${environment}`,
        tools.region,
      ),
    })),
    { label: `Collect diagnostics${where}`, value: start(runbook('diagnostics'), `Service=${service}`, there.region) },
    ...(scaling
      ? [
          {
            label: `Scale out${where}`,
            value: start(runbook('scale-out'), `Service=${service},${moreTasks(scaling)}`, there.region),
          },
        ]
      : []),
  ];
}

/** Twice the tasks or pods, within what is configured; where that leaves no room, beyond it, which has to be said. */
function moreTasks({ minimum, maximum }: PlaceFacts['scaling']): string {
  const twice = 2 * minimum;
  return maximum > minimum ? `Minimum=${Math.min(maximum, twice)}` : `Minimum=${twice},Maximum=${twice}`;
}

function start(document: string, parameters: string, region: string): string {
  return `aws ssm start-automation-execution --region ${region} --document-name ${document} --parameters ${parameters}`;
}

/** The console's address in a region ("AWS Management Console endpoints"; China and GovCloud have their own). */
function consoleOf(region: string): string {
  if (region.startsWith('cn-')) return `https://${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `https://${region}.console.amazonaws-us-gov.com`;
  return `https://${region}.console.aws.amazon.com`;
}
