import * as fc from 'fast-check';
import type { DeliveryInput } from '../../lib/config/input';
import { canary, codecommit, github, gitlabCi, linear, trunk } from '../../lib/config/words';
import { CONNECTION, validDeliveries, type Writable } from './configs';

/** A configuration with one mistake, and what must be said about it. */
export interface BadDelivery {
  readonly input: unknown;
  readonly path: string;
  readonly message: string;
}

type Spoil = (delivery: Writable<DeliveryInput>) => { path: string; message: string };

/** What is there, or what is to be spoilt. */
function branchingOf(delivery: Writable<DeliveryInput>): NonNullable<Writable<DeliveryInput>['branching']> {
  delivery.branching ??= structuredClone(trunk()) as NonNullable<Writable<DeliveryInput>['branching']>;
  return delivery.branching;
}

function pathOfLast(delivery: Writable<DeliveryInput>, path: string): string {
  return `services[${delivery.services.length - 1}].${path}`;
}

/** One mistake of each kind that can be made in any configuration. */
const MISTAKES: readonly Spoil[] = [
  (delivery) => {
    delivery.name = 'Shop';
    return { path: 'name', message: 'is not a name' };
  },
  (delivery) => {
    Object.assign(delivery, { colour: 'blue' });
    return { path: 'colour', message: 'is no setting that exists here' };
  },
  (delivery) => {
    delivery.environments.push({ ...delivery.environments[0]!, network: { cidr: '172.16.0.0/16' } });
    return {
      path: `environments[${delivery.environments.length - 1}].name`,
      message: 'is the same as environments[0].name',
    };
  },
  (delivery) => {
    delivery.environments[0]!.network = { cidr: '10.0.0.0/15' };
    return { path: 'environments[0].network.cidr', message: 'is larger than a VPC may be' };
  },
  (delivery) => {
    delivery.environments[0]!.domain = undefined;
    delivery.environments[0]!.allowedCidrs = ['0.0.0.0/0'];
    return { path: 'environments[0].allowedCidrs[0]', message: 'is open to everyone without TLS' };
  },
  (delivery) => {
    delivery.environments[0]!.production = true;
    delivery.environments[0]!.approval = false;
    return { path: 'environments[0].approval', message: 'may not be false in production' };
  },
  (delivery) => {
    const { releaseLines } = branchingOf(delivery);
    releaseLines.push({ name: 'lost', branches: ['lost/branch'], environments: ['nowhere'] });
    const path = `branching.releaseLines[${releaseLines.length - 1}].environments[0]`;
    return { path, message: 'is no environment of this delivery' };
  },
  (delivery) => {
    const branching = branchingOf(delivery);
    const [taken] = branching.releaseLines[0]!.branches;
    branching.verified = [...(branching.verified ?? []), taken!];
    const path = `branching.verified[${branching.verified.length - 1}]`;
    return { path, message: 'is the same as branching.releaseLines[0].branches[0]' };
  },
  (delivery) => {
    const branching = branchingOf(delivery);
    branching.approvals = { branches: [branching.releaseLines[0]!.branches[0]!], count: 0 };
    return { path: 'branching.approvals.count', message: 'is out of range' };
  },
  (delivery) => {
    branchingOf(delivery).backMerge = { from: 'nowhere', into: 'main' };
    return { path: 'branching.backMerge.from', message: 'is no branch that a release line has by its name' };
  },
  (delivery) => {
    delivery.environments[0]!.deploymentWindow = { cron: '0 * * ? * MON' };
    return { path: 'environments[0].deploymentWindow.cron', message: 'must have * for the seconds, not 0' };
  },
  (delivery) => {
    delivery.notifications = { email: ['nobody'] };
    return { path: 'notifications.email[0]', message: 'is not an e-mail address' };
  },
  (delivery) => {
    delivery.runbook = 'docs/runbook.md';
    return { path: 'runbook', message: 'is not the address of a runbook' };
  },
  (delivery) => {
    delivery.environments[0]!.production = true;
    delivery.environments[0]!.faultInjection = true;
    return { path: 'environments[0].faultInjection', message: 'may not be true in production' };
  },
  (delivery) => {
    const tracing = { transactionSearch: 1 };
    delivery.environments[0]!.tracing = tracing;
    delivery.environments.push({ name: 'twin', network: { cidr: '172.17.0.0/16' }, tracing });
    const path = `environments[${delivery.environments.length - 1}].tracing.transactionSearch`;
    const first = 'environments[0].tracing.transactionSearch';
    return { path, message: `is a setting of the account and region, which ${first} states for both` };
  },
  (delivery) => {
    delivery.services[0]!.objectives = { availability: 93 };
    return { path: 'services[0].objectives.availability', message: 'is out of range' };
  },
  (delivery) => {
    Object.assign(delivery.services[0]!, { tracing: true });
    return { path: 'services[0].tracing', message: 'must be an object, or false' };
  },
  (delivery) => {
    delivery.services.push({ ...delivery.services[0]!, name: 'hidden', listenerPort: 9005, exposure: 'internal' });
    delivery.services.at(-1)!.synthetics = {};
    return {
      path: pathOfLast(delivery, 'synthetics'),
      message: 'asks from outside, where nobody reaches an internal service',
    };
  },
  (delivery) => {
    Object.assign(delivery, { registry: { signing: 'yes' } });
    return { path: 'registry.signing', message: 'must be true or false' };
  },
  (delivery) => {
    Object.assign(delivery, { infrastructure: { source: gitlabCi({ project: 'acme/slipway' }) } });
    const message = "does not go with this application's pipeline, which needs the source itself";
    return { path: 'infrastructure.source.kind', message };
  },
  (delivery) => {
    delivery.gates = { image: { findings: { high: 0.5 } } };
    return { path: 'gates.image.findings.high', message: 'is out of range' };
  },
  (delivery) => {
    delivery.services[0]!.gates = { allow: [{ id: 'CVE-2026-1', until: '2027-02-29', reason: 'none' }] };
    return { path: 'services[0].gates.allow[0].until', message: 'is no day of the calendar' };
  },
  (delivery) => {
    const source = github({ connectionArn: CONNECTION, repository: 'acme/team/web' });
    delivery.services.push({ name: 'grouped', listenerPort: 9001, source: source as never });
    return { path: pathOfLast(delivery, 'source.repository'), message: 'has groups, which GitHub does not know' };
  },
  (delivery) => {
    const source = codecommit({ path: 'web', sharedPaths: ['web/public'] });
    delivery.services.push({ ...delivery.services[0]!, name: 'nested', listenerPort: 9002, source: source as never });
    return { path: pathOfLast(delivery, 'source.sharedPaths[0]'), message: "is the service's own path already" };
  },
  (delivery) => {
    const source = codecommit({ repository: delivery.services[0]!.name, path: 'squatter' });
    delivery.services.push({ ...delivery.services[0]!, name: 'squatter', listenerPort: 9003, source: source as never });
    const message = 'names the repository that is the one of services[0].name alone';
    return { path: pathOfLast(delivery, 'source.repository'), message };
  },
  (delivery) => {
    delivery.services[0]!.tests = { load: { requestsPerSecond: 1, in: ['nowhere'] } };
    return { path: 'services[0].tests.load.in[0]', message: 'is no environment of this delivery' };
  },
  (delivery) => {
    delivery.services[0]!.validation = { requests: [{ path: '/', body: {} }] };
    return { path: 'services[0].validation.requests[0].body', message: 'does not go with GET' };
  },
  (delivery) => {
    const strategy = linear({ percent: 2, minutes: 1 });
    Object.assign(delivery.services[0]!, { strategy, controller: 'ecs', environments: undefined });
    const message = "is a step that is too small for ECS's own controller";
    return { path: 'services[0].strategy.percent', message };
  },
  (delivery) => {
    const input = { ...delivery.services[0]!, listenerPort: 9006, environments: undefined };
    delivery.services.push({ ...input, name: 'kube-proxy', platform: 'eks', scaling: {}, strategy: undefined });
    return { path: pathOfLast(delivery, 'name'), message: 'is a namespace that an EKS cluster has for itself' };
  },
  (delivery) => {
    const input = { ...delivery.services[0]!, listenerPort: 9007, environments: undefined };
    delivery.services.push({ ...input, name: 'moved', platform: 'eks', scaling: {}, controller: 'ecs' });
    return {
      path: pathOfLast(delivery, 'controller'),
      message: 'is not for a service on EKS, where Argo Rollouts moves the traffic',
    };
  },
  (delivery) => {
    Object.assign(delivery, { budget: { monthly: -1 } });
    return { path: 'budget.monthly', message: 'is out of range' };
  },
  (delivery) => {
    const strategy = canary({ percent: 100, minutes: 1 });
    delivery.services.push({
      ...delivery.services[0]!,
      name: 'eager',
      listenerPort: 9004,
      strategy: strategy as never,
    });
    return { path: pathOfLast(delivery, 'strategy.percent'), message: 'is out of range' };
  },
  (delivery) => {
    delivery.services[0]!.cpu = 256;
    delivery.services[0]!.memory = 700;
    return { path: 'services[0].memory', message: '700 does not go with cpu 256' };
  },
  (delivery) => {
    delivery.services[0]!.calls = ['nobody'];
    return { path: 'services[0].calls[0]', message: 'is no service of this delivery' };
  },
  (delivery) => {
    delivery.services[0]!.variables = { PORT: '1' };
    return { path: 'services[0].variables.PORT', message: 'is set by the platform' };
  },
  (delivery) => {
    delivery.services[0]!.user = '0:0';
    return { path: 'services[0].user', message: 'must be an ordinary user, not root' };
  },
  (delivery) => {
    delivery.services[0]!.sidecars = [{ name: 'app', image: 'example.com/proxy:1' }];
    return { path: 'services[0].sidecars[0].name', message: "is the service's own container" };
  },
  (delivery) => {
    delivery.services[0]!.directory = '/nowhere';
    return { path: 'services[0].directory', message: 'does not exist' };
  },
];

/** A valid configuration, spoilt in one way. */
export function badDeliveries(directory: string): fc.Arbitrary<BadDelivery> {
  return fc.tuple(validDeliveries(directory), fc.constantFrom(...MISTAKES)).map(([valid, spoil]) => {
    const input = structuredClone(valid) as Writable<DeliveryInput>;
    return { input, ...spoil(input) };
  });
}

/** A valid configuration, spoilt in every way of which each stands at a place of its own. */
export function veryBadDeliveries(
  directory: string,
): fc.Arbitrary<{ input: unknown; problems: { path: string; message: string }[] }> {
  return fc.tuple(validDeliveries(directory), fc.subarray([...MISTAKES], { minLength: 2 })).map(([valid, spoils]) => {
    const input = structuredClone(valid) as Writable<DeliveryInput>;
    return { input, problems: spoils.map((spoil) => spoil(input)) };
  });
}
