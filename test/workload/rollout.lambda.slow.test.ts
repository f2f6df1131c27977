import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIENCES } from '../../lib/workload/audiences';
import { NAMESPACE_RULES } from '../../lib/workload/namespace-rules';
import type { DeployRequest } from '../../lib/workload/requests';
import { handler } from '../../lib/workload/rollout.lambda';
import { ArgoRollouts } from '../support/argo-rollouts';
import { type AwsHandler, AwsServer, awsError } from '../support/aws-server';
import { selfSigned } from '../support/certificate';
import { EKS_VALUES } from '../support/eks-release';
import { bundleHandler, callBundle } from '../support/handler';
import { CHART, helmBinary } from '../support/helm';
import { KubernetesApi } from '../support/kubernetes-api';
import { isolated, temporaryDirectory } from '../support/program';

const REPOSITORY = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop-web';
const IMAGE = (letter: string) => `${REPOSITORY}@sha256:${letter.repeat(64)}`;
const [FIRST, SECOND, THIRD] = [IMAGE('a'), IMAGE('b'), IMAGE('c')];

/** The kinds of the chart's objects. */
const RESOURCES = [
  'services',
  'serviceaccounts',
  'poddisruptionbudgets',
  'networkpolicies',
  'horizontalpodautoscalers',
  'rollouts',
  'analysistemplates',
  'targetgroupbindings',
  'secretproviderclasses',
] as const;

const PARAMETER: Record<string, AwsHandler> = {
  GetParameter: () => ({ Parameter: { Value: JSON.stringify({ platform: 'eks', minutes: 72, values: published }) } }),
};

const home = temporaryDirectory();
const api = KubernetesApi.forTests();
const aws = AwsServer.forTests();
const argo = new ArgoRollouts(api, 'web');
const kept = { ...process.env };
let variables: Record<string, string>;
/** What the service's stack has published. */
let published: object = EKS_VALUES;
/** The first release just installed; live; and with a second one on its way. */
let [first, released, underWay] = [api.state, api.state, api.state];

beforeAll(async () => {
  variables = {
    KUBERNETES_ENDPOINT: api.url,
    KUBERNETES_CERTIFICATE_AUTHORITY: api.certificateAuthority,
    KUBERNETES_CLUSTER: 'shop-dev',
    SERVICE_NAME: 'web',
    IMAGE_REPOSITORY: REPOSITORY,
    RELEASE_PARAMETER: '/shop/dev/web/release',
    AWS_ENDPOINT_URL: aws.url,
    HELM: await helmBinary(),
    CHART,
  };
  Object.assign(process.env, isolated(home), variables);
  jest.spyOn(console, 'error').mockImplementation();
  jest.spyOn(console, 'log').mockImplementation();
  aws.on(PARAMETER);
  // Helm takes a moment each time: once for what most tests begin with.
  await deploy(FIRST);
  first = api.state;
  argo.promote();
  released = api.state;
  await deploy(SECOND);
  argo.observe();
  underWay = api.state;
});

afterAll(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, kept);
});

/** Every right that somebody made use of, as `verb group resource`. */
const used = new Set<string>();
beforeEach(() => {
  aws.on(PARAMETER);
  api.rules = NAMESPACE_RULES;
});
afterEach(() => {
  for (const { verb, group, resource } of api.calls) used.add(`${verb} ${group} ${resource}`);
});

/** What Lambda says of a call by an alias. */
const calledBy = (alias: string) => ({
  invokedFunctionArn: `arn:aws:lambda:eu-central-1:444455556666:function:shop-dev-web-rollout${alias && `:${alias}`}`,
});
const kinds: Readonly<Record<string, readonly string[]>> = AUDIENCES;
/** The first whose it is. */
const audienceOf = ({ kind }: DeployRequest) => Object.keys(kinds).find((one) => kinds[one]!.includes(kind));
// biome-ignore lint/suspicious/noExplicitAny: each kind has an answer of its own
const ask = (request: DeployRequest, alias = audienceOf(request) ?? 'deploy'): Promise<any> =>
  handler(request, calledBy(alias));
