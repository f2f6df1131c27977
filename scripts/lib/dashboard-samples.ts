/**
 * Made-up measurements: the same ones for the same metric and minute. A canary deployment of every service but one is in its
 * last hour. That one has had no deployment and no error for as long as graphs look back, and nothing of its green side.
 */
import type { MetricLine } from '../../test/support/dashboard/body';

type Value = number | undefined;
type Sample = (moment: Moment, line: MetricLine) => Value;

interface Moment {
  /** Of the page's end, in minutes. */
  readonly ago: number;
  /** -1 to 1, the same for the metric at that time. */
  readonly noise: number;
  /** 0.6 at night to 1.4 in the afternoon. */
  readonly day: number;
  /** Minutes that the point stands for. */
  readonly minutes: number;
}

const QUIET = 'orders';

/** Whether an alarm is on in the picture. @param name as it is named in AWS */
export function isOn(name: string): boolean {
  return /-(ticket|green-errors)$/.test(name) && !name.includes(`-${QUIET}-`);
}

/** When the green side got its first traffic, and all of it, in minutes before the end. */
const CANARY = { first: 70, all: 40 };

const SIDES = ['green', 'next', 'live'] as const;
const sideOf = ({ dimensions }: MetricLine) =>
  SIDES.find((side) => dimensions['TargetGroup']?.includes(`-${side}`)) ?? 'blue';
const isQuiet = ({ dimensions: { ServiceName, Namespace, FunctionName, TargetGroup } }: MetricLine) =>
  ServiceName === QUIET ||
  Namespace === QUIET ||
  [FunctionName, TargetGroup].some((name) => name?.includes(`-${QUIET}-`));
const isUnused = (line: MetricLine) => isQuiet(line) && ['green', 'next'].includes(sideOf(line));
/** On EKS users are on one side all the time, and the other has the first pod of a new version for a while. */
const isAsked = (ago: number) => ago > CANARY.first && ago <= CANARY.first + 8;

function shareOf(line: MetricLine, ago: number): number {
  if (sideOf(line) === 'live') return 1;
  if (sideOf(line) === 'next') return !isQuiet(line) && isAsked(ago) ? 0.01 : 0;
  const green = isQuiet(line) || ago > CANARY.first ? 0 : ago > CANARY.all ? 0.1 : 1;
  return sideOf(line) === 'green' ? green : 1 - green;
}

const orNothing = (value: number): Value => (value > 0 ? value : undefined);

const requests: Sample = ({ ago, noise, day, minutes }, line) =>
  orNothing(Math.round(420 * day * (1 + noise / 8) * shareOf(line, ago) * minutes));

const latency: Sample = (moment, line) => {
  if (requests(moment, line) === undefined) return undefined;
  if (line.stat === 'SampleCount') return requests(moment, line);
  if (line.stat?.startsWith('PR(')) return 99.6 + moment.noise / 5;
  const seconds = { p50: 0.04, p90: 0.11, p99: 0.22 }[line.stat ?? ''] ?? 0.06;
  return seconds * (1 + moment.noise / 4) * (sideOf(line) === 'green' ? 0.8 : 1);
};

const deploying = ({ ago }: Moment, line: MetricLine) => !isQuiet(line) && ago <= CANARY.first + 8;
const around =
  (middle: number, spread = 0.15): Sample =>
  ({ noise }) =>
    middle * (1 + noise * spread);
const sometimes =
  (often: number, most: number): Sample =>
  ({ noise }) =>
    noise > 1 - 2 * often ? Math.ceil(most * Math.abs(noise)) : undefined;

