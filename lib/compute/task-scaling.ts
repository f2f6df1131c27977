import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnService } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { Scaling } from '../config/delivery';
import { COLORS, type Endpoint } from './endpoint';

export interface TaskScalingProps {
  readonly clusterName: string;
  readonly service: CfnService;
  readonly serviceName: string;
  readonly endpoint: Endpoint;
  readonly scaling: Scaling;
}

const DIMENSION = 'ecs:service:DesiredCount';
const NAMESPACE = 'ecs';
/** Seconds to wait: new tasks take about a minute to help; giving them back too soon would swing. */
const COOLDOWN = { out: 60, in: 300 };

/** Scales the service's tasks on CPU and, where they are stated, on requests per task, whichever asks for more. */
export class TaskScaling extends Construct {
  constructor(scope: Construct, id: string, props: TaskScalingProps) {
    super(scope, id);
    const target = new scaling.CfnScalableTarget(this, 'Target', {
      serviceNamespace: NAMESPACE,
      scalableDimension: DIMENSION,
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      minCapacity: props.scaling.minimum,
      maxCapacity: props.scaling.maximum,
    });
    target.node.addDependency(props.service);

    const policy = (
      name: string,
      specification: Partial<scaling.CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty> & {
        targetValue: number;
      },
    ) =>
      new scaling.CfnScalingPolicy(this, name, {
        policyName: `${props.serviceName}-${name.toLowerCase()}`,
        policyType: 'TargetTrackingScaling',
        scalingTargetId: target.ref,
        targetTrackingScalingPolicyConfiguration: {
          scaleOutCooldown: COOLDOWN.out,
          scaleInCooldown: COOLDOWN.in,
          ...specification,
        },
      });
    policy('Cpu', {
      targetValue: props.scaling.cpuPercent,
      predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    });
    if (props.scaling.requestsPerTask === undefined) return;
    policy('Requests', {
      targetValue: props.scaling.requestsPerTask,
      customizedMetricSpecification: { metrics: requestsPerTask(props.endpoint) },
    });
  }
}

/**
 * Requests per task over both sides. The predefined ALBRequestCountPerTarget names one target group, which is idle after
 * every other deployment. Each side has a full set of tasks while traffic moves, so that the sum of both is what one
 * set would take alone.
 */
function requestsPerTask(endpoint: Endpoint): scaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty[] {
  return [
    {
      id: 'total',
      // Of what is there: a side has no data at all before its first task.
      expression: `SUM([${COLORS.join(', ')}])`,
      label: 'Requests per task',
      returnData: true,
    },
    ...COLORS.map((color) => ({
      id: color,
      metricStat: { stat: 'Sum', metric: metricOf(endpoint.metricRequestsPerTask(color)) },
      returnData: false,
    })),
  ];
}

function metricOf(metric: cloudwatch.Metric): scaling.CfnScalingPolicy.TargetTrackingMetricProperty {
  return {
    namespace: metric.namespace,
    metricName: metric.metricName,
    dimensions: Object.entries(metric.dimensions ?? {}).map(([name, value]) => ({ name, value: String(value) })),
  };
}
