/** What AWS and the cluster are asked about a service on EKS. */
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type LogStream,
} from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { callFunction } from '../build/programs/call-function';
import * as names from '../shared/names';
import { askedFor } from '../workload/audiences';
import type { DeployRequest, Diagnosis } from '../workload/requests';
import type { Asked, Questions } from './asked';
import { LOG_LINES } from './constants';

/** Those that were written last: a few pods with a container and its collector each. */
const MOST_STREAMS = 10;

/** A function that nobody has called for weeks gets its network back within that time; the collection has two minutes. */
const WAKE_UP_MILLISECONDS = 80_000;

const lambda = new LambdaClient({});
const logs = new CloudWatchLogsClient({});

export function questionsAboutPods(asked: Asked): Questions {
  return { cluster: cluster(asked), logs: lastLogs(asked) };
}

/** Nobody outside the environment's network reaches the cluster, but for the function that installs releases there. */
function cluster({ delivery, environment, service }: Asked): Promise<Diagnosis> {
  const name = askedFor(names.rolloutFunctionName(delivery, environment, service), 'view');
  const request: DeployRequest = { kind: 'diagnose' };
  const options = { wakeUpMilliseconds: WAKE_UP_MILLISECONDS };
  return callFunction<Diagnosis>(lambda, name, request, options, ({ pods }) => Array.isArray(pods));
}

async function lastLogs({ delivery, environment, service }: Asked) {
  const logGroupName = names.podLogGroupName(delivery, environment, service);
  const { logStreams = [] } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true, limit: MOST_STREAMS }),
  );
  return Promise.all(logStreams.map((stream) => lastLines(logGroupName, stream)));
}

async function lastLines(logGroupName: string, { logStreamName = '' }: LogStream) {
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({ logGroupName, logStreamName, limit: LOG_LINES, startFromHead: false }),
  );
  // The agents on the nodes name a stream after the container and its pod.
  const [container, pod] = logStreamName.split('/');
  return {
    pod,
    container,
    lines: events.map(({ timestamp, message }) => `${new Date(timestamp!).toISOString()} ${message}`),
  };
}
