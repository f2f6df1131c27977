/** The steps of SSM Automation that change how many tasks of a service on ECS run at least, and back. */

/** How many tasks of a service run, as its configuration has it. */
export interface ConfiguredScaling {
  readonly minimum: number;
  readonly maximum: number;
}

export interface TaskScaleProps {
  readonly clusterName: string;
  /** By the service's name. */
  readonly services: Readonly<Record<string, ConfiguredScaling>>;
  /** The name of the document that takes it back. */
  readonly scaleInName: string;
}

/** A step in SSM's own words. */
export type Step = Readonly<Record<string, unknown>>;

const RUNTIME = 'python3.11';
const CALL_SECONDS = 60;
/** SSM ends a script after ten minutes; this leaves it time to say what it waited for. */
const WAIT_SECONDS = 540;
const POLL_SECONDS = 15;

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

/** Has so many tasks run at least, and waits for them. */
export function raiseTasks(props: TaskScaleProps): Step[] {
  return [
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
  ];
}

/** Goes back to what the configuration has. Scaling then takes tasks away as it can. */
export function restoreTasks(props: TaskScaleProps): Step[] {
  return [
    {
      ...planStep(PLAN_IN, { service: '{{ Service }}', configured: props.services }),
      description: 'Looks up the configuration.',
    },
    { ...registerStep(props), isEnd: true },
  ];
}

function resourceId({ clusterName }: TaskScaleProps): string {
  return `service/${clusterName}/{{ Service }}`;
}

function planStep(script: string, payload: Record<string, unknown>): Step {
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

function registerStep(props: TaskScaleProps): Step {
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
