import type { IncidentRecord } from './incident';
import { deploymentText } from './message';

/** Something that happened, as a person reads it. */
export interface Moment {
  readonly at: string;
  readonly text: string;
}

/** Everything that is known to have happened around an incident, in order: deployments, alarms, people. */
export function timelineOf(record: IncidentRecord): readonly Moment[] {
  const { context, changes, acknowledged, notes, chosen, closed, periods } = record;
  const moments: Moment[] = [
    ...(context?.deployments ?? []).flatMap((deployment) => {
      const { startedAt, endedAt, outcome, execution } = deployment;
      const mark = execution === context?.suspect ? ', the suspect' : '';
      return [
        ...(startedAt ? [{ at: startedAt, text: `deployment begins${mark}: ${deploymentText(deployment)}` }] : []),
        ...(endedAt ? [{ at: endedAt, text: `deployment ${outcome}${mark} (execution ${execution})` }] : []),
      ];
    }),
    ...changes.map(({ at, alarm, state }) => ({ at, text: `${alarm} is ${state === 'alarm' ? 'on' : 'off'}` })),
    ...periods.flatMap(({ from, to }, index) => [
      { at: from, text: index === 0 ? 'the incident begins' : 'the incident begins again' },
      ...(to === undefined ? [] : [{ at: to, text: 'the incident is over' }]),
    ]),
    ...(acknowledged ? [{ at: acknowledged.at, text: `${acknowledged.by} takes care of it` }] : []),
    ...notes.map(({ at, by, text }) => ({ at, text: `${by}: ${text}` })),
    ...(chosen ? [{ at: chosen.at, text: `${chosen.by} finds it ${chosen.severity}` }] : []),
    ...(closed ? [{ at: closed.at, text: `${closed.by} ends it while alarms fire` }] : []),
  ];
  // What happened at one time stays as it stands above: first what alarms say, then what follows.
  return moments.sort((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));
}