const asked = (image: string, change: object) =>
  ask({ kind: 'deploy', values: JSON.parse(JSON.stringify({ ...EKS_VALUES, ...change, image })) });
/** As a pipeline does: of what the stack has published. */
const deploy = (image: string, change: object = {}) => {
  published = { ...EKS_VALUES, ...change };
  return asked(image, change);
};
const rollout = () => api.get('web', 'rollouts', 'web');
const image = () => rollout().spec.template.spec.containers.find(({ name }: { name: string }) => name === 'app').image;
const releases = () =>
  api.names('web', 'configmaps').map((name) => {
    const { version, status } = api.get('web', 'configmaps', name).metadata.labels;
    return `${version} ${status}`;
  });
const scaler = () => api.get('web', 'horizontalpodautoscalers', 'web');

describe('deploy', () => {
  test('installs all of the chart with the image, and does not wait', async () => {
    expect(await deploy(FIRST)).toEqual({ revision: 1 });
    expect(image()).toBe(FIRST);
    expect(releases()).toEqual(['1 deployed']);
    expect(scaler().spec.minReplicas).toBe(2);
  });

  test('runs in the file that Lambda gets, with the chart that is there', async () => {
    const bundle = await bundleHandler('lib/workload/rollout.lambda.ts', home);
    const { answer, log } = await callBundle(
      bundle,
      { kind: 'deploy', values: { ...EKS_VALUES, image: FIRST } },
      { home, env: variables, context: calledBy('deploy') },
    );
    expect({ answer, log }).toEqual({ answer: { revision: 1 }, log: [] });
    expect(image()).toBe(FIRST);
  });

  test('upgrades, and leaves to the controllers what is theirs', async () => {
    api.state = released;
    api.set('web', 'rollouts', 'web', { spec: { replicas: 4 } }, 'kube-controller-manager');
    argo.observe();
    expect(await deploy(SECOND)).toEqual({ revision: 2 });
    expect({ image: image(), replicas: rollout().spec.replicas }).toEqual({ image: SECOND, replicas: 4 });
    expect(releases()).toEqual(['1 superseded', '2 deployed']);
  });

  const digest = `sha256:${'a'.repeat(64)}`;
  const elsewhere = REPOSITORY.replace('shop-web', 'shop-other');
  test.each([
    ['of another service', `${elsewhere}@${digest}`, `the image must be of ${REPOSITORY} (got one of ${elsewhere})`],
    [
      'of another account',
      `${REPOSITORY.replace('1111', '9999')}@${digest}`,
      `the image must be of ${REPOSITORY} (got one of ${REPOSITORY.replace('1111', '9999')})`,
    ],
    [
      'by its tag',
      `${REPOSITORY}:1.2`,
      `the image must be pinned by digest, <repository>@sha256:<64 hex digits> (got "${REPOSITORY}:1.2")`,
    ],
  ])('refuses an image %s, and asks the cluster nothing', async (_, other, message) => {
    const before = api.calls.length;
    await expect(deploy(other)).rejects.toThrow(message);
    expect(api.calls).toHaveLength(before);
  });

  const group = EKS_VALUES.targetGroups.live.replace('shop-dev-web', 'shop-dev-other');
  test.each<[string, object, string]>([
    ['a sidecar', { sidecars: [{ name: 'miner', image: 'example.com/miner:1' }] }, 'sidecars'],
    ["another service's target group", { targetGroups: { ...EKS_VALUES.targetGroups, live: group } }, 'targetGroups'],
    ['a value more, and one less', { extra: true, cpuLimit: undefined }, 'cpuLimit, extra'],
  ])('refuses %s that the stack has not published, and asks the cluster nothing', async (_, change, names) => {
    published = EKS_VALUES;
    const before = api.calls.length;
    await expect(asked(FIRST, change)).rejects.toThrow(
      `what is to be installed is not what the service's stack has published (${names}): the configuration has changed ` +
        'since this release was rendered, so retry all actions of this stage, Render first',
    );
    expect(api.calls).toHaveLength(before);
    expect(aws.inputs('GetParameter')).toEqual([{ Name: '/shop/dev/web/release' }]);
  });

  test('lets a release have another strategy and other minutes than are published, as a rollback has', async () => {
    published = { ...EKS_VALUES, strategy: { kind: 'canary', percent: 34, minutes: 5 }, bakeMinutes: 30 };
    expect(await asked(FIRST, { bakeMinutes: 0 })).toEqual({ revision: 1 });
    expect(rollout().spec.strategy.canary.steps.slice(1)).toEqual([{ setWeight: 100 }]);
  });

  test('installs nothing where it cannot read what is published', async () => {
    const denied = awsError('AccessDeniedException', 'not authorized');
    aws.on({ GetParameter: () => Promise.reject(denied) });
    const before = api.calls.length;
    await expect(asked(FIRST, {})).rejects.toThrow(
      'cannot read the parameter /shop/dev/web/release: AccessDeniedException: not authorized',
    );
    aws.on({ GetParameter: () => ({ Parameter: { Value: '' } }) });
    await expect(asked(FIRST, {})).rejects.toThrow('what the stack of the service has published is not JSON');
    expect(api.calls).toHaveLength(before);
  });

  test('takes back what somebody has changed by hand', async () => {
    api.state = released;
    api.set('web', 'poddisruptionbudgets', 'web', { spec: { maxUnavailable: 5 } }, 'kubectl-edit');
    await deploy(SECOND);
    expect(api.get('web', 'poddisruptionbudgets', 'web').spec.maxUnavailable).toBe(1);
  });

  test('is refused while another image is on its way, and changes nothing', async () => {
    api.state = underWay;
    const before = api.calls.length;
    await expect(deploy(THIRD)).rejects.toThrow(
      `web is being released already (${SECOND}: Progressing): wait for it, or abort it by calling this function's ` +
        'alias deploy with {"kind":"abort"}; then run this stage again',
    );
    expect(api.calls.slice(before).filter(({ verb }) => !['get', 'list'].includes(verb))).toEqual([]);
  });

  test('goes on with the same image, as a build does that was lost', async () => {
    api.state = underWay;
    expect(await deploy(SECOND)).toEqual({ revision: 3 });
    expect(rollout().metadata.annotations['slipway/good-revision']).toBe('1');
  });

  test('is possible again after a rollout that ended badly', async () => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    await deploy(THIRD);
    expect(image()).toBe(THIRD);
  });

  test('of the very same after an abort has Argo Rollouts try again', async () => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    await deploy(SECOND);
    expect(argo.status['abort']).toBe(false);
    // The pipeline looks at once, maybe before the controller does, and would abort what is degraded.
    const seen = await ask({ kind: 'look' });
    expect(seen).toMatchObject({ phase: 'Progressing', isAborted: false });
    expect(seen).not.toHaveProperty('message');
  });

  test.each([
    ['scaling changes the number of pods meanwhile', {}, { replicas: 4 }],
    ['scaling has other limits', { scaling: { minimum: 3, maximum: 9, cpuPercent: 60 } }, { replicas: 3 }],
    ['only what no pod and no step has is new', {}, { minReadySeconds: 30 }],
    ['the steps are new', { bakeMinutes: 3 }, {}],
  ])('after an abort has Argo Rollouts try again where %s', async (_, change, spec) => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    // The controller looks between what Helm writes, as it does on a cluster.
    api.beforeWrite = ({ resource, verb }) => {
      if (resource !== 'targetgroupbindings' || verb !== 'patch') return;
      if (Object.keys(spec).length > 0) api.set('web', 'rollouts', 'web', { spec }, 'kube-controller-manager');
      argo.observe(argo.status['abort'] ? { phase: 'Degraded' } : {});
    };
    await deploy(SECOND, change);
    argo.observe();
    expect(await ask({ kind: 'look' })).toMatchObject({ phase: 'Progressing', isObserved: true, isAborted: false });
  });

  test('over a first version that never got well goes ahead', async () => {
    api.state = first;
    argo.observe({ phase: 'Degraded', message: 'ProgressDeadlineExceeded' });
    await deploy(SECOND);
    expect(image()).toBe(SECOND);
  });

  test('that was cut off is done anew once nobody can be at it any more', async () => {
    api.state = released;
    const long = Math.floor(Date.now() / 1000) - 301;
    api.set('web', 'configmaps', 'sh.helm.release.v1.web.v2', {
      metadata: {
        labels: { owner: 'helm', name: 'web', version: '2', status: 'pending-upgrade', createdAt: String(long) },
      },
    });
    expect(await deploy(SECOND)).toEqual({ revision: 2 });
    expect(releases()).toEqual(['1 superseded', '2 deployed']);
  });

  test('waits for no other run that may still be at it', async () => {
    api.state = released;
    const now = Math.floor(Date.now() / 1000);
    api.set('web', 'configmaps', 'sh.helm.release.v1.web.v2', {
      metadata: {
        labels: { owner: 'helm', name: 'web', version: '2', status: 'pending-upgrade', createdAt: String(now) },
      },
    });
    await expect(deploy(SECOND)).rejects.toThrow(
      /^another release of web is being installed \(revision 2, pending-upgrade\): run this again when it is done, at the latest in (300|299|298) seconds$/,
    );
    expect(image()).toBe(FIRST);
  });

  test('that breaks in the middle says why, and the next one is whole', async () => {
    api.beforeWrite = ({ resource }) => {
      if (resource === 'rollouts') throw new Error('admission webhook denied the request');
    };
    await expect(deploy(FIRST)).rejects.toThrow(/^helm upgrade failed: .*admission webhook denied the request/);
    expect(releases()).toEqual(['1 failed']);
    api.beforeWrite = undefined;
    expect(await deploy(SECOND)).toEqual({ revision: 2 });
    expect(image()).toBe(SECOND);
  });

  test('over another that breaks in the middle leaves nothing of itself', async () => {
    api.state = released;
    let isBroken = true;
    api.beforeWrite = ({ resource, verb }) => {
      if (resource === 'targetgroupbindings' && verb === 'patch' && isBroken) {
        isBroken = false;
        throw new Error('denied');
      }
    };
    await expect(deploy(SECOND)).rejects.toThrow(/^helm upgrade failed: .*denied; revision 1 is restored$/);
    expect(image()).toBe(FIRST);
    expect(releases()).toEqual(['1 superseded', '2 failed', '3 deployed']);
  });

  test('keeps the number of pods that a person holds', async () => {
    api.state = released;
    await ask({ kind: 'scale', minimum: 5 });
    await deploy(SECOND);
    expect(scaler().spec.minReplicas).toBe(5);
  });
});

