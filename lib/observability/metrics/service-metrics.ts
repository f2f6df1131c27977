import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * What a platform measures of a service: of its tasks or its pods. All of it is known by names, so that any stack may ask for
 * it.
 */
export interface ServiceMetrics {
  /** Used CPU of what the service has, percent. */
  metricCpu(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  /** Used memory of what the service has, percent. */
  metricMemory(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  /** How many run, of all versions. */
  metricRunning(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  /** How many there are, and how many there should be, as far as the platform tells. Each has its label. */
  counts(): cloudwatch.Metric[];
  /** What is about to run, and what was started again. Each has its label. */
  starts(): cloudwatch.Metric[];
  /** 1 while the service is deployed, which takes as long as the deployment and its bake. @param id is unique in its graph */
  deploying(id: string, label: string): cloudwatch.MathExpression;
}
