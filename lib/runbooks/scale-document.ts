/**
 * The contents of the two SSM Automation documents that change how many tasks or pods of a service run at least, and back: SSM
 * runbooks of schema 0.3, in SSM's own words.
 */

import { chooseStep, holdPods, type PodScaleProps, releasePods } from './pod-scale-steps';

/** How many tasks of a service run, as its configuration has it. */
export interface ConfiguredScaling {
  readonly minimum: number;
  readonly maximum: number;
}

/** What the documents need to know. */
export interface ScaleDocumentProps {
  readonly environment: string;
  readonly clusterName: string;
  /** By the service's name: those on ECS. */
  readonly services: Readonly<Record<string, ConfiguredScaling>>;
  /** The name of the document that takes it back. */
  readonly scaleInName: string;
  /** For services on EKS. @default - there are none */
  readonly pods?: Pick<PodScaleProps, 'services' | 'functionName'>;
  /** The role that SSM works under. */
  readonly roleArn: string;
}

const RUNTIME = 'python3.11';
const CALL_SECONDS = 60;
/** SSM ends a script after ten minutes; this leaves it time to say what it waited for. */
const WAIT_SECONDS = 540;
const POLL_SECONDS = 15;
/** A number of tasks from 1: nobody scales a service out to none. Text, as SSM checks no pattern of numbers. */
const TASKS = '[1-9][0-9]{0,3}';

/** Raises, and never takes away: the document that scales in does that. */
const PLAN_OUT = `def plan(events, context):
    service = events['service']
    low = int(events['minimum'])
    high = max(int(events['maximum'] or 0), int(events['presentMaximum']))
    present = int(events['presentMinimum'])
    if low < present:
        raise Exception(f"{service} runs {present} tasks at least already (got Minimum={low}): {events['scaleIn']} goes back")
    if low > high:
        raise Exception(f'{service} may run {high} tasks at most (got Minimum={low}): add Maximum={low} or more')
    return {'minimum': low, 'maximum': high}
`;

const PLAN_IN = `def plan(events, context):
    return events['configured'][events['service']]
`;

/**
 * Under CodeDeploy a service has task sets, and while it is deployed the new version's tasks are counted in the service as
 * well: those that serve are the primary set's. Under ECS itself there are none.
 */
const WAIT = `import time
import boto3

def wait(events, context):
    name, minimum = events['service'], int(events['minimum'])
    ecs = boto3.client('ecs')
    end = time.time() + int(events['seconds'])
    while True:
        service = ecs.describe_services(cluster=events['cluster'], services=[name])['services'][0]
        primary = [one for one in service.get('taskSets', []) if one['status'] == 'PRIMARY']
        running = (primary[0] if primary else service)['runningCount']
        if running >= minimum:
            return {'running': running}
        if time.time() >= end:
            raise Exception(f'{running} of {minimum} tasks of {name} run: the events of the service in ECS say why')
        time.sleep(int(events['pause']))
`;

/** The document that scales out, as an object. */
export function scaleOutDocument(props: ScaleDocumentProps): Record<string, unknown> {
  return {
    schemaVersion: '0.3',
    description: `Has more ${units(props)} of a service run in ${props.environment} at least, and waits for them.`,
    assumeRole: props.roleArn,
    parameters: {
      Service: serviceParameter(props),
      Minimum: {
        type: 'String',
        description: `How many ${units(props)} are to run at least.`,
        allowedPattern: `^${TASKS}$`,
      },
      Maximum: {
        type: 'String',
        description: `How many ${units(props)} may run at most, if more than now. Empty: as many as now.`,
        allowedPattern: `^$|^${TASKS}$`,
        default: '',
      },
    },
    ...steps(props, holdPods, [
      {
        name: 'look',
        description: 'Looks how many tasks run at least and at most now.',
        action: 'aws:executeAwsApi',
        timeoutSeconds: CALL_SECONDS,
        onFailure: 'Abort',
        inputs: {
          Service: 'application-autoscaling',
          Api: 'DescribeScalableTargets',
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
          ResourceIds: [resourceId(props)],
        },
        outputs: [
          { Name: 'Minimum', Selector: '$.ScalableTargets[0].MinCapacity', Type: 'Integer' },
          { Name: 'Maximum', Selector: '$.ScalableTargets[0].MaxCapacity', Type: 'Integer' },
        ],
        nextStep: 'plan',
      },
      {
        ...planStep(PLAN_OUT, {
          service: '{{ Service }}',
          minimum: '{{ Minimum }}',
          maximum: '{{ Maximum }}',
          presentMinimum: '{{ look.Minimum }}',
          presentMaximum: '{{ look.Maximum }}',
          scaleIn: props.scaleInName,
        }),
        description: 'Refuses what would take tasks away, or be more than the service may run.',
      },
      { ...registerStep(props), nextStep: 'wait' },
      {
        name: 'wait',
        description: 'Waits until that many tasks run.',
        action: 'aws:executeScript',
        timeoutSeconds: WAIT_SECONDS + CALL_SECONDS,
        onFailure: 'Abort',
        inputs: {
          Runtime: RUNTIME,
          Handler: 'wait',
          InputPayload: {
            cluster: props.clusterName,
            service: '{{ Service }}',
            minimum: '{{ plan.Minimum }}',
            seconds: WAIT_SECONDS,
            pause: POLL_SECONDS,
          },
          Script: WAIT,
        },
        outputs: [{ Name: 'Running', Selector: '$.Payload.running', Type: 'Integer' }],
        isEnd: true,
      },
    ]),
  };
}

