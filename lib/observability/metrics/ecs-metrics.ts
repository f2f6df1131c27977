import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Controller } from '../../config/delivery';
import type { ServiceMetrics } from './service-metrics';

export interface EcsMetricsProps {
  readonly clusterName: string;
  /** As ECS knows it. */
  readonly serviceName: string;
  readonly controller: Controller;
  /** Whether a collector stands beside the service. */
  readonly isTraced: boolean;
}

/** What ECS and Container Insights measure of a service's tasks. */
export class EcsMetrics implements ServiceMetrics {
  constructor(private readonly props: EcsMetricsProps) {}

  metricCpu(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AWS/ECS', 'CPUUtilization', options);
  }

  metricMemory(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AWS/ECS', 'MemoryUtilization', options);
  }

  metricRunning(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.insight('RunningTaskCount', options);
  }

  /** Tasks that scaling asks for. */
  metricDesired(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.insight('DesiredTaskCount', options);
  }

  /** Tasks that are about to run: new ones, and those that take the place of a task that ended. */
  metricPending(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.insight('PendingTaskCount', { statistic: 'Maximum', ...options });
  }

  /** Containers that were started again within their task; counted for those with a restart policy alone. */
  metricRestarts(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.insight('RestartCount', { statistic: 'Sum', ...options });
  }

  /**
   * Versions that have tasks: one, and two while a deployment runs. CodeDeploy gives each a task set; ECS itself counts the
   * deployments of its service.
   */
  metricVersions(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const name = this.props.controller === 'codedeploy' ? 'TaskSetCount' : 'DeploymentCount';
    return this.insight(name, { statistic: 'Maximum', ...options });
  }

  counts(): cloudwatch.Metric[] {
    return [
      this.metricRunning({ label: 'Running' }),
      this.metricDesired({ label: 'Wanted' }),
      this.metricVersions({ label: 'Versions' }),
    ];
  }

  starts(): cloudwatch.Metric[] {
    const { isTraced, controller } = this.props;
    return [
      this.metricPending({ label: 'Starting tasks' }),
      // ECS replaces a task whose own container ends; the collector alone is started again within its task.
      ...(isTraced && controller === 'ecs' ? [this.metricRestarts({ label: 'Collector restarts' })] : []),
    ];
  }

  deploying(id: string, label: string): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      expression: `IF(${id} > 1, 1, 0)`,
      usingMetrics: { [id]: this.metricVersions() },
      period: Duration.minutes(1),
      label,
    });
  }

  private insight(name: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ECS/ContainerInsights', name, options);
  }

  private metric(namespace: string, metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const { clusterName, serviceName } = this.props;
    return new cloudwatch.Metric({
      namespace,
      metricName,
      dimensionsMap: { ClusterName: clusterName, ServiceName: serviceName },
      period: Duration.minutes(1),
      ...options,
    });
  }
}
