import { overlap, parseCidr } from '../../lib/config/cidr';
import { type EksRelease, parseReleaseManifest } from '../../lib/deployment/release-manifest';
import type { ChartValues } from '../../lib/workload/values';
import { IMAGE } from '../support/chart-values';
import { appliedIn, broughtIn } from '../support/checks/applied';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { type Manifest, renderCharts } from '../support/helm';
import { evaluator } from '../support/intrinsics';
import { schemaProblems } from '../support/kubernetes-schema';
import { synthesize } from '../support/synthesized';
import { asList, type Located, type Properties, resourcesIn } from '../support/template';

type DeliveryName = (typeof DELIVERY_NAMES)[number];

/** A release of a service on EKS: what its stack publishes, what Render adds, and what Helm makes of it. */
interface Release {
  readonly name: string;
  readonly parameter: Located;
  readonly delivery: DeliveryName;
  readonly values: ChartValues;
  manifests: readonly Manifest[];
}

const evaluatorOf = (delivery: DeliveryName) => evaluator(synthesize(DELIVERIES[delivery]));

/** Placeholders of what load balancers and target groups are called, as CloudWatch's dimensions have it. */
function fullNames(text: string): string {
  return text
    .replaceAll(/"([\w-]+)\.LoadBalancerFullName"/g, '"app/$1/0123456789abcdef"')
    .replaceAll(/"([\w-]+)\.TargetGroupFullName"/g, '"targetgroup/$1/0123456789abcdef"');
}

const releases: readonly Release[] = DELIVERY_NAMES.flatMap((delivery) => {
  const evaluate = evaluatorOf(delivery);
  return resourcesIn(synthesize(DELIVERIES[delivery]), 'AWS::SSM::Parameter')
    .filter(({ properties }) => properties['Name'].endsWith('/release'))
    .map((parameter) => ({
      parameter,
      published: parseReleaseManifest(fullNames(evaluate(parameter.stack, parameter.properties['Value']))),
    }))
    .filter(({ published }) => published.platform === 'eks')
    .map(({ parameter, published }) => ({
      name: parameter.stack.name,
      parameter,
      delivery,
      values: { ...(published as EksRelease).values, image: IMAGE },
      manifests: [],
    }));
});

beforeAll(async () => {
  const rendered = await renderCharts(Object.fromEntries(releases.map(({ values }, index) => [`r${index}`, values])));
  releases.forEach((release, index) => {
    release.manifests = rendered[`r${index}`]!;
  });
}, 60_000);

test('there are releases on EKS in both deliveries that have services there', () => {
  expect(releases.map(({ name }) => name).sort()).toEqual([
    'acme-dev-search',
    'acme-prod-search',
    'acme-prod-us-search',
    'acme-test-search',
    'workshop-dev-orders',
    'workshop-prod-orders',
    'workshop-test-orders',
  ]);
});

test("Helm takes what is published, by the chart's own schema, and makes what Kubernetes knows of it", () => {
  for (const { manifests } of releases) expect(manifests.length).toBeGreaterThan(8);
  expect(schemaProblems(releases.flatMap(({ manifests }) => manifests))).toEqual([]);
});

const applied = DELIVERY_NAMES.flatMap((delivery) => {
  const stacks = synthesize(DELIVERIES[delivery]);
  const evaluate = evaluatorOf(delivery);
  const all = [...appliedIn(stacks, evaluate), ...broughtIn(stacks, evaluate)];
  return all.flatMap(({ objects }) => objects as Manifest[]);
});

test('what CloudFormation applies has no field that Kubernetes does not know', () => {
  expect(applied.length).toBeGreaterThan(30);
  expect(schemaProblems(applied)).toEqual([]);
});