describe('a chart of a later version', () => {
  const later = join(home, 'later');

  beforeAll(() => {
    mkdirSync(later);
    writeFileSync(join(later, 'Chart.yaml'), 'apiVersion: v2\nname: service\nversion: 2.0.0\n');
  });

  test('may lack any of the objects: all go but what pods of the version before may still read', async () => {
    const secrets = [{ variable: 'TOKEN', kind: 'secretsmanager', name: 'shop/token' }];
    await deploy(FIRST, { secrets });
    const kinds = RESOURCES.filter((resource) => api.names('web', resource).length > 0);
    expect(kinds).toEqual([...RESOURCES]);
    argo.promote();
    process.env['CHART'] = later;
    await deploy(SECOND).finally(() => {
      process.env['CHART'] = CHART;
    });
    expect(RESOURCES.filter((resource) => api.names('web', resource).length > 0)).toEqual(['secretproviderclasses']);
  });
});

describe('look', () => {
  test('tells how the rollout is', async () => {
    api.state = underWay;
    api.set('web', 'analysisruns', 'web-1', {
      metadata: { labels: { 'rollouts-pod-template-hash': argo.newestHash, 'rollout-type': 'Background' } },
      status: { phase: 'Running' },
    });
    expect(await ask({ kind: 'look' })).toMatchObject({
      phase: 'Progressing',
      isObserved: true,
      isAborted: false,
      image: SECOND,
      currentHash: argo.newestHash,
      analyses: [{ name: 'Background', phase: 'Running' }],
    });
  });

  test('before the first release says that there is none', async () => {
    await expect(ask({ kind: 'look' })).rejects.toThrow(
      'web has no rollout in the cluster: nothing is released there yet',
    );
  });
});