const SAMPLES: Readonly<Record<string, Sample>> = {
  RequestCount: requests,
  HTTPCode_Target_5XX_Count: (moment, line) => {
    const all = requests(moment, line);
    return all === undefined || isQuiet(line) || sideOf(line) === 'next' || moment.noise < 0.2
      ? undefined
      : Math.ceil(all * 0.0008 * moment.noise);
  },
  TargetConnectionErrorCount: () => undefined,
  TargetResponseTime: latency,
  HealthyHostCount: ({ ago }, line) => (isUnused(line) || (sideOf(line) === 'next' && !isAsked(ago)) ? undefined : 2),
  UnHealthyHostCount: ({ ago }, line) =>
    isUnused(line) || (sideOf(line) === 'next' && !isAsked(ago))
      ? undefined
      : ago === CANARY.first + 6 && sideOf(line) === 'green'
        ? 1
        : 0,
  ConsumedLCUs: around(0.6),
  CPUUtilization: ({ day, noise }) => 34 * day + 6 * noise,
  MemoryUtilization: around(47, 0.05),
  RunningTaskCount: (moment, line) => (deploying(moment, line) ? 4 : 2),
  DesiredTaskCount: () => 2,
  PendingTaskCount: ({ ago }, line) => (!isQuiet(line) && ago >= CANARY.first + 6 && ago <= CANARY.first + 8 ? 2 : 0),
  RestartCount: sometimes(0.02, 1),
  TaskSetCount: (moment, line) => (deploying(moment, line) ? 2 : 1),
  DeploymentCount: () => 1,
  pod_cpu_utilization_over_pod_limit: ({ day, noise }) => 34 * day + 6 * noise,
  pod_memory_utilization_over_pod_limit: around(47, 0.05),
  namespace_number_of_running_pods: (moment, line) => (deploying(moment, line) ? 3 : 2),
  pod_status_pending: ({ ago }, line) => (!isQuiet(line) && ago >= CANARY.first + 6 && ago <= CANARY.first + 8 ? 1 : 0),
  pod_number_of_container_restarts: sometimes(0.02, 1),
  cluster_node_count: () => 2,
  Invocations: (moment, line) => (deploying(moment, line) ? 4 * moment.minutes : undefined),
  ConsumedReadCapacityUnits: ({ day, noise, minutes }) => 120 * day * (1 + noise / 6) * minutes,
  ConsumedWriteCapacityUnits: ({ day, noise, minutes }) => 60 * day * (1 + noise / 6) * minutes,
  ReadThrottleEvents: sometimes(0.02, 6),
  WriteThrottleEvents: sometimes(0.01, 4),
  SuccessfulRequestLatency: (moment, { dimensions }) => {
    const middle = { GetItem: 2.4, Query: 4.8, PutItem: 3.9, UpdateItem: 4.3 }[dimensions['Operation'] ?? ''];
    return middle && middle * (1 + moment.noise / 5);
  },
  SystemErrors: () => undefined,
  IncomingBytes: ({ day, noise, minutes }) => 0.4e6 * day * (1 + noise / 5) * minutes,
  BytesOutToDestination: ({ day, noise, minutes }) => 0.9e6 * day * (1 + noise / 5) * minutes,
  BytesOutToSource: ({ day, noise, minutes }) => 4e6 * day * (1 + noise / 5) * minutes,
  DeploymentsPerDay: around(1.3, 0.2),
  LeadTime: around(5.5 * 3600, 0.25),
  ChangeFailRate: around(9, 0.3),
  FailedDeploymentRecoveryTime: around(1500, 0.3),
  DeploymentReworkRate: around(4, 0.3),
  Deployments: ({ noise }) => Math.round(1.5 + 1.5 * noise),
  FailedDeployments: sometimes(0.1, 1),
};

/** A metric filter counts nothing as 0. */
const logErrors: Sample = (moment, line) => sometimes(0.1, 4)(moment, line) ?? 0;

/** @param time Unix time in seconds @param end that of the page's end @throws for a metric that nobody has made up */
export function sampleOf(line: MetricLine, time: number, end: number, period: number): Value {
  const sample = SAMPLES[line.name] ?? (line.name.endsWith('-log-errors') ? logErrors : undefined);
  if (!sample) throw new Error(`No sample of ${line.namespace} ${line.name}`);
  const identity = hash(JSON.stringify([line.name, line.dimensions]));
  const hour = (time / 3600) % 24;
  return sample(
    {
      ago: Math.round((end - time) / 60),
      noise: (hash(`${identity} ${Math.floor(time / period)}`) / 0xffffffff) * 2 - 1,
      day: 1 + 0.4 * Math.sin(((hour - 9) / 24) * 2 * Math.PI),
      minutes: period / 60,
    },
    line,
  );
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193) >>> 0;
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
  return (value ^ (value >>> 13)) >>> 0;
}
