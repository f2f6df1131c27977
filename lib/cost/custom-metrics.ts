import { type CostedStack, resourcesOf, textOf } from './stacks';

/** Namespaces that AWS writes into. */
const AWS_OWN = /^(AWS|ECS)\/|^(ApplicationSignals|CloudWatchSynthetics|ContainerInsights)$/;
/** A metric as the body of a dashboard has it. */
const METRIC = /\["([A-Za-z]+(?:\/[A-Za-z]+)*)","([A-Za-z]+)"/g;

/** Whether a dashboard shows a metric that neither AWS nor a filter of a log makes: a function writes it. */
export function haveWrittenMetrics(stacks: readonly CostedStack[]): boolean {
  const filtered = new Set(
    stacks
      .flatMap((stack) => resourcesOf(stack, 'AWS::Logs::MetricFilter'))
      .flatMap(({ properties }) => (properties['MetricTransformations'] ?? []) as readonly Transformation[])
      .map(({ MetricNamespace, MetricName }) => `${MetricNamespace} ${MetricName}`),
  );
  return stacks
    .flatMap((stack) => resourcesOf(stack, 'AWS::CloudWatch::Dashboard'))
    .flatMap(({ properties }) => [...textOf(properties['DashboardBody'] ?? '').matchAll(METRIC)])
    .some(([, namespace, name]) => !AWS_OWN.test(namespace!) && !filtered.has(`${namespace} ${name}`));
}

interface Transformation {
  readonly MetricNamespace: string;
  readonly MetricName: string;
}
