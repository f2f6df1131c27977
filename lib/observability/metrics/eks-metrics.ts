import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { total } from '../dashboards/metric-math';
import type { ServiceMetrics } from './service-metrics';

export interface EksMetricsProps {
  readonly clusterName: string;
  readonly namespace: string;
  /** Container Insights knows pods by what owns them, which is the rollout. */
  readonly rolloutName: string;
  /** The function that installs the service's releases. */
  readonly functionName: string;
}

const NAMESPACE = 'ContainerInsights';
/**
 * Calls a minute above which a pipeline waits for a rollout: it looks every few seconds, from the begin of a deployment to the
 * end of its bake. A runbook looks once or twice.
 */
const CALLS_OF_OTHERS = 2;

/**
 * What Container Insights with enhanced observability measures of a service's pods ("Amazon EKS and Kubernetes Container
 * Insights with enhanced observability metrics"). How many pods scaling asks for is not among it: that is measured of
 * Deployments, and a rollout is none.
 */
export class EksMetrics implements ServiceMetrics {
  constructor(private readonly props: EksMetricsProps) {}

  /** Of the pods' limits, which a pod has only where each of its containers has one. */
  metricCpu(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ofPods('pod_cpu_utilization_over_pod_limit', options);
  }

  /** Of the pods' limits, as with CPU. */
  metricMemory(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ofPods('pod_memory_utilization_over_pod_limit', options);
  }

  /** With the pod that validates a new version while it does. */
  metricRunning(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('namespace_number_of_running_pods', {}, options);
  }

  /** Pods that wait for a node, for their image or for their containers. */
  metricPending(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ofPods('pod_status_pending', { statistic: 'Sum', ...options });
  }

  /** Containers that were started again within their pod. */
  metricRestarts(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.ofPods('pod_number_of_container_restarts', { statistic: 'Sum', ...options });
  }

  /** Calls of the function that installs releases and looks at them, a minute. */
  metricCalls(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Invocations',
      dimensionsMap: { FunctionName: this.props.functionName },
      statistic: 'Sum',
      period: Duration.minutes(1),
      ...options,
    });
  }

  counts(): cloudwatch.Metric[] {
    return [this.metricRunning({ label: 'Running' })];
  }

  starts(): cloudwatch.Metric[] {
    return [this.metricPending({ label: 'Starting pods' }), this.metricRestarts({ label: 'Container restarts' })];
  }

  deploying(id: string, label: string): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      // Without a call there is no data.
      expression: `IF(${total([id])} > ${CALLS_OF_OTHERS}, 1, 0)`,
      usingMetrics: { [id]: this.metricCalls() },
      period: Duration.minutes(1),
      label,
    });
  }

  private ofPods(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(metricName, { PodName: this.props.rolloutName }, options);
  }

  private metric(
    metricName: string,
    dimensions: Readonly<Record<string, string>>,
    options?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    const { clusterName, namespace } = this.props;
    return new cloudwatch.Metric({
      namespace: NAMESPACE,
      metricName,
      dimensionsMap: { ClusterName: clusterName, Namespace: namespace, ...dimensions },
      period: Duration.minutes(1),
      ...options,
    });
  }
}
