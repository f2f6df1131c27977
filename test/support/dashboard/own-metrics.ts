import type { Evaluate } from '../intrinsics';
import { resourcesIn, type SynthesizedStack } from '../template';

/** What the metric filters of templates publish, by namespace and name; none of it has a dimension. */
export function ownMetricsIn(stacks: readonly SynthesizedStack[], evaluate: Evaluate): ReadonlySet<string> {
  const filters = resourcesIn(stacks, 'AWS::Logs::MetricFilter');
  return new Set(
    filters.flatMap(({ stack, properties }) =>
      evaluate(stack, properties['MetricTransformations']).map(
        (one: { readonly MetricNamespace: string; readonly MetricName: string }) =>
          `${one.MetricNamespace} ${one.MetricName}`,
      ),
    ),
  );
}
