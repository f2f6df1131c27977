import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct, IConstruct } from 'constructs';
import { chunks, MOST_ALARMS, WIDTH } from './parts';

/** What a row of alarms holds at the dashboard's full width, with names of the usual length. */
const ALARMS_IN_A_ROW = 5;
/** How much of the grid's unit a row of alarms is high. */
const ROW = 0.75;
/** The title and two rows. */
const GLANCE_HEIGHT = 3;

interface AlarmsOfStack {
  /** Those that are made of others. */
  readonly composite: readonly cloudwatch.IAlarm[];
  readonly single: readonly cloudwatch.IAlarm[];
}

/** The alarms that a stack has so far. */
export function alarmsIn(stack: Stack): AlarmsOfStack {
  const alarms = stack.node
    .findAll()
    .filter((node) => node instanceof cloudwatch.AlarmBase && Stack.of(node) === stack);
  const own = alarms.filter((alarm) => isOwn(alarm)) as cloudwatch.AlarmBase[];
  return {
    composite: own.filter((alarm) => alarm instanceof cloudwatch.CompositeAlarm),
    single: own.filter((alarm) => !(alarm instanceof cloudwatch.CompositeAlarm)),
  };
}

/** An imported alarm has nothing below it. */
function isOwn(alarm: IConstruct): boolean {
  return alarm.node.defaultChild !== undefined;
}

/** The alarms of these names, which may be in other stacks; the same ones when they are asked for again. */
export function alarmsNamed(scope: Construct, names: readonly string[]): cloudwatch.IAlarm[] {
  return names.map((name) => {
    const known = scope.node.tryFindChild(name) as cloudwatch.AlarmBase | undefined;
    return known ?? cloudwatch.Alarm.fromAlarmName(scope, name, name);
  });
}

/** Whether each alarm is on, those that are first. */
export function alarmStates(title: string, alarms: readonly cloudwatch.IAlarm[]): cloudwatch.IWidget[][] {
  return chunks(alarms, MOST_ALARMS).map((some) => [
    states({
      title,
      alarms: some,
      width: WIDTH,
      height: 1 + Math.ceil(Math.ceil(some.length / ALARMS_IN_A_ROW) * ROW),
    }),
  ]);
}

/** The alarms that speak for all, and of the others those that are on. */
export function alarmsAtAGlance({ composite, single }: AlarmsOfStack): cloudwatch.IWidget[] {
  return [
    states({ title: 'Pages and tickets', alarms: [...composite], width: 8, height: GLANCE_HEIGHT }),
    states({
      title: 'Other alarms that are on',
      alarms: single.slice(0, MOST_ALARMS),
      states: [cloudwatch.AlarmState.ALARM],
      width: 16,
      height: GLANCE_HEIGHT,
    }),
  ];
}

function states(props: cloudwatch.AlarmStatusWidgetProps): cloudwatch.IWidget {
  return new cloudwatch.AlarmStatusWidget({
    sortBy: cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
    ...props,
  });
}
