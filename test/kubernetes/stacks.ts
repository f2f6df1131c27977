import { Template } from 'aws-cdk-lib/assertions';
import { ClusterStack } from '../../lib/cluster/cluster-stack';
import type { Delivery } from '../../lib/config/delivery';
import type { DeliveryInput } from '../../lib/config/input';
import { KubernetesStack } from '../../lib/kubernetes/kubernetes-stack';
import { NetworkStack } from '../../lib/network/network-stack';
import { newApp } from '../support/app';
import type { Writable } from '../support/configs';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import type { Properties, SynthesizedStack } from '../support/template';
import { shop } from '../support/templates';

/** The delivery `shop`, whose services are on EKS unless `change` says something else. */
export function onKubernetes(change: (delivery: Writable<DeliveryInput>) => void = () => {}): Delivery {
  return shop(change, 'eks');
}

/** What a test says of a service. */
type ServiceOf = Partial<Writable<DeliveryInput['services'][number]>> & { name: string };

/** Services of that delivery, each on EKS, internal and on a port of its own, unless it says something else. */
export function services(...inputs: ServiceOf[]): (delivery: Writable<DeliveryInput>) => void {
  return (delivery) => {
    delivery.services = inputs.map((input, index) => ({
      directory: SERVICE_DIRECTORY,
      platform: 'eks' as const,
      listenerPort: 8080 + index,
      ...input,
    }));
  };
}

/** The stacks that a cluster needs, and its own, in the first environment; nothing is synthesized yet. */
export function stacksOf(delivery: Delivery) {
  const environment = delivery.environments[0]!;
  const app = newApp();
  const common = (name: string) => ({
    delivery,
    environment,
    stackName: `${delivery.name}-${environment.name}-${name}`,
    env: { account: environment.account, region: environment.region },
  });
  const { vpc } = new NetworkStack(app, 'network', common('network'));
  const { loadBalancers } = new ClusterStack(app, 'cluster', { ...common('cluster'), vpc });
  return { app, stack: new KubernetesStack(app, 'kubernetes', { ...common('kubernetes'), vpc, loadBalancers }) };
}

export interface Synthesized {
  readonly template: Template;
  /** A value of the cluster's template with its functions evaluated as far as that can be done without AWS. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
  readonly value: (value: unknown) => any;
  /** What is handed to the cluster: the objects of all its manifests. */
  readonly objects: readonly Properties[];
}

/** The cluster of a delivery, as CloudFormation would get it. */
export function kubernetesOf(delivery: Delivery): Synthesized {
  const { app } = stacksOf(delivery);
  const stacks: SynthesizedStack[] = app.synth().stacks.map(({ stackName: name, template }) => ({
    name,
    account: '222222222222',
    region: 'eu-central-1',
    template,
  }));
  const own = stacks.find(({ name }) => name.endsWith('-kubernetes'))!;
  const evaluate = evaluator(stacks);
  const value = (of: unknown) => evaluate(own, of);
  const template = Template.fromJSON(own.template);
  const manifests = Object.values(template.findResources('Custom::AWSCDK-EKS-KubernetesResource'));
  return {
    template,
    value,
    objects: manifests.flatMap(({ Properties }) => JSON.parse(value(Properties.Manifest))),
  };
}

/** The one object of a kind. */
export function object({ objects }: Synthesized, kind: string): Properties {
  const found = objects.filter((one) => one['kind'] === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}`);
  return found[0]!;
}
