import { tracingName } from '../shared/names';
import { TracingVariable } from '../shared/service-contract';
import { COLLECTOR_ADDRESS } from './constants';

export interface TraceVariablesProps {
  readonly path: readonly [delivery: string, environment: string, service: string];
  /** Percent of the traces that are kept for as long as X-Ray's rules cannot be had; the sampling rule says the same. */
  readonly percent: number;
  /** X-Ray shows the log lines of a trace from there; may be a token. */
  readonly logGroupName: string;
  /** Where in Kubernetes the service is; on ECS the collector finds out by itself. @default - it is on ECS */
  readonly kubernetes?: KubernetesPlace;
}

/** By plain names. */
export interface KubernetesPlace {
  readonly clusterName: string;
  readonly namespace: string;
}

/**
 * What the platform tells a traced service. Its name is that of its sampling rule and group, with delivery and environment:
 * X-Ray's map and rules know services by their names alone, and an account may have several environments.
 */
export function traceVariables(props: TraceVariablesProps): Record<string, string> {
  const [delivery, environment, service] = props.path;
  const attributes = {
    'service.namespace': delivery,
    'deployment.environment.name': environment,
    // The older name of the same, by which Application Signals may still look.
    'deployment.environment': environment,
    'aws.log.group.names': props.logGroupName,
    ...(props.kubernetes && inCluster(props.kubernetes)),
  };
  return {
    [TracingVariable.OTEL_EXPORTER_OTLP_ENDPOINT]: `http://${COLLECTOR_ADDRESS.traces}`,
    [TracingVariable.OTEL_EXPORTER_OTLP_PROTOCOL]: 'http/protobuf',
    // Where a request carries both headers, the last one is believed: load balancers know X-Ray's only.
    [TracingVariable.OTEL_PROPAGATORS]: 'xray,tracecontext',
    [TracingVariable.OTEL_SERVICE_NAME]: tracingName(delivery, environment, service),
    [TracingVariable.OTEL_RESOURCE_ATTRIBUTES]: Object.entries(attributes)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    [TracingVariable.OTEL_TRACES_SAMPLER]: 'xray',
    [TracingVariable.OTEL_TRACES_SAMPLER_ARG]: `endpoint=http://${COLLECTOR_ADDRESS.xray}`,
    [TracingVariable.TRACE_SAMPLE_PERCENT]: String(props.percent),
  };
}

/**
 * Where a pod is, as OpenTelemetry's conventions and X-Ray's exporter name it. To find out, the collector beside it would need
 * rights in the cluster, or the metadata of a node that is not its own.
 */
function inCluster({ clusterName, namespace }: KubernetesPlace): Record<string, string> {
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_eks',
    'k8s.cluster.name': clusterName,
    'k8s.namespace.name': namespace,
  };
}
