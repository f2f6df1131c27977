import { isDeepStrictEqual } from 'node:util';
import { synthesizeEnvironment } from '../support/app';
import { resolved } from '../support/deliveries';
import { identityOf } from '../support/identity';
import { evaluator } from '../support/intrinsics';
import { resourcesIn } from '../support/template';
import {
  before,
  type Change,
  dev,
  OF_DEPLOYMENTS,
  OF_IDENTITY,
  OF_LISTS,
  OF_SURROUNDINGS,
  OF_TASKS,
  twinOf,
} from './create-once/changes';

const CREATE_ONCE = [
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
];

interface Seen {
  /** Evaluated properties by stack and logical id: what CodeDeploy or ECS owns. */
  readonly owned: Readonly<Record<string, unknown>>;
  /** The placeholders' task definitions. */
  readonly placeholders: Readonly<Record<string, unknown>>;
  /** What each service's next deployment is made of, by the service's stack. */
  readonly releases: Readonly<Record<string, string>>;
}

/** What the first environment looks like after one change or several at once. */
function seenAfter(...changes: readonly Change[]): Seen {
  const input = before();
  for (const change of changes) change(input);
  input.services.push(twinOf(input));
  const stacks = synthesizeEnvironment(resolved(input));
  const evaluate = evaluator(stacks, identityOf);
  const tabled = (...types: string[]) =>
    resourcesIn(stacks, ...types).map((found) => ({ ...found, properties: evaluate(found.stack, found.properties) }));
  return {
    owned: Object.fromEntries(
      tabled(...CREATE_ONCE)
        .filter(({ properties }) => properties['DefaultActions']?.[0].Type !== 'redirect')
        .map(({ where, properties }) => [where, properties]),
    ),
    placeholders: Object.fromEntries(
      tabled('AWS::ECS::TaskDefinition')
        .filter(({ properties }) => properties['Family'].endsWith('_placeholder'))
        // New tags make no new revision.
        .map(({ where, properties: { Tags, ...others } }) => [where, others]),
    ),
    releases: Object.fromEntries(
      tabled('AWS::SSM::Parameter').map(({ stack, properties }) => [stack.name, properties['Value']]),
    ),
  };
}

const start = seenAfter();
const stackOf = (where: string) => where.slice(0, where.indexOf('/'));
const livesOn = (after: Seen) => (where: string) => stackOf(where) in after.releases;
const only = <T>(all: Readonly<Record<string, T>>, keep: (where: string) => boolean) =>
  Object.fromEntries(Object.entries(all).filter(([where]) => keep(where)));

test('whoever deploys owns two target groups, two listeners and the ECS service of each service, and ECS two rules', () => {
  expect(Object.keys(start.owned)).toHaveLength(4 * 5 + 2);
  expect(Object.keys(start.placeholders)).toHaveLength(4);
});

const leavesAsItIs = (after: Seen, part: 'owned' | 'placeholders') =>
  isDeepStrictEqual(only(after[part], livesOn(start)), only(start[part], livesOn(after)));

/**
 * All of them in one synthesis: what they leave as it is together, each of them does. Only if they do not is each looked at
 * by itself, so that the guilty ones are named.
 */
const together = seenAfter(...Object.values(OF_SURROUNDINGS));
const isHarmless = leavesAsItIs(together, 'owned') && leavesAsItIs(together, 'placeholders');

const HARMLESS = { ...OF_TASKS, ...OF_DEPLOYMENTS, ...OF_SURROUNDINGS, ...OF_LISTS };

describe.each(Object.entries(HARMLESS))('%s', (name, change) => {
  const after = name in OF_SURROUNDINGS && isHarmless ? together : seenAfter(change);

  test('leaves everything that CodeDeploy or ECS owns as it is', () => {
    expect(only(after.owned, livesOn(start))).toEqual(only(start.owned, livesOn(after)));
  });

  test("leaves the placeholders' task definitions as they are", () => {
    expect(only(after.placeholders, livesOn(start))).toEqual(only(start.placeholders, livesOn(after)));
  });

  if (name in OF_TASKS) {
    test.each(['web', 'twin'])('starts a deployment of %s', (service) => {
      expect(after.releases[`shop-dev-${service}`]).not.toEqual(start.releases[`shop-dev-${service}`]);
    });
  }
  if (name in OF_DEPLOYMENTS) {
    test('starts a deployment where ECS has to be told', () => {
      expect(after.releases['shop-dev-twin']).not.toEqual(start.releases['shop-dev-twin']);
      expect(after.releases['shop-dev-web']).toEqual(start.releases['shop-dev-web']);
    });
  }
});

describe.each(Object.entries(OF_IDENTITY))('another identity: %s', (_, { change, services }) => {
  const after = seenAfter(change);
  const changed = (where: string) => services.some((service) => stackOf(where) === `shop-dev-${service}`);

  test('gives new logical ids to everything that CodeDeploy or ECS owns of the service', () => {
    expect(Object.keys(only(after.owned, changed)).filter((where) => where in start.owned)).toEqual([]);
  });

  test('leaves the other services as they are', () => {
    expect(only(after.owned, (where) => !changed(where))).toEqual(only(start.owned, (where) => !changed(where)));
  });
});

describe('a listener changed in place', () => {
  test('is seen', () => {
    const after = seenAfter((delivery) => Object.assign(dev(delivery).network!, { cidr: '10.9.0.0/16' }));
    expect(only(after.owned, (where) => where in start.owned)).not.toEqual(start.owned);
  });
});
