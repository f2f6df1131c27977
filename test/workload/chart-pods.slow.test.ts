import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { smallShop, valuesOf } from '../support/chart-values';
import { type Manifest, only, renderCharts } from '../support/helm';

const run = promisify(execFile);

const full = smallShop(({ services }) => {
  Object.assign(services[0]!, {
    calls: ['stock'],
    variables: { PRICE: '$(PORT) costs $5', QUOTED: '"yes": #1\n{{ .Values }}' },
    secrets: {
      KEY: 'secretsmanager:shop/api:my-key',
      OTHER: 'secretsmanager:shop/api:other',
      WHOLE: 'secretsmanager:shop/api',
      SAME: 'secretsmanager:shop/api',
      TOKEN: 'ssm:/shop/token',
    },
    sidecars: [
      { name: 'proxy', image: 'public.ecr.aws/nginx/nginx:1.29.3', command: ['-c', '$(HOME)'], variables: { A: 'b' } },
    ],
  });
  services.push({ ...services[0]!, name: 'stock', listenerPort: 8099, calls: [], secrets: {}, sidecars: [] });
});
const VALUES = {
  web: valuesOf(full, 'dev', 'web'),
  stock: valuesOf(full, 'dev', 'stock'),
  changed: { ...valuesOf(full, 'dev', 'web'), secrets: valuesOf(full, 'dev', 'web').secrets.slice(1) },
};

let charts: Readonly<Record<keyof typeof VALUES, readonly Manifest[]>>;
beforeAll(async () => {
  charts = await renderCharts(VALUES);
}, 60_000);

const pod = (name: keyof typeof VALUES) => only(charts[name], 'Rollout')['spec'].template.spec;
const variable = (container: Manifest, name: string) => container['env'].find((one: Manifest) => one['name'] === name);

describe('variables', () => {
  test('are what the team wrote, whatever is in them', () => {
    const [app] = pod('web').containers;
    // Kubernetes puts in a variable's value for $(NAME), and a dollar for two.
    expect(variable(app, 'PRICE').value).toBe('$$(PORT) costs $$5');
    expect(variable(app, 'QUOTED').value).toBe('"yes": #1\n{{ .Values }}');
  });

  test('a sidecar has its own, and arguments for its own entry point', () => {
    const proxy = pod('web').initContainers.find(({ name }: Manifest['metadata']) => name === 'proxy');
    expect(proxy).toMatchObject({ args: ['-c', '$$(HOME)'], env: [{ name: 'A', value: 'b' }] });
    expect(proxy).not.toHaveProperty('command');
  });

  test('the collector tells which pod a span comes from', () => {
    const collector = pod('web').initContainers.find(({ name }: Manifest['metadata']) => name === 'collector');
    const names = collector.env.map(({ name }: Manifest['metadata']) => name);
    expect(variable(collector, 'POD_NAME').valueFrom).toEqual({ fieldRef: { fieldPath: 'metadata.name' } });
    expect(variable(collector, 'OTEL_RESOURCE_ATTRIBUTES').value).toBe('k8s.pod.name=$(POD_NAME)');
    // Kubernetes knows those that come before.
    expect(names.indexOf('POD_NAME')).toBeLessThan(names.indexOf('OTEL_RESOURCE_ATTRIBUTES'));
  });
});

describe('secrets', () => {
  const provider = () => only(charts.web, 'SecretProviderClass');
  const objects = (): Manifest[] => parse(provider()['spec'].parameters.objects);

  test("are fetched with the pod's own rights, each once", () => {
    expect(provider()['spec']).toMatchObject({
      provider: 'aws',
      parameters: { region: 'eu-central-1', usePodIdentity: 'true' },
    });
    expect(objects().map(({ objectName, objectType }) => [objectName, objectType])).toEqual(
      expect.arrayContaining([
        ['shop/api', 'secretsmanager'],
        ['/shop/token', 'ssmparameter'],
      ]),
    );
    expect(objects()).toHaveLength(2);
  });

  test('keys of a JSON object are found by their names, whatever they are made of', () => {
    const { jmesPath } = objects().find(({ objectName }) => objectName === 'shop/api')!;
    expect(jmesPath).toEqual([
      { path: '"my-key"', objectAlias: 'KEY' },
      { path: '"other"', objectAlias: 'OTHER' },
    ]);
  });

  test('each variable comes from a key of the Secret, and each key from a file of the volume', () => {
    const [{ secretName, data }] = provider()['spec'].secretObjects;
    const files = objects().flatMap(({ objectAlias, jmesPath = [] }) => [
      objectAlias,
      ...jmesPath.map((entry: Manifest) => entry['objectAlias']),
    ]);
    const [app] = pod('web').containers;
    for (const name of ['KEY', 'OTHER', 'WHOLE', 'SAME', 'TOKEN']) {
      expect(variable(app, name).valueFrom).toEqual({ secretKeyRef: { name: secretName, key: name } });
      expect(files).toContain(data.find(({ key }: Manifest) => key === name).objectName);
    }
    expect(new Set(files).size).toBe(files.length);
  });

  test('another list of them is another Secret, and that of the version before stays', () => {
    const other = only(charts.changed, 'SecretProviderClass').metadata.name;
    expect(other).not.toBe(provider().metadata.name);
    expect(pod('changed').volumes[0].csi.volumeAttributes.secretProviderClass).toBe(other);
    expect(provider()['metadata']).toMatchObject({ annotations: { 'helm.sh/resource-policy': 'keep' } });
  });

  test('a service without them has no volume', () => {
    expect(charts.stock.filter(({ kind }) => kind === 'SecretProviderClass')).toEqual([]);
    expect(pod('stock')).not.toHaveProperty('volumes');
  });
});

