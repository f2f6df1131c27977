import { DeliveryDimension, DeliveryMetric } from '../../../lib/delivery-metrics/constants';

const SIDE = ['LoadBalancer', 'TargetGroup'];
const SERVICE = ['ClusterName', 'ServiceName'];
const NAMESPACE = ['ClusterName', 'Namespace'];
/** By the name of what owns pods, without the end that differs from one to the next. */
const PODS = ['ClusterName', 'Namespace', 'PodName'];
const TABLE = ['TableName'];
const OPERATION = ['Operation', 'TableName'];
const TABLE_OR_INDEX = [TABLE, ['GlobalSecondaryIndexName', 'TableName']];

/**
 * What AWS publishes, by namespace and name: the sets of dimensions under which it can be asked for. From "CloudWatch metrics
 * for your Application Load Balancer", "Amazon ECS CloudWatch metrics", "Amazon ECS Container Insights with enhanced
 * observability metrics", "Amazon EKS and Kubernetes Container Insights with enhanced observability metrics" (the sets of
 * dimensions also in the CloudWatch agent's own source), "Using CloudWatch metrics with Lambda", "DynamoDB Metrics and dimensions", "CloudWatch Logs metrics", "NAT gateway metrics".
 */
export const KNOWN_METRICS: Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>> = {
  'AWS/ApplicationELB': {
    ConsumedLCUs: [['LoadBalancer']],
    HTTPCode_Target_5XX_Count: [SIDE],
    HealthyHostCount: [SIDE],
    RequestCount: [SIDE],
    TargetConnectionErrorCount: [SIDE],
    TargetResponseTime: [SIDE],
    UnHealthyHostCount: [SIDE],
  },
  'AWS/DynamoDB': {
    ConsumedReadCapacityUnits: TABLE_OR_INDEX,
    ConsumedWriteCapacityUnits: TABLE_OR_INDEX,
    ReadThrottleEvents: TABLE_OR_INDEX,
    SuccessfulRequestLatency: [OPERATION],
    SystemErrors: [OPERATION],
    WriteThrottleEvents: TABLE_OR_INDEX,
  },
  'AWS/ECS': { CPUUtilization: [SERVICE], MemoryUtilization: [SERVICE] },
  'AWS/Lambda': { Invocations: [['FunctionName']] },
  'AWS/Logs': { IncomingBytes: [['LogGroupName'], []] },
  'AWS/NATGateway': { BytesOutToDestination: [['NatGatewayId']], BytesOutToSource: [['NatGatewayId']] },
  ContainerInsights: {
    cluster_node_count: [['ClusterName']],
    namespace_number_of_running_pods: [NAMESPACE, ['ClusterName']],
    pod_cpu_utilization_over_pod_limit: [PODS, NAMESPACE, ['ClusterName']],
    pod_memory_utilization_over_pod_limit: [PODS, NAMESPACE, ['ClusterName']],
    pod_number_of_container_restarts: [PODS, ['ClusterName']],
    pod_status_pending: [PODS, ['ClusterName']],
  },
  'ECS/ContainerInsights': {
    DeploymentCount: [SERVICE],
    DesiredTaskCount: [SERVICE],
    PendingTaskCount: [SERVICE],
    RestartCount: [SERVICE],
    RunningTaskCount: [SERVICE],
    TaskSetCount: [SERVICE],
  },
  Slipway: Object.fromEntries(
    Object.values(DeliveryMetric).map((name) => [name, [Object.values(DeliveryDimension).sort()]]),
  ),
};