describe('abort', () => {
  test('stops what is on its way', async () => {
    api.state = underWay;
    expect(await ask({ kind: 'abort' })).toEqual({ aborted: true });
    expect(argo.status['abort']).toBe(true);
  });

  test.each([
    ['done', () => argo.promote()],
    ['aborted', () => argo.abort('RolloutAborted')],
  ])('leaves alone what is %s', async (_, end) => {
    api.state = underWay;
    end();
    expect(await ask({ kind: 'abort' })).toEqual({ aborted: false });
  });
});

describe('restore', () => {
  test('brings back the release that was stable', async () => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    expect(await ask({ kind: 'restore' })).toEqual({ restored: 1 });
    expect(image()).toBe(FIRST);
    expect(releases()).toEqual(['1 superseded', '2 superseded', '3 deployed']);
  });

  test('brings it back from behind several that failed', async () => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    await deploy(THIRD);
    argo.abort('RolloutAborted');
    expect(await ask({ kind: 'restore' })).toEqual({ restored: 1 });
    expect(image()).toBe(FIRST);
  });

  test('is not fooled by a restored one: that is good as well', async () => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    await ask({ kind: 'restore' });
    argo.observe();
    await deploy(THIRD);
    argo.abort('RolloutAborted');
    expect(await ask({ kind: 'restore' })).toEqual({ restored: 3 });
    expect(image()).toBe(FIRST);
  });

  test('does nothing where the newest is stable', async () => {
    api.state = released;
    expect(await ask({ kind: 'restore' })).toEqual({ reason: 'the newest release is stable' });
    expect(releases()).toEqual(['1 deployed']);
  });

  test('and abort leave alone what another release has made', async () => {
    api.state = underWay;
    expect(await ask({ kind: 'abort', image: THIRD })).toEqual({ aborted: false });
    expect(await ask({ kind: 'restore', image: THIRD })).toEqual({ reason: 'another release has taken over' });
    expect(image()).toBe(SECOND);
  });

  test('says that there is nothing to go back to', async () => {
    expect(await ask({ kind: 'restore' })).toEqual({ reason: 'there is no release yet' });
    api.state = first;
    expect(await ask({ kind: 'restore' })).toEqual({ reason: 'there was none before' });
  });

  test('says that the good one is gone', async () => {
    api.state = underWay;
    argo.abort('RolloutAborted');
    api.set('web', 'rollouts', 'web', { metadata: { annotations: { 'slipway/good-revision': '99' } } });
    await expect(ask({ kind: 'restore' })).rejects.toThrow(
      'the good release of web, revision 99, is no longer there: release again',
    );
  });
});

