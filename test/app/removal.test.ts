import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { DeliveryEnvironment } from '../../lib/app/delivery-environment';
import type { Platform } from '../../lib/config/delivery';
import { newApp } from '../support/app';
import { shop } from '../support/templates';

const SETTING = 'AWS::XRay::TransactionSearchConfig';

/** The stacks of an environment with one service, by their names without the environment's. */
function stacksOf(production: boolean, platform: Platform = 'ecs'): ReadonlyMap<string, Stack> {
  const delivery = shop(
    ({ environments: [dev] }) => Object.assign(dev!, { production, tracing: { transactionSearch: 1 } }),
    platform,
  );
  const app = newApp();
  new DeliveryEnvironment(app, 'environment', { delivery, environment: delivery.environments[0]! });
  // References between stacks become dependencies only then.
  app.synth();
  const stacks = app.node.findAll().filter((construct) => construct instanceof Stack);
  return new Map(stacks.map((stack) => [stack.stackName.replace('shop-dev-', ''), stack]));
}

/** What `cdk destroy` of a stack takes along: all that depend on it. */
function goneWith(name: string, stacks: ReadonlyMap<string, Stack>): string[] {
  const gone = new Set([stacks.get(name)!]);
  for (const stack of gone) {
    for (const other of stacks.values()) if (other.dependencies.includes(stack)) gone.add(other);
  }
  return [...stacks].flatMap(([other, stack]) => (gone.has(stack) ? [other] : [])).sort();
}

const production = stacksOf(true);

test('in production every stack is protected from deletion but the one that goes with each service', () => {
  const open = [...production].flatMap(([name, { terminationProtection }]) => (terminationProtection ? [] : [name]));
  expect(open).toEqual(['observability']);
  expect(production.size).toBeGreaterThan(4);
});

test('a service takes along nothing of production that is protected', () => {
  expect(goneWith('web', production)).toEqual(['observability', 'web']);
});

test('nor a setting of the account, without which the other services would lose their traces', () => {
  const isSetting = (construct: IConstruct) =>
    CfnResource.isCfnResource(construct) && construct.cfnResourceType === SETTING;
  const holders = [...production].flatMap(([name, stack]) => (stack.node.findAll().some(isSetting) ? [name] : []));
  expect(holders).toEqual(['cluster']);
  expect(goneWith('web', production)).not.toContain('cluster');
});

test('elsewhere the game days go, too, as they stop on an alarm of the environment', () => {
  expect(goneWith('web', stacksOf(false))).toEqual(['incidents', 'observability', 'web']);
});

describe('on EKS', () => {
  const onEks = stacksOf(true, 'eks');

  test('the cluster is protected, and stays when a service goes', () => {
    expect(onEks.get('kubernetes')!.terminationProtection).toBe(true);
    expect(goneWith('web', onEks)).toEqual(['observability', 'web']);
  });

  test('it goes after its services, whose namespaces are removed through it', () => {
    expect(goneWith('kubernetes', onEks)).toEqual(['kubernetes', 'observability', 'web']);
  });
});
