/** Starts and follows drift detection of one stack, and reports all of them: the steps of the state machine in check.ts. */
import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from '@aws-sdk/client-cloudformation';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { DETECTION_MINUTES, DRIFT_VARIABLES, DRIFTED_RESOURCES, METRIC_NAMESPACE, UNCHECKED_STACKS } from './constants';
import {
  type Detection,
  failed,
  findingsOf,
  isLate,
  messageOf,
  metricsOf,
  type ResourceDrift,
  resultOf,
  type StackName,
  type StackResult,
} from './model';

export type DriftEvent =
  | { readonly step: 'start'; readonly stack: StackName }
  | { readonly step: 'check'; readonly detection: Detection }
  | { readonly step: 'report'; readonly results: readonly Outcome[] };

/** What the state machine has of a stack at the end: a result, or what a step threw. */
export type Outcome =
  | { readonly result: StackResult }
  | { readonly stack: StackName; readonly error: { readonly Error?: string; readonly Cause?: string } };

/** Until it is finished it is asked again. */
export type Check = { readonly finished: false } | { readonly finished: true; readonly result: StackResult };

export async function handler(event: DriftEvent): Promise<Detection | Check | { readonly drifted: number }> {
  switch (event.step) {
    case 'start':
      return start(event.stack);
    case 'check':
      return check(event.detection);
    case 'report':
      return report(event.results.map(resultOfOutcome));
  }
}

async function start(stack: StackName): Promise<Detection> {
  const client = new CloudFormationClient({ region: stack.region });
  const { StackDriftDetectionId: id } = await client.send(new DetectStackDriftCommand({ StackName: stack.name }));
  return { stack, id: id!, startedAt: new Date().toISOString() };
}

async function check(detection: Detection): Promise<Check> {
  const { stack, id } = detection;
  const client = new CloudFormationClient({ region: stack.region });
  const state = await client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: id }));
  if (state.DetectionStatus === 'DETECTION_IN_PROGRESS') {
    if (!isLate(detection, new Date(), DETECTION_MINUTES)) return { finished: false };
    return { finished: true, result: failed(stack, `no answer within ${DETECTION_MINUTES} minutes`) };
  }
  // A detection that failed for some resources has found what it could of the others.
  const findings = findingsOf(await readDrifts(client, stack));
  for (const line of findings) console.warn(`${stack.name}: ${line}`);
  const found = resultOf(stack, findings);
  if (state.DetectionStatus === 'DETECTION_COMPLETE') return { finished: true, result: found };
  const reason = state.DetectionStatusReason ?? `the detection is ${state.DetectionStatus}`;
  return {
    finished: true,
    result: { ...found, ...failed(stack, reason), drifted: found.drifted, findings: found.findings },
  };
}

async function readDrifts(client: CloudFormationClient, { name }: StackName): Promise<readonly ResourceDrift[]> {
  const drifts: ResourceDrift[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new DescribeStackResourceDriftsCommand({
        StackName: name,
        StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'],
        NextToken: token,
      }),
    );
    drifts.push(...(page.StackResourceDrifts ?? []));
    token = page.NextToken;
  } while (token);
  return drifts;
}

/** A step that threw is the answer for its stack alone. */
function resultOfOutcome(outcome: Outcome): StackResult {
  if ('result' in outcome) return outcome.result;
  const { Error: name = 'Error', Cause: cause = '' } = outcome.error;
  return failed(outcome.stack, messageIn(cause) ?? `${name} ${cause}`);
}

/** Lambda's error as Step Functions hands it on. */
function messageIn(cause: string): string | undefined {
  try {
    const { errorMessage } = JSON.parse(cause);
    return typeof errorMessage === 'string' ? errorMessage : undefined;
  } catch {
    // Plain text, as with a timeout.
    return undefined;
  }
}

async function report(results: readonly StackResult[]): Promise<{ readonly drifted: number }> {
  const { DELIVERY: delivery, PART: part, TOPIC_ARN: topicArn } = variables();
  for (const { stack, status, reason } of results) {
    console.log(`${stack.name} (${stack.region}): ${status}${reason === undefined ? '' : `: ${reason}`}`);
  }
  const names = { namespace: METRIC_NAMESPACE, drifted: DRIFTED_RESOURCES, unchecked: UNCHECKED_STACKS };
  // Not with console.log(), whose lines start with a time that CloudWatch would not take for a metric.
  process.stdout.write(`${JSON.stringify(metricsOf(delivery!, part!, results, new Date(), names))}\n`);
  const message = messageOf(delivery!, part!, results);
  if (message) {
    const client = new SNSClient({ region: topicArn!.split(':')[3]! });
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: message.subject, Message: message.text }));
  }
  return { drifted: results.reduce((sum, { drifted }) => sum + drifted, 0) };
}

function variables(): NodeJS.ProcessEnv {
  const missing = Object.values(DRIFT_VARIABLES).filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`missing environment variables: ${missing.join(', ')}`);
  return process.env;
}