describe('the network', () => {
  const policy = (name: keyof typeof VALUES, end: string) => only(charts[name], 'NetworkPolicy', end)['spec'];
  const portsOf = ({ ports }: Manifest) => ports.map((port: Manifest) => port['port']);

  test('nothing is open by itself', () => {
    expect(policy('web', '-others')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  test("requests come from the load balancer's subnets, to the service's port", () => {
    expect(policy('web', 'web').ingress).toEqual([
      {
        from: [{ ipBlock: { cidr: '10.0.0.0/20' } }, { ipBlock: { cidr: '10.0.16.0/20' } }],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
  });

  test('a pod reaches names, HTTPS, its credentials and the services that it calls', () => {
    const { egress } = policy('web', 'web');
    expect(egress.map(portsOf)).toEqual([[53, 53], [443], [80], [8099]]);
    expect(egress[2].to).toEqual([{ ipBlock: { cidr: '169.254.170.23/32' } }]);
    expect(egress[3].to).toEqual([{ ipBlock: { cidr: '10.0.32.0/20' } }]);
    expect(policy('stock', 'stock').egress.map(portsOf)).toEqual([[53, 53], [443], [80]]);
  });

  test('the job that validates is reached by nobody', () => {
    expect(policy('web', '-validation')).not.toHaveProperty('ingress');
    expect(policy('web', '-validation').policyTypes).toContain('Ingress');
  });
});

describe('the job that validates', () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-job-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Runs what the job runs, with an `aws` that writes an answer into the file that it is called with last. */
  async function verdict(answer: string, exitCode = 0): Promise<number> {
    const { job } = only(charts.web, 'AnalysisTemplate', '-validation')['spec'].metrics[0].provider;
    const [{ command, args, env }] = job.spec.template.spec.containers;
    const script = [
      '#!/bin/sh',
      'echo "$@" > "$HOME/calls"',
      'for last; do :; done',
      `printf %s '${answer}' > "$last"`,
      `exit ${exitCode}`,
    ].join('\n');
    writeFileSync(join(directory, 'aws'), script);
    chmodSync(join(directory, 'aws'), 0o755);
    const variables = Object.fromEntries(env.map(({ name, value }: Manifest) => [name, value]));
    const [program, ...first] = command;
    const running = run(program, [...first, ...args], {
      env: { ...variables, HOME: directory, PATH: `${directory}:/usr/bin:/bin` },
    });
    return running.then(
      () => 0,
      ({ code }) => code,
    );
  }

  test('succeeds when the function says that the version is good', async () => {
    await expect(verdict('{"hookStatus":"SUCCEEDED"}')).resolves.toBe(0);
    expect(readFileSync(join(directory, 'calls'), 'utf8')).toBe(
      `lambda invoke --function-name shop-dev-web-validate --cli-read-timeout 240 ${directory}/answer\n`,
    );
  });

  test('waits longer than the function works, as the CLI would call it a second time', () => {
    const { job } = only(charts.web, 'AnalysisTemplate', '-validation')['spec'].metrics[0].provider;
    const { value } = job.spec.template.spec.containers[0].env.find(({ name }: Manifest) => name === 'TIMEOUT');
    expect(Number(value)).toBeGreaterThan(VALUES.web.validation.timeoutSeconds);
  });

  test('stays on its node until it is done', () => {
    const { job } = only(charts.web, 'AnalysisTemplate', '-validation')['spec'].metrics[0].provider;
    expect(job.spec.template.metadata.annotations).toEqual({ 'karpenter.sh/do-not-disrupt': 'true' });
  });

  test.each([
    ['says that it is not', '{"hookStatus":"FAILED"}', 0],
    ['fails itself', '{"errorType":"Error","errorMessage":"SUCCEEDED"}', 0],
    ['cannot be called', '{"hookStatus":"SUCCEEDED"}', 254],
    ['says nothing', '', 0],
  ])('fails when the function %s', async (_, answer, exitCode) => {
    await expect(verdict(answer, exitCode)).resolves.not.toBe(0);
  });

  test('is run once, with rights of its own', () => {
    const { job } = only(charts.web, 'AnalysisTemplate', '-validation')['spec'].metrics[0].provider;
    expect(job.spec.backoffLimit).toBe(0);
    expect(job.spec.template.spec).toMatchObject({ serviceAccountName: 'web-validation', restartPolicy: 'Never' });
  });
});