describe('scale', () => {
  beforeEach(async () => {
    api.state = released;
  });

  test('holds more pods, beyond the release', async () => {
    expect(await ask({ kind: 'scale', minimum: 8 })).toEqual({ before: 2, minimum: 8 });
    expect(scaler().spec).toMatchObject({ minReplicas: 8, maxReplicas: 8 });
  });

  test('goes back to what the release states', async () => {
    await ask({ kind: 'scale', minimum: 8 });
    expect(await ask({ kind: 'scale' })).toEqual({ before: 8, minimum: 2 });
    expect(scaler().spec).toMatchObject({ minReplicas: 2, maxReplicas: 6 });
    await deploy(SECOND);
    expect(scaler().spec.minReplicas).toBe(2);
  });

  test.each([
    [0, 'the number of pods must be a whole number over 0 (got 0)'],
    [2.5, 'the number of pods must be a whole number over 0 (got 2.5)'],
    [1, 'web runs 2 pods at least by its release (got 1)'],
  ])('refuses %p', async (minimum, message) => {
    await expect(ask({ kind: 'scale', minimum })).rejects.toThrow(message);
    expect(scaler().spec.minReplicas).toBe(2);
  });
});

test('diagnose collects pods, events and the rollout, and no value of a variable', async () => {
  api.state = underWay;
  api.set('web', 'pods', 'web-1', {
    spec: { nodeName: 'i-0a1b', containers: [{ name: 'app', env: [{ name: 'API_KEY', value: 'not-for-the-log' }] }] },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          image: SECOND,
          ready: false,
          restartCount: 3,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
        },
      ],
    },
  });
  api.set('web', 'events', 'one', {
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    lastTimestamp: '2026-11-23T09:00:00Z',
    involvedObject: { kind: 'Pod', name: 'web-1' },
  });
  const found = await ask({ kind: 'diagnose' });
  expect(found).toMatchObject({
    rollout: { image: SECOND },
    scaling: { minimum: 2, maximum: 6 },
    pods: [{ name: 'web-1', node: 'i-0a1b', containers: [{ name: 'app', restarts: 3, reason: 'CrashLoopBackOff' }] }],
    events: [{ about: 'Pod/web-1', reason: 'BackOff' }],
  });
  expect(JSON.stringify(found)).not.toContain('not-for-the-log');
});

