import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Controller } from '../config/delivery';

export interface ServiceMetricsProps {
  readonly clusterName: string;
  /** As ECS knows it. */
  readonly serviceName: string;
  readonly controller: Controller;
}

/** What ECS and Container Insights measure of a service. All of it is known by names, so that any stack may ask for it. */
export class ServiceMetrics {
  constructor(private readonly props: ServiceMetricsProps) {}

  /** Used CPU of what the tasks have, percent. */
  metricCpu(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AWS/ECS', 'CPUUtilization', options);
  }

  /** Used memory of what the tasks have, percent. */
  metricMemory(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AWS/ECS', 'MemoryUtilization', options);
  }

  /** Tasks that run, of all versions. */
  metricRunningTasks(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.insight('RunningTaskCount', options);
  }

  /** Tasks that scaling asks for. */
  metricDesiredTasks(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.insight('DesiredTaskCount', options);
  }

  /** Tasks that are about to run: new ones, and those that take the place of a task that ended. */
  metricPendingTasks(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
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
