import type { ChartValues } from '../../lib/workload/values';
import { CHART, helm, KUBERNETES, type Manifest } from '../../scripts/lib/helm';

export { CHART, helmBinary, kubectlBinary, type Manifest, renderChart, renderCharts } from '../../scripts/lib/helm';

/** The one of its kind, and of those whose names end so. */
export function only(manifests: readonly Manifest[], kind: string, end = ''): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && manifest.metadata.name.endsWith(end));
  if (found.length !== 1) throw new Error(`${found.length} of kind ${kind} with a name that ends with '${end}'`);
  return found[0]!;
}

/** What Helm's linter says about the chart with values; fails where it warns. */
export async function lintChart(values: ChartValues): Promise<string> {
  return helm(['lint', '--strict', CHART, '--kube-version', KUBERNETES, '--values', '-'], values);
}
