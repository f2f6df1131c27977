import type { Template } from '../cloudformation/template';
import type { Delivery } from '../config/delivery';
import { byHand } from './by-hand';
import { yamlLines } from './yaml';

/** A stack's name and its template. */
export interface StackTemplate {
  readonly name: string;
  readonly template: Template;
}

export interface Synthesized {
  readonly stacks: number;
  readonly resources: number;
  /** Lines of YAML of all stacks. */
  readonly lines: number;
  /** Kinds of stacks: templates that one would write by hand, each used for several stacks with parameters. */
  readonly kinds: number;
  /** Lines of the longest template of each kind: the least that has to be written, parameters not counted. */
  readonly linesOfKinds: number;
}

/** What a delivery's stacks amount to. */
export function synthesizedOf(delivery: Delivery, stacks: readonly StackTemplate[]): Synthesized {
  const longest = new Map<string, number>();
  let lines = 0;
  for (const { name, template } of stacks) {
    const own = linesOf(template);
    const kind = kindOf(delivery, name);
    lines += own;
    longest.set(kind, Math.max(own, longest.get(kind) ?? 0));
  }
  return {
    stacks: stacks.length,
    resources: stacks.reduce((sum, { template }) => sum + Object.keys(template.Resources ?? {}).length, 0),
    lines,
    kinds: longest.size,
    linesOfKinds: [...longest.values()].reduce((sum, own) => sum + own, 0),
  };
}

function linesOf(template: Template): number {
  return yamlLines(byHand(template as Readonly<Record<string, unknown>>)).length;
}

/**
 * Stacks of one kind could be made of one template: `shop-dev-network` is `environment network`, `shop-dev-web` is `service by
 * codedeploy`, `shop-toolchain-web-main-pipeline` is `pipeline`.
 */
export function kindOf(delivery: Delivery, stackName: string): string {
  const name = stackName.slice(delivery.name.length + 1);
  if (name.startsWith('toolchain-')) {
    const own = name.slice('toolchain-'.length);
    const of = delivery.services.filter((service) => own.startsWith(`${service.name}-`)).length > 0;
    return of ? own.slice(own.lastIndexOf('-') + 1) : `toolchain ${own}`;
  }
  const environment = delivery.environments
    .map((one) => one.name)
    .filter((one) => name.startsWith(`${one}-`))
    .sort((one, other) => other.length - one.length)[0];
  if (environment === undefined) throw new Error(`${stackName} is no stack of ${delivery.name}`);
  const part = name.slice(environment.length + 1);
  const service = delivery.services.find((one) => one.name === part);
  if (!service) return `environment ${part}`;
  return `service by ${service.in[environment]!.controller}`;
}
