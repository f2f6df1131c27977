import { isObject } from '../../cloudformation/template';
import type { Controller, Delivery } from '../../config/delivery';
import { type CostedStack, type Located, resourcesOf, textOf } from '../../cost/stacks';
import type { EcsRelease, EksRelease } from '../../deployment/release-manifest';
import { parameterName, stackName } from '../../shared/names';
import type { ChartValues } from '../../workload/values';

/** An object of Kubernetes, as a manifest has it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the kind has
  readonly [member: string]: any;
}

/** What one variant comes to, before its chart is rendered. */
export interface Observed {
  readonly variant: Controller;
  readonly delivery: Delivery;
  readonly stacks: readonly CostedStack[];
}

/** The service is the only one of the delivery. */
export function serviceNameOf({ delivery }: Observed): string {
  return delivery.services[0]!.name;
}

/** The stacks that all services of an environment share. */
export function sharedStacks(observed: Observed, environment: string): readonly CostedStack[] {
  const own = stackName(observed.delivery.name, environment, serviceNameOf(observed));
  const start = stackName(observed.delivery.name, environment, '');
  return observed.stacks.filter(({ name }) => name.startsWith(start) && name !== own);
}

export function serviceStack(observed: Observed, environment: string): CostedStack {
  const name = stackName(observed.delivery.name, environment, serviceNameOf(observed));
  return only(
    observed.stacks.filter((stack) => stack.name === name),
    name,
  );
}

/** That of the one release line. */
export function pipelineStack({ stacks }: Observed): CostedStack {
  return only(
    stacks.filter(({ name }) => name.endsWith('-pipeline')),
    'pipeline',
  );
}

/** The resources of stacks, or those of one type. */
export function resourcesIn(stacks: readonly CostedStack[], type?: string): readonly Located[] {
  return stacks.flatMap((stack) => resourcesOf(stack, type));
}

/** The objects that stacks put into the cluster themselves. */
export function appliedIn(stacks: readonly CostedStack[]): readonly KubernetesObject[] {
  return resourcesIn(stacks, 'Custom::AWSCDK-EKS-KubernetesResource').flatMap(({ properties }) => {
    const value: unknown = JSON.parse(textOf(properties['Manifest']));
    return (Array.isArray(value) ? value : [value]).filter(isKubernetesObject);
  });
}

function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isObject(value) && typeof value['kind'] === 'string' && isObject(value['metadata']);
}

/** What the stack of a service on ECS says to a deployment; what CloudFormation fills in stands there by its name. */
export function ecsReleaseIn(observed: Observed, environment: string): EcsRelease {
  return JSON.parse(releaseText(observed, environment));
}

/** Likewise of a service on EKS. */
function eksReleaseIn(observed: Observed, environment: string): EksRelease {
  return JSON.parse(releaseText(observed, environment));
}

function releaseText(observed: Observed, environment: string): string {
  const name = parameterName(observed.delivery.name, environment, serviceNameOf(observed));
  const parameters = resourcesOf(serviceStack(observed, environment), 'AWS::SSM::Parameter');
  const parameter = only(
    parameters.filter(({ properties }) => properties['Name'] === name),
    name,
  );
  return textOf(parameter.properties['Value']);
}

/** An image and target groups that nobody has. */
const DIGEST = '0'.repeat(64);
const TARGET_GROUP = 'arn:aws:elasticloadbalancing:us-east-1:111111111111:targetgroup/side/0';

/** The values that the chart is rendered with; what CloudFormation fills in is made up. */
export function valuesIn(observed: Observed, environment: string): ChartValues {
  const { values } = eksReleaseIn(observed, environment);
  return {
    ...values,
    image: `111111111111.dkr.ecr.us-east-1.amazonaws.com/image@sha256:${DIGEST}`,
    targetGroups: { live: TARGET_GROUP, next: TARGET_GROUP },
    analysis: { ...values.analysis, loadBalancer: 'app/balancer/0', targetGroup: 'targetgroup/side/0' },
  };
}

/** @throws if there is not exactly one */
export function only<T>(found: readonly T[], what: string): T {
  if (found.length !== 1) throw new Error(`${what}: there are ${found.length} of it`);
  return found[0]!;
}
