/**
 * The steps of SSM Automation that change how many pods of a service on EKS run at least, and back. They ask the function that
 * installs the service's releases: nobody else reaches the cluster.
 */
export interface PodScaleProps {
  /** Names of those on EKS. */
  readonly services: readonly string[];
  /** What a service's function is called by, with SSM's reference to the parameter `Service` in it. */
  readonly functionName: string;
  /** The name of the document that takes it back. */
  readonly scaleInName: string;
}

const RUNTIME = 'python3.11';
/** SSM ends a script after ten minutes; this leaves it time to say what it waited for. */
const WAIT_SECONDS = 540;
/** So rarely that dashboards do not take it for a pipeline that waits for a rollout. */
const POLL_SECONDS = 30;
/** A function that nobody has called for weeks wakes up in about a minute. */
const WAKE_SECONDS = 180;
const SCRIPT_SECONDS = 600;

/** The errors are those of a function in a network that Lambda has put to sleep ("Lambda function states"). */
const ASK = `import json
import time
import boto3

WAKING = ('ResourceNotReadyException', 'ENINotReadyException', 'ResourceConflictException')

def ask(events, request):
    end = time.time() + int(events['wake'])
    while True:
        try:
            answer = boto3.client('lambda').invoke(FunctionName=events['function'], Payload=json.dumps(request))
            break
        except Exception as error:
            if type(error).__name__ not in WAKING or time.time() >= end:
                raise
        time.sleep(5)
    said = json.loads(answer['Payload'].read())
    if 'FunctionError' in answer:
        raise Exception((said or {}).get('errorMessage', answer['FunctionError']))
    return said
`;

/** As on ECS it raises and never takes away. The function lets as many pods run at most as it holds at least. */
const HOLD = `${ASK}
def hold(events, context):
    service, low = events['service'], int(events['minimum'])
    now = ask(events, {'kind': 'diagnose'}).get('scaling')
    if not now:
        raise Exception(f'{service} has not been released yet')
    high = max(int(events['maximum'] or 0), now['maximum'])
    if low < now['minimum']:
        raise Exception(f"{service} runs {now['minimum']} pods at least already (got Minimum={low}): {events['scaleIn']} goes back")
    if low > high:
        raise Exception(f'{service} may run {high} pods at most (got Minimum={low}): add Maximum={low} or more')
    ask(events, {'kind': 'scale', 'minimum': low})
    end = time.time() + int(events['seconds'])
    while True:
        time.sleep(int(events['pause']))
        ready = ask(events, {'kind': 'look'})['pods']['ready']
        if ready >= low:
            return {'before': now['minimum'], 'running': ready}
        if time.time() >= end:
            raise Exception(f'{ready} of {low} pods of {service} are ready: its diagnostics say why')
`;

const RELEASE = `${ASK}
def release(events, context):
    return ask(events, {'kind': 'scale'})
`;

/** Has so many pods run at least, and waits for them. */
export function holdPods(props: PodScaleProps): Record<string, unknown> {
  return {
    ...scriptStep('hold', HOLD, props, {
      minimum: '{{ Minimum }}',
      maximum: '{{ Maximum }}',
      scaleIn: props.scaleInName,
      seconds: WAIT_SECONDS - WAKE_SECONDS,
      pause: POLL_SECONDS,
    }),
    description: 'Has the function in the cluster hold that many pods at least, and waits until they are ready.',
    outputs: [
      { Name: 'Before', Selector: '$.Payload.before', Type: 'Integer' },
      { Name: 'Running', Selector: '$.Payload.running', Type: 'Integer' },
    ],
  };
}

/** Goes back to what the release states. */
export function releasePods(props: PodScaleProps): Record<string, unknown> {
  return {
    ...scriptStep('release', RELEASE, props, {}),
    description: 'Has the function in the cluster go back to what the release states.',
    outputs: [{ Name: 'Minimum', Selector: '$.Payload.minimum', Type: 'Integer' }],
  };
}

function scriptStep(
  name: string,
  script: string,
  { functionName }: PodScaleProps,
  payload: Record<string, unknown>,
): Record<string, unknown> {
  return {
    name,
    action: 'aws:executeScript',
    timeoutSeconds: SCRIPT_SECONDS,
    onFailure: 'Abort',
    inputs: {
      Runtime: RUNTIME,
      Handler: name,
      InputPayload: {
        service: '{{ Service }}',
        function: functionName,
        wake: WAKE_SECONDS,
        ...payload,
      },
      Script: script,
    },
    isEnd: true,
  };
}

/** Leads services on EKS to a step, and all others to another. */
export function chooseStep(
  { services }: PodScaleProps,
  next: { readonly pods: string; readonly tasks: string },
): Record<string, unknown> {
  return {
    name: 'choose',
    description: 'Goes on with what the service runs on.',
    action: 'aws:branch',
    onFailure: 'Abort',
    inputs: {
      Choices: services.map((service) => ({
        NextStep: next.pods,
        Variable: '{{ Service }}',
        StringEquals: service,
      })),
      Default: next.tasks,
    },
  };
}
