/** What no template says. A line of a report that rests on one names it. */
interface Assumption {
  readonly value: number;
  /** What it counts, as the rest of a sentence about the value. */
  readonly what: string;
  /** Where the number comes from. */
  readonly why: string;
}

/** Where nothing better is known than the sample services, which answer with small JSON. */
const SAMPLES = 'chosen for a service that answers with small JSON, as the samples do';
const CHOSEN = 'chosen, as nobody measured it';

function assumptions<const Name extends string>(all: Readonly<Record<Name, Assumption>>) {
  return all;
}

/** Everything that is assumed. Printed with `--assumptions`. */
export const ASSUMPTIONS = assumptions({
  hoursPerMonth: { value: 730, what: 'hours a month', why: "as AWS's own calculator has it" },

  responseBytes: { value: 4_096, what: 'bytes of a request and its answer', why: SAMPLES },
  requestsPerConnection: { value: 10, what: 'requests on a connection', why: 'chosen for browsers and pooled clients' },
  requestsPerSecondPerCpu: {
    value: 200,
    what: 'requests a second that a vCPU serves at the target of scaling',
    why: 'what requestsPerTask has by default, 3000 a minute for 256 CPU units',
  },
  logBytesPerRequest: { value: 400, what: 'bytes of log for a request', why: 'a line of JSON of the samples' },
  spanBytesPerRequest: {
    value: 2_000,
    what: 'bytes of spans of a sampled request',
    why: 'chosen for two spans of 1 KB',
  },
  readUnitsPerRequest: { value: 1, what: 'read unit of a table for a request', why: SAMPLES },
  writeUnitsPerRequest: { value: 0.2, what: 'write unit of a table for a request', why: 'chosen: one in five writes' },
  bytesPerWrite: { value: 1_024, what: 'bytes that a write leaves in a table', why: 'what one write unit is for' },
  tableGigabytes: { value: 0.01, what: 'GB in a table to begin with', why: CHOSEN },
  flowLogBytesPerRequest: { value: 50, what: 'bytes of flow log for a request', why: 'two records in ten requests' },
  flowLogGigabytesPerInterface: {
    value: 0.03,
    what: 'GB of flow log a month for each network interface',
    why: 'chosen: some 400 records of 110 bytes an hour, of health checks and of scanners',
  },
  tableKeyCallsPerHour: {
    value: 12,
    what: 'calls of a key an hour of a table that is used',
    why: 'DynamoDB asks again after five minutes',
  },
  natGigabytes: {
    value: 2,
    what: 'GB a month through NAT without load',
    why: 'chosen: image layers, agents, API calls',
  },
  accessLogPutsPerHour: { value: 24, what: 'objects of access log an hour', why: 'two nodes, each every five minutes' },
  storedLogPercent: {
    value: 15,
    what: 'percent of ingested bytes that a log takes',
    why: "AWS's examples of logs, packed",
  },

  performanceLogGigabytes: {
    value: 0.065,
    what: 'GB a month of performance log for each cluster, service, task and container',
    why: 'chosen: a record of 1.5 KB a minute',
  },
  observationsPerCluster: { value: 250, what: 'observations a minute of an EKS cluster', why: CHOSEN },
  observationsPerNode: { value: 60, what: 'observations a minute of a node', why: CHOSEN },
  observationsPerPod: { value: 35, what: 'observations a minute of a pod', why: CHOSEN },
  observationsPerContainer: { value: 30, what: 'observations a minute of a container', why: CHOSEN },
  controlPlaneLogGigabytes: { value: 3, what: 'GB a month of each log of a control plane', why: CHOSEN },
  clusterPods: { value: 7, what: "pods of an EKS cluster's own", why: 'Argo Rollouts, metrics, agents, secrets' },
  clusterMillicores: {
    value: 400,
    what: "thousandths of a vCPU for an EKS cluster's own pods",
    why: 'what Argo Rollouts, metrics-server and the operator of the agents ask for',
  },
  clusterMebibytes: { value: 1_000, what: "MiB for an EKS cluster's own pods", why: 'as above' },
  nodeMillicores: {
    value: 450,
    what: 'thousandths of a vCPU that are not for pods on each node',
    why: "the kubelet's share, and CloudWatch's two agents, which ask for 300",
  },
  nodeMebibytes: { value: 900, what: 'MiB that are not for pods on each node', why: 'as above' },
  nodeDiskGigabytes: { value: 80, what: 'GB of disk of a node', why: "EKS's own, where no NodeClass says another" },

  queuePollsPerHour: {
    value: 900,
    what: 'receives an hour of an idle queue that Lambda polls',
    why: 'five pollers, each for twenty seconds',
  },
  scheduledSeconds: { value: 5, what: 'seconds of a function that a schedule starts', why: CHOSEN },
  canarySeconds: { value: 10, what: 'seconds of a run of a canary', why: 'chosen for one request and the start' },
  canaryPuts: { value: 3, what: 'objects that a run of a canary leaves', why: 'chosen: a picture, requests, a report' },
  transitionsPerRun: {
    value: 100,
    what: 'transitions of a scheduled state machine',
    why: 'chosen: eight for each stack',
  },

  bucketGigabytes: { value: 0.05, what: 'GB in a bucket', why: CHOSEN },
  imagesKept: { value: 10, what: 'images in a repository', why: CHOSEN },
  imageGigabytes: { value: 0.1, what: 'GB of an image', why: 'the samples, packed' },
  rescansPerImage: { value: 10, what: 'rescans of an image a month', why: 'chosen: whenever something new is known' },

  buildMinutes: {
    value: 2,
    what: 'minutes of a build',
    why: 'chosen: the samples take one, and a minute begun counts',
  },
  deployMinutes: { value: 15, what: 'minutes of a deployment, in which a service has twice its tasks', why: CHOSEN },
  buildLogGigabytes: { value: 0.0005, what: 'GB of log of a build', why: CHOSEN },
  functionSecondsPerRelease: { value: 10, what: 'seconds of each function for a release', why: CHOSEN },
  lookSeconds: { value: 1, what: 'seconds of each look at a rollout on EKS, every fifteen', why: CHOSEN },
  mailsPerRelease: { value: 3, what: 'mails about a release', why: 'an approval, what came of it, one more' },
  artifactGigabytes: { value: 0.05, what: 'GB of artifacts of a release', why: CHOSEN },
});

export type AssumptionName = keyof typeof ASSUMPTIONS;

/** The value alone. */
export function assumed(name: AssumptionName): number {
  return ASSUMPTIONS[name].value;
}

export const SECONDS_PER_MONTH = assumed('hoursPerMonth') * 3600;
export const MINUTES_PER_MONTH = assumed('hoursPerMonth') * 60;
/** As prices mean it. */
export const GIGABYTE = 1024 ** 3;