describe.each(releases.map((release) => [release.name, release] as const))('%s', (_, release) => {
  const { delivery: name, parameter, values } = release;
  const evaluate = evaluatorOf(name);
  const { stack } = parameter;
  const own = (type: string) =>
    resourcesIn([stack], type).map(({ id, properties }) => ({ id, ...evaluate(stack, properties) }) as Properties);

  test('has a service account for each role of its pods, and no other', () => {
    const accounts = release.manifests.filter(({ kind }) => kind === 'ServiceAccount');
    const associated = own('AWS::EKS::PodIdentityAssociation');
    expect(accounts.map(({ metadata }) => metadata.name).sort()).toEqual(
      associated.map(({ ServiceAccount }) => ServiceAccount).sort(),
    );
  });

  test('binds its pods to the target groups of its stack', () => {
    const bindings = release.manifests.filter(({ kind }) => kind === 'TargetGroupBinding');
    const groups = own('AWS::ElasticLoadBalancingV2::TargetGroup').map(({ id }) => evaluate(stack, { Ref: id }));
    expect(bindings.map(({ spec }) => spec.targetGroupARN).sort()).toEqual(groups.sort());
  });

  test('lets in its own load balancer, whose subnets no pod is in, and nobody from elsewhere', () => {
    const { exposure, port } = service();
    const ranges = subnetsOf(exposure);
    expect([...values.loadBalancerCidrs].sort()).toEqual(ranges.sort());
    const policies = release.manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    const sources = policies.flatMap(({ spec }) =>
      asList<Properties>(spec.ingress).flatMap(({ from, ports }) => {
        expect(asList<Properties>(ports).map((one) => one['port'])).toEqual([port]);
        return asList<Properties>(from).map(({ ipBlock }) => ipBlock.cidr);
      }),
    );
    expect([...new Set(sources)].sort()).toEqual(ranges.sort());
    const overlapping = podRanges().filter((pods) =>
      ranges.some((range) => overlap(parseCidr(pods)!, parseCidr(range)!)),
    );
    expect(overlapping).toEqual([]);
  });

  test('gets out to the listeners of what it calls', () => {
    const { calls } = service();
    const ports = calls.map(
      (called) => DELIVERIES[name].services.find((other) => other.name === called)!.in[environment()]!.listenerPort,
    );
    expect(values.calls.ports).toEqual(ports);
    expect([...values.calls.cidrs].sort()).toEqual(calls.length === 0 ? [] : subnetsOf('internal').sort());
  });

  function environment(): string {
    return values.environment;
  }

  function service() {
    const found = DELIVERIES[name].services.find((one) => one.name === values.service)!;
    return { ...found, port: found.in[environment()]!.port };
  }

  function stacksOf(...kinds: string[]) {
    const all = kinds.map((kind) => `${name}-${environment()}-${kind}`);
    return synthesize(DELIVERIES[name]).filter((one) => all.includes(one.name));
  }

  /** Ranges of the subnets that the cluster puts nodes, and so pods, into. */
  function podRanges(): string[] {
    const [nodeClass] = resourcesIn(stacksOf('kubernetes'), 'Custom::AWSCDK-EKS-KubernetesResource').flatMap(
      ({ stack, properties }) =>
        (JSON.parse(evaluate(stack, properties['Manifest'])) as Properties[]).filter(
          ({ kind }) => kind === 'NodeClass',
        ),
    );
    const wanted: string[] = nodeClass!['spec'].subnetSelectorTerms.map(({ id }: { id: string }) => id);
    const ranges = rangesOf(wanted);
    expect(ranges).toHaveLength(wanted.length);
    return ranges;
  }

  function rangesOf(ids: readonly string[]): string[] {
    return resourcesIn(stacksOf('network'), 'AWS::EC2::Subnet')
      .filter((subnet) => ids.includes(evaluate(subnet.stack, { Ref: subnet.id })))
      .map((subnet) => evaluate(subnet.stack, subnet.properties['CidrBlock']));
  }

  /** Ranges of the subnets that the environment's load balancer of that kind is in. */
  function subnetsOf(exposure: 'internal' | 'public'): string[] {
    const inEnvironment = stacksOf('cluster', 'network');
    const scheme = exposure === 'public' ? 'internet-facing' : 'internal';
    const [balancer] = resourcesIn(inEnvironment, 'AWS::ElasticLoadBalancingV2::LoadBalancer').filter(
      ({ properties }) => properties['Scheme'] === scheme,
    );
    const wanted: string[] = evaluate(balancer!.stack, balancer!.properties['Subnets']);
    return rangesOf(wanted);
  }
});

describe('else it is found:', () => {
  const [{ values }] = releases as [Release];

  test.each<[string, unknown]>([
    ['a value that the chart does not know', { ...values, replicas: 3 }],
    ['a value that is missing', { ...values, targetGroups: { live: values.targetGroups.live } }],
    ['a value of another kind', { ...values, port: '8080' }],
    ['no image', { ...values, image: undefined }],
  ])('%s', async (_name, spoilt) => {
    await expect(renderCharts({ spoilt: spoilt as ChartValues })).rejects.toThrow(
      /values don't meet the specifications/,
    );
  });

  test('a field that Kubernetes does not know', () => {
    const spoilt = releases[0]!.manifests.map((manifest) =>
      manifest.kind === 'PodDisruptionBudget'
        ? { ...manifest, spec: { ...manifest['spec'], maxUnvailable: 1 } }
        : manifest,
    );
    expect(schemaProblems(spoilt)).toEqual([expect.stringContaining('maxUnvailable')]);
  });

  test.each<[string, string, (spec: Properties) => void]>([
    [
      'a field of a node pool that Karpenter does not know',
      'NodePool',
      ({ template }) => (template.spec.expireIn = '1h'),
    ],
    [
      'a node pool that packs pods in a way of its own',
      'NodePool',
      (spec) => (spec['disruption'].consolidationPolicy = 'Always'),
    ],
    ['a time that is none', 'NodePool', (spec) => (spec['disruption'].consolidateAfter = '10 minutes')],
    ['a label that nodes do not have', 'NodePool', ({ template }) => (template.spec.requirements[0].key = 'arch')],
    [
      'a field of a node class that EKS does not know',
      'NodeClass',
      (spec) => (spec['networkPolicies'] = 'DefaultDeny'),
    ],
    ['a network policy that EKS does not know', 'NodeClass', (spec) => (spec['networkPolicy'] = 'Deny')],
  ])('%s', (_name, kind, spoil) => {
    const manifest = structuredClone(applied.find((one) => one.kind === kind)!);
    expect(schemaProblems([manifest])).toEqual([]);
    spoil(manifest['spec']);
    expect(schemaProblems([manifest])).toEqual([expect.stringMatching(new RegExp(`^${kind} `))]);
  });
});
