import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Delivery, Platform } from '../../lib/config/delivery';
import type { BranchingInput, DeliveryInput } from '../../lib/config/input';
import { trunk } from '../../lib/config/words';
import { newApp } from '../support/app';
import { onEks, smallDelivery, type Writable } from '../support/configs';
import { resolved, SERVICE_DIRECTORY } from '../support/deliveries';
import { evaluator } from '../support/intrinsics';
import { synthesizedOnce } from '../support/synthesized';
import { asList, type Properties, type Resource, type SynthesizedStack } from '../support/template';

/** The account and region of tests that look at ARNs. */
export const TOOLS = { account: '111111111111', region: 'eu-central-1' };
export const ENVIRONMENT_ACCOUNT = '222222222222';
export const DOMAIN = { name: 'dev.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };

/**
 * The delivery `shop` with the environment `dev` and the internal service `web`, trunk-based, changed.
 *
 * @param platform of `web`, with what it needs there
 */
export function shop(
  change: (delivery: Writable<DeliveryInput>) => void = () => {},
  platform: Platform = 'ecs',
): Delivery {
  const input = smallDelivery(SERVICE_DIRECTORY, (delivery) => {
    delivery.branching = structuredClone(trunk()) as Writable<BranchingInput>;
    if (platform === 'eks') onEks(delivery);
    change(delivery);
  });
  return resolved(input as DeliveryInput);
}

/** The template of one stack, by its name without the delivery's: `dev-web`, `toolchain-source`. */
export function templateOf(delivery: Delivery, name: string): Template {
  return Template.fromJSON({ ...stackOf(delivery, name).template });
}

/** A value of a stack's template with its intrinsic functions evaluated as far as that can be done without AWS. */
// biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
export function evaluated(delivery: Delivery, name: string, value: unknown): any {
  return evaluator(partWith(delivery, name))(stackOf(delivery, name), value);
}

/** The one resource of its type and properties, with its logical id. */
export function only(template: Template, type: string, props?: unknown): Resource & { readonly id: string } {
  const found = Object.entries(template.findResources(type, props === undefined ? {} : { Properties: props }));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} and these properties`);
  const [id, resource] = found[0]!;
  return { ...(resource as Resource), id };
}

export interface PolicyStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Properties;
}

/** What the policy attached to a role allows; both are found by the start of the policy's logical id. */
export function allowedBy(delivery: Delivery, name: string, policyId: string): PolicyStatement[] {
  const policies = Object.entries(templateOf(delivery, name).findResources('AWS::IAM::Policy'));
  const found = policies.filter(([id]) => id.startsWith(policyId));
  if (found.length !== 1) throw new Error(`${found.length} policies with an id that starts with ${policyId}`);
  const statements: Properties[] = found[0]![1]['Properties'].PolicyDocument.Statement;
  return statements.map((statement) => {
    if (statement['Effect'] !== 'Allow') throw new Error(`${policyId}: a statement that denies`);
    const { Action, Resource, Condition } = evaluated(delivery, name, statement);
    return {
      actions: asList<string>(Action),
      resources: asList<string>(Resource),
      ...(Condition && { conditions: Condition }),
    };
  });
}

/** The statements that are about one of the actions. */
export function about(statements: readonly PolicyStatement[], ...actions: string[]): PolicyStatement[] {
  return statements.filter((statement) => statement.actions.some((action) => actions.includes(action)));
}

function stackOf(delivery: Delivery, name: string): SynthesizedStack {
  const stacks = partWith(delivery, name);
  const stack = stacks.find((candidate) => candidate.name === `${delivery.name}-${name}`);
  if (!stack) throw new Error(`No stack ${name} in ${stacks.map((other) => other.name)}`);
  return stack;
}

const parts = new Map<Delivery, Map<string, readonly SynthesizedStack[]>>();

/** The stacks of the environment or of the toolchain that the named one belongs to; a test file needs no others. */
function partWith(delivery: Delivery, name: string): readonly SynthesizedStack[] {
  const ofDelivery = parts.get(delivery) ?? new Map<string, readonly SynthesizedStack[]>();
  parts.set(delivery, ofDelivery);
  const part = name.split('-')[0]!;
  const make = () => synthesized((app) => build(app, delivery, part));
  const stacks = ofDelivery.get(part) ?? synthesizedOnce(delivery, part, make);
  ofDelivery.set(part, stacks);
  return stacks;
}

function build(app: App, delivery: Delivery, part: string): void {
  const environment = delivery.environments.find((candidate) => candidate.name === part);
  if (environment) {
    // What a file needs that no other has made yet; loading it takes as long as a small synthesis.
    const { DeliveryEnvironment } =
      require('../../lib/app/delivery-environment') as typeof import('../../lib/app/delivery-environment');
    new DeliveryEnvironment(app, part, { delivery, environment });
    return;
  }
  const { Toolchain } = require('../../lib/app/toolchain') as typeof import('../../lib/app/toolchain');
  const environments = Object.fromEntries(
    delivery.environments.map((other) => [
      other.name,
      // All that the toolchain does with them is to wait.
      Object.fromEntries(delivery.services.map(({ name }) => [name, new Stack(app, `${other.name}-${name}`)])),
    ]),
  );
  const environmentPaths = Object.fromEntries(
    delivery.environments.map(({ name }) => [name, `${delivery.name}-${name}`]),
  );
  new Toolchain(app, part, { delivery, environments, environmentPaths });
}

function synthesized(fill: (app: App) => void): readonly SynthesizedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'slipway-synth-'));
  try {
    const app = newApp(outdir);
    fill(app);
    const { stacks } = app.synth();
    return app.node
      .findAll()
      .filter((node) => Stack.isStack(node))
      .map((stack) => ({
        name: stack.stackName,
        account: known(stack.account),
        region: known(stack.region),
        template: stacks.find(({ id }) => id === stack.artifactId)!.template,
      }));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function known(place: string): string | undefined {
  return Token.isUnresolved(place) ? undefined : place;
}
