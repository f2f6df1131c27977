/** What AWS is asked about a service for its diagnostics, whatever it runs on. */
import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { paginateGetTraceSummaries, XRayClient } from '@aws-sdk/client-xray';
import type { Platform } from '../config/delivery';
import * as names from '../shared/names';
import type { Asked, Questions } from './asked';
import { alarmState, traceState } from './diagnostics-model';
import { questionsAboutPods } from './pod-questions';
import { questionsAboutTasks } from './task-questions';

/** So that a collection ends; X-Ray gives about a hundred at a time. */
const MOST_TRACE_PAGES = 5;

const cloudWatch = new CloudWatchClient({});
const xray = new XRayClient({});

/** By what the service runs on. */
const PLATFORM_QUESTIONS: Readonly<Record<Platform, (asked: Asked) => Questions>> = {
  ecs: questionsAboutTasks,
  eks: questionsAboutPods,
};

/** The questions by the name of what they give. One that fails leaves the others as they are. */
export function questionsAbout(asked: Asked, platform: Platform): Questions {
  return { ...PLATFORM_QUESTIONS[platform](asked), alarms: alarms(asked), traces: traces(asked) };
}

/** By the start of their names, which a service with a longer name may share. */
async function alarms({ delivery, environment, service }: Asked) {
  const pages = paginateDescribeAlarms(
    { client: cloudWatch },
    {
      AlarmNamePrefix: names.serviceAlarmName(delivery, environment, service, ''),
      AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
    },
  );
  const found = [];
  for await (const { CompositeAlarms = [], MetricAlarms = [] } of pages)
    found.push(...CompositeAlarms, ...MetricAlarms);
  return found.map(alarmState);
}

/** Those that went wrong. */
async function traces({ delivery, environment, service, from, to }: Asked) {
  const name = names.tracingName(delivery, environment, service);
  const pages = paginateGetTraceSummaries(
    { client: xray },
    { StartTime: from, EndTime: to, FilterExpression: `service("${name}") { fault = true OR error = true }` },
  );
  const found = [];
  let count = 0;
  for await (const { TraceSummaries = [] } of pages) {
    found.push(...TraceSummaries);
    if (++count === MOST_TRACE_PAGES) break;
  }
  return found.map(traceState);
}