/** The document that goes back to what the configuration has, as an object. Scaling then takes tasks away as it can. */
export function scaleInDocument(props: ScaleDocumentProps): Record<string, unknown> {
  return {
    schemaVersion: '0.3',
    description: `Has as many ${units(props)} of a service run in ${props.environment} as its configuration says.`,
    assumeRole: props.roleArn,
    parameters: { Service: serviceParameter(props) },
    ...steps(props, releasePods, [
      {
        ...planStep(PLAN_IN, { service: '{{ Service }}', configured: props.services }),
        description: 'Looks up the configuration.',
      },
      { ...registerStep(props), isEnd: true },
    ]),
  };
}

type Step = Readonly<Record<string, unknown>>;

/** What a document does: the steps for what its services run on, and a choice between them where they differ. */
function steps(props: ScaleDocumentProps, ofPods: (props: PodScaleProps) => Step, ofTasks: readonly Step[]) {
  const pods = props.pods && { ...props.pods, scaleInName: props.scaleInName };
  const podSteps = pods ? [ofPods(pods)] : [];
  const taskSteps = hasTasks(props) ? ofTasks : [];
  const [podStep, taskStep] = [podSteps[0], taskSteps[0]];
  const choice =
    pods && podStep && taskStep
      ? [chooseStep(pods, { pods: String(podStep['name']), tasks: String(taskStep['name']) })]
      : [];
  return { mainSteps: [...choice, ...taskSteps, ...podSteps], outputs: [...taskSteps, ...podSteps].flatMap(outputsOf) };
}

/** Of those that look or plan, and of those that wait; a call has no others. */
function outputsOf({ name, outputs = [] }: Step): string[] {
  return (outputs as readonly { readonly Name: string }[]).map(({ Name }) => `${name}.${Name}`);
}

function hasTasks({ services }: Pick<ScaleDocumentProps, 'services'>): boolean {
  return Object.keys(services).length > 0;
}

/** What runs, in words. */
export function units(props: Pick<ScaleDocumentProps, 'services' | 'pods'>): string {
  return [...(hasTasks(props) ? ['tasks'] : []), ...(props.pods ? ['pods'] : [])].join(' or ');
}

function serviceParameter({ services, pods }: ScaleDocumentProps): Record<string, unknown> {
  const allowedValues = [...Object.keys(services), ...(pods?.services ?? [])];
  return { type: 'String', description: 'The service.', allowedValues };
}

function resourceId({ clusterName }: ScaleDocumentProps): string {
  return `service/${clusterName}/{{ Service }}`;
}

function planStep(script: string, payload: Record<string, unknown>): Record<string, unknown> {
  return {
    name: 'plan',
    action: 'aws:executeScript',
    timeoutSeconds: CALL_SECONDS,
    onFailure: 'Abort',
    inputs: { Runtime: RUNTIME, Handler: 'plan', InputPayload: payload, Script: script },
    outputs: [
      { Name: 'Minimum', Selector: '$.Payload.minimum', Type: 'Integer' },
      { Name: 'Maximum', Selector: '$.Payload.maximum', Type: 'Integer' },
    ],
    nextStep: 'register',
  };
}

function registerStep(props: ScaleDocumentProps): Record<string, unknown> {
  return {
    name: 'register',
    description: 'Tells the scaling of the service; what else it is told by the stack stays as it is.',
    action: 'aws:executeAwsApi',
    timeoutSeconds: CALL_SECONDS,
    onFailure: 'Abort',
    inputs: {
      Service: 'application-autoscaling',
      Api: 'RegisterScalableTarget',
      ServiceNamespace: 'ecs',
      ScalableDimension: 'ecs:service:DesiredCount',
      ResourceId: resourceId(props),
      MinCapacity: '{{ plan.Minimum }}',
      MaxCapacity: '{{ plan.Maximum }}',
    },
  };
}
