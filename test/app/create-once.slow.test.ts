import { isDeepStrictEqual } from 'node:util';
import { resourceType } from '../../lib/cloudformation/resource-types';
import { synthesizeEnvironment } from '../support/app';
import { valuesOf } from '../support/chart-values';
import { resolved } from '../support/deliveries';
import { identityOf } from '../support/identity';
import { evaluator } from '../support/intrinsics';
import { type Properties, resourcesIn } from '../support/template';
import {
  before,
  type Change,
  dev,
  NOT_OF_PODS,
  OF_DEPLOYMENTS,
  OF_IDENTITY,
  OF_LISTS,
  OF_PODS,
  OF_STACKS,
  OF_SURROUNDINGS,
  OF_TASKS,
  podsOf,
  twinOf,
} from './create-once/changes';

const CREATE_ONCE = [
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
];

/** Of these, what a change would replace: the cluster itself, who is let in, and whose credentials pods get. */
const OF_CLUSTER = ['AWS::EKS::AccessEntry', 'AWS::EKS::Cluster', 'AWS::EKS::PodIdentityAssociation'];

interface Seen {
  /** Evaluated properties by stack and logical id: what CodeDeploy or ECS owns. */
  readonly owned: Readonly<Record<string, unknown>>;
  /** What of a cluster cannot be changed in place, and the namespaces of services. */
  readonly clusters: Readonly<Record<string, unknown>>;
  /** The placeholders' task definitions. */
  readonly placeholders: Readonly<Record<string, unknown>>;
  /** What each service's next deployment is made of, by the service's stack. */
  readonly releases: Readonly<Record<string, string>>;
}

/** What the first environment looks like after one change or several at once. */
function seenAfter(...changes: readonly Change[]): Seen {
  return seenWith(twinOf, ...changes);
}

/** @param other of `web`, which is there too */
function seenWith(other: typeof twinOf, ...changes: readonly Change[]): Seen {
  const input = before();
  for (const change of changes) change(input);
  input.services.push(other(input));
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
    clusters: Object.fromEntries([
      ...tabled(...OF_CLUSTER).map(({ where, type, properties }) => [
        where,
        Object.fromEntries(resourceType(type)!.replaces.map((path) => [path, at(properties, path)])),
      ]),
      ...tabled('Custom::AWSCDK-EKS-KubernetesResource')
        .filter(({ stack }) => !stack.name.endsWith('-kubernetes'))
        .map(({ where, properties }) => [where, properties['Manifest']]),
    ]),
    placeholders: Object.fromEntries(
      tabled('AWS::ECS::TaskDefinition')
        .filter(({ properties }) => properties['Family'].endsWith('_placeholder'))
        // New tags make no new revision.
        .map(({ where, properties: { Tags, ...others } }) => [where, others]),
    ),
    releases: Object.fromEntries(
      tabled('AWS::SSM::Parameter')
        .filter(({ properties }) => properties['Name'].endsWith('/release'))
        .map(({ stack, properties }) => [stack.name, properties['Value']]),
    ),
  };
}

/** @param path `Policies/PolicyName` */
function at(properties: Properties, path: string): unknown {
  return path.split('/').reduce<Properties | undefined>((value, name) => value?.[name], properties);
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

describe('on EKS', () => {
  const pods = (...changes: readonly Change[]) => seenWith(podsOf, ...changes);
  const { [NOT_OF_PODS]: _, ...ofTasks } = OF_TASKS;
  const harmless = { ...ofTasks, ...OF_DEPLOYMENTS, ...OF_SURROUNDINGS };
  const first = pods();
  const last = pods(...Object.values(harmless));

  /** What is other, with the changes that make it so by themselves. */
  function guilty(part: 'clusters' | 'owned'): string[] {
    if (isDeepStrictEqual(last[part], first[part])) return [];
    return Object.entries(harmless).flatMap(([name, change]) =>
      isDeepStrictEqual(pods(change)[part], first[part]) ? [] : [name],
    );
  }

  test('a service has two target groups and two listeners, a namespace, its rights, and three ways in', () => {
    expect(Object.keys(first.owned).filter((where) => stackOf(where) === 'shop-dev-pods')).toHaveLength(4);
    expect(Object.keys(first.clusters).filter((where) => stackOf(where) === 'shop-dev-pods')).toHaveLength(2 + 3);
  });

  test('nothing that is harmless on ECS changes a listener or a target group', () => {
    expect(guilty('owned')).toEqual([]);
    expect(last.owned).toEqual(first.owned);
  });

  test('nor does it replace the cluster or a way in, or change a namespace', () => {
    expect(guilty('clusters')).toEqual([]);
    expect(last.clusters).toEqual(first.clusters);
  });

  test('a new cluster in place of the old one is seen', () => {
    const other = pods((delivery) => Object.assign(delivery, { name: 'store' }));
    expect(Object.values(other.clusters)).not.toEqual(Object.values(first.clusters));
  });

  const releaseOf = (...changes: readonly Change[]) => {
    const input = before();
    for (const change of changes) change(input);
    input.services.push(podsOf(input));
    return valuesOf(resolved(input), 'dev', 'pods');
  };
  const unreleased = releaseOf();
  const ofStacks: readonly string[] = OF_STACKS;
  const ofReleases = [...Object.keys({ ...ofTasks, ...OF_DEPLOYMENTS }), ...OF_PODS];

  test.each(ofReleases.filter((name) => !ofStacks.includes(name)))('it starts a deployment: %s', (name) => {
    expect(releaseOf(harmless[name]!)).not.toEqual(unreleased);
  });

  test.each(ofStacks)('it starts a deployment: %s', (name) => {
    expect(pods(harmless[name]!).releases['shop-dev-pods']).not.toEqual(first.releases['shop-dev-pods']);
  });
});

describe('a listener changed in place', () => {
  test('is seen', () => {
    const after = seenAfter((delivery) => Object.assign(dev(delivery).network!, { cidr: '10.9.0.0/16' }));
    expect(only(after.owned, (where) => where in start.owned)).not.toEqual(start.owned);
  });
});
