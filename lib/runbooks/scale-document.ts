/**
 * The contents of the two SSM Automation documents that change how many tasks or pods of a service run at least, and back: SSM
 * runbooks of schema 0.3, in SSM's own words.
 */

import { chooseStep, holdPods, type PodScaleProps, releasePods } from './pod-scale-steps';
import { raiseTasks, restoreTasks, type Step, type TaskScaleProps } from './task-scale-steps';

/** What the documents need to know. */
export interface ScaleDocumentProps extends TaskScaleProps {
  readonly environment: string;
  /** For services on EKS. @default - there are none */
  readonly pods?: Pick<PodScaleProps, 'services' | 'functionName'>;
  /** The role that SSM works under. */
  readonly roleArn: string;
}

/** A number from 1: nobody scales a service out to none. Text, as SSM checks no pattern of numbers. */
const NUMBER = '[1-9][0-9]{0,3}';

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
        allowedPattern: `^${NUMBER}$`,
      },
      Maximum: {
        type: 'String',
        description: `How many ${units(props)} may run at most, if more than now. Empty: as many as now.`,
        allowedPattern: `^$|^${NUMBER}$`,
        default: '',
      },
    },
    ...steps(props, holdPods, raiseTasks),
  };
}

/** The document that goes back to what the configuration has, as an object. */
export function scaleInDocument(props: ScaleDocumentProps): Record<string, unknown> {
  return {
    schemaVersion: '0.3',
    description: `Has as many ${units(props)} of a service run in ${props.environment} as its configuration says.`,
    assumeRole: props.roleArn,
    parameters: { Service: serviceParameter(props) },
    ...steps(props, releasePods, restoreTasks),
  };
}

/** What a document does: the steps for what its services run on, and a choice between them where they differ. */
function steps(
  props: ScaleDocumentProps,
  ofPods: (props: PodScaleProps) => Step,
  ofTasks: (props: TaskScaleProps) => Step[],
) {
  const pods = props.pods && { ...props.pods, scaleInName: props.scaleInName };
  const podSteps = pods ? [ofPods(pods)] : [];
  const taskSteps = hasTasks(props) ? ofTasks(props) : [];
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
