import { isObject } from '../cloudformation/template';
import { assumed } from './assumptions';
import { type CostedStack, resourcesOf, textOf } from './stacks';

/** What a cluster's stack says about nodes to EKS Auto Mode. */
export interface NodePool {
  /** Families such as `c` and `t`. @default - all that Auto Mode has but burstable ones */
  readonly categories: readonly string[];
  /** GB of a node's disk. */
  readonly disk: number;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** The first pool and class among the manifests that a stack applies. */
export function nodePoolIn(stack: CostedStack): NodePool {
  const manifests = resourcesOf(stack, 'Custom::AWSCDK-EKS-KubernetesResource').flatMap(({ properties }) =>
    manifestsOf(textOf(properties['Manifest'])),
  );
  const spec = (kind: string) => manifests.find((manifest) => manifest['kind'] === kind)?.['spec'];
  const requirements: readonly Requirement[] = at(spec('NodePool'), 'template', 'spec', 'requirements') ?? [];
  const categories = requirements.find(({ key }) => key === 'eks.amazonaws.com/instance-category')?.values;
  const [, disk] = /^(\d+)Gi$/.exec(String(at(spec('NodeClass'), 'ephemeralStorage', 'size'))) ?? [];
  return {
    categories: categories ?? ['c', 'm'],
    disk: disk === undefined ? assumed('nodeDiskGigabytes') : Number(disk),
  };
}

/** CDK applies a list, which it writes as JSON. */
function manifestsOf(text: string): Readonly<Record<string, unknown>>[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the manifest has there
function at(value: unknown, ...path: string[]): any {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}