test('every call bears one token, for this cluster, made for the role of the function', async () => {
  await deploy(FIRST);
  const tokens = new Set(api.calls.map(({ token }) => token));
  expect(tokens.size).toBe(1);
  const [token = ''] = tokens;
  expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
  expect(url.host).toBe('sts.eu-central-1.amazonaws.com');
  expect(url.searchParams.get('X-Amz-Credential')).toMatch(
    /^AKIAEXAMPLEBUILD\/\d{8}\/eu-central-1\/sts\/aws4_request$/,
  );
});

describe('who asks', () => {
  const requests: readonly DeployRequest[] = [
    { kind: 'deploy', values: { ...EKS_VALUES, image: SECOND } },
    { kind: 'look' },
    { kind: 'abort' },
    { kind: 'restore' },
    { kind: 'scale', minimum: 5 },
    { kind: 'diagnose' },
  ];

  test.each([
    ['deploy', ['deploy', 'look', 'abort', 'restore']],
    ['scale', ['look', 'scale', 'diagnose']],
    ['view', ['look', 'diagnose']],
  ])('by the alias %s is heard for %j, and for nothing else', async (alias, heard) => {
    for (const request of requests) {
      api.state = underWay;
      const before = api.calls.length;
      const answer = await ask(request, alias).then(
        () => 'heard',
        (error: Error) => error.message,
      );
      const list = kinds[alias]!.join(', ').replace(/, (\w+)$/, ' or $1');
      expect(answer).toBe(
        heard.includes(request.kind) ? 'heard' : `kind must be ${list} for ${alias} (got "${request.kind}")`,
      );
      if (answer !== 'heard') expect(api.calls).toHaveLength(before);
    }
  });

  test.each([
    ['', 'none'],
    ['$LATEST', '$LATEST'],
    ['7', '7'],
  ])('by no alias is not heard: "%s"', async (alias, got) => {
    for (const request of requests) {
      await expect(ask(request, alias)).rejects.toThrow(
        `this function is called by an alias, which must be deploy, scale or view (got ${got})`,
      );
    }
    expect(api.calls).toEqual([]);
  });
});

test('an API that does not answer is said so', async () => {
  process.env['KUBERNETES_ENDPOINT'] = 'https://127.0.0.1:1';
  await expect(ask({ kind: 'look' })).rejects.toThrow(
    "the cluster's API does not answer (GET /apis/argoproj.io/v1alpha1/namespaces/web/rollouts/web): connect ECONNREFUSED",
  );
  process.env['KUBERNETES_ENDPOINT'] = api.url;
});

test('an API with another certificate is not spoken to', async () => {
  process.env['KUBERNETES_CERTIFICATE_AUTHORITY'] = Buffer.from(selfSigned().certificate).toString('base64');
  await expect(ask({ kind: 'look' })).rejects.toThrow(/the cluster's API does not answer .*self-signed certificate/);
  process.env['KUBERNETES_CERTIFICATE_AUTHORITY'] = api.certificateAuthority;
});

test('the rights in the namespace are those that all of the above took', () => {
  const allowed = NAMESPACE_RULES.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group} ${resource}`))),
  );
  expect([...used].sort()).toEqual(allowed.sort());
});
