import { ownerOf } from './owned';

/** A stack of the delivery. */
export interface StackName {
  readonly name: string;
  readonly region: string;
}

/** A detection that goes on. */
export interface Detection {
  readonly stack: StackName;
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** What became of one stack. */
export interface StackResult {
  readonly stack: StackName;
  readonly status: 'IN_SYNC' | 'DRIFTED' | 'FAILED';
  /** Of a stack that could not be looked at. */
  readonly reason?: string;
  /** How many resources are not as the stack says, without those that others own. */
  readonly drifted: number;
  /** The first few of them, one line each; the log has them all. */
  readonly findings: readonly string[];
}

/** Of CloudFormation's answer, what is looked at. */
export interface ResourceDrift {
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType?: string;
  readonly StackResourceDriftStatus?: string;
  readonly PropertyDifferences?: readonly { readonly PropertyPath?: string; readonly DifferenceType?: string }[];
}

/**
 * One line for each resource that is gone or not as its stack says, with the paths of what differs. Values stay out: some
 * of them are not for a log. What others own on purpose is no drift.
 */
export function findingsOf(drifts: readonly ResourceDrift[]): readonly string[] {
  return drifts.flatMap((drift) => {
    const { LogicalResourceId: id = '?', PhysicalResourceId: physicalId = '', ResourceType: type = '?' } = drift;
    if (drift.StackResourceDriftStatus === 'DELETED') return [`${type} ${id} (${physicalId}) is gone`];
    if (drift.StackResourceDriftStatus !== 'MODIFIED') return [];
    const differences = (drift.PropertyDifferences ?? [])
      .filter(({ PropertyPath: path = '' }) => ownerOf(type, physicalId, path) === undefined)
      .map(({ PropertyPath: path, DifferenceType: kind }) => `${path} (${kind})`);
    return differences.length === 0 ? [] : [`${type} ${id} (${physicalId}) differs: ${differences.join(', ')}`];
  });
}

/** Lines that go from step to step, of which a state machine takes 256 KB in all. */
const KEPT_FINDINGS = 5;
const KEPT_LENGTH = 300;

export function resultOf(stack: StackName, findings: readonly string[]): StackResult {
  return {
    stack,
    status: findings.length > 0 ? 'DRIFTED' : 'IN_SYNC',
    drifted: findings.length,
    findings: findings.slice(0, KEPT_FINDINGS).map((line) => line.slice(0, KEPT_LENGTH)),
  };
}

export function failed(stack: StackName, reason: string): StackResult {
  return { stack, status: 'FAILED', reason: reason.slice(0, KEPT_LENGTH), drifted: 0, findings: [] };
}

/** Whether a detection has been going on for too long. */
export function isLate({ startedAt }: Detection, now: Date, minutes: number): boolean {
  return now.getTime() - Date.parse(startedAt) > minutes * 60_000;
}

/** A message for people; undefined when everything is as it should be. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** Amazon SNS takes 100 ASCII characters. */
const SUBJECT_LIMIT = 100;

/** What people are told: which stacks drifted and how, and which nobody knows about. */
export function messageOf(delivery: string, part: string, results: readonly StackResult[]): Message | undefined {
  const drifted = results.filter(({ findings }) => findings.length > 0);
  const unknown = results.filter(({ status }) => status === 'FAILED');
  if (drifted.length + unknown.length === 0) return undefined;
  const counts = [
    ...(drifted.length > 0 ? [`${drifted.length} drifted`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} could not be checked`] : []),
  ];
  const lines = [
    `Of ${results.length} stacks of ${part} of the delivery ${delivery}, ${counts.join(', ')}.`,
    '',
    ...drifted.flatMap(({ stack, drifted: count, findings }) => [
      `${stack.name} (${stack.region}):`,
      ...findings.map((line) => `  ${line}`),
      ...(count > findings.length ? [`  …and ${count - findings.length} more in the function's log`] : []),
    ]),
    ...unknown.map(({ stack, reason }) => `${stack.name} (${stack.region}) could not be checked: ${reason}`),
    '',
    'Deploy the stack to take the change back, or put the change into the configuration.',
  ];
  return {
    subject: `${delivery} ${part}: stacks ${counts.join(', ')}`.slice(0, SUBJECT_LIMIT),
    text: lines.join('\n'),
  };
}

/** CloudWatch's embedded metric format: one line of the log that becomes two metrics. */
export function metricsOf(
  delivery: string,
  part: string,
  results: readonly StackResult[],
  now: Date,
  names: MetricNames,
) {
  return {
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: names.namespace,
          Dimensions: [['Delivery', 'Part']],
          Metrics: [
            { Name: names.drifted, Unit: 'Count' },
            { Name: names.unchecked, Unit: 'Count' },
          ],
        },
      ],
    },
    Delivery: delivery,
    Part: part,
    [names.drifted]: results.reduce((sum, { drifted }) => sum + drifted, 0),
    [names.unchecked]: results.filter(({ status }) => status === 'FAILED').length,
  };
}

export interface MetricNames {
  readonly namespace: string;
  readonly drifted: string;
  readonly unchecked: string;
}
