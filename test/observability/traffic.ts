import { Recording, type Samples } from '../support/cloudwatch/recording';
import { LOAD_BALANCER } from './place';

/** What one side of the endpoint saw in a minute. */
export interface Side {
  readonly requests: number;
  /** Of them, answered with 5xx. @default 0 */
  readonly errors?: number;
  /** Of them, for which no task could be connected to. @default 0 */
  readonly unconnected?: number;
  /** Of them, answered after a second and not at once. @default 0 */
  readonly slow?: number;
}

export interface Minute {
  /** A side without a word had no traffic and sent no metric, as CloudWatch's load balancers do. */
  readonly blue?: Side;
  readonly green?: Side;
  /** Tasks that are well. @default 2 */
  readonly healthy?: number;
  /** Tasks of the placeholder. @default 0 */
  readonly placeholders?: number;
  /** A run of the canary, if there was one: whether it was answered. */
  readonly outside?: boolean;
}

const IN_TIME = 0.05;
const LATE = 1.2;

/** What CloudWatch gets in so many minutes of a service. */
export function recordingOf(minutes: number, what: (minute: number) => Minute): Recording {
  const all = Array.from({ length: minutes }, (_, minute) => what(minute));
  const recording = new Recording();
  const record = (
    namespace: string,
    name: string,
    dimensions: Record<string, string>,
    of: (minute: Minute) => Samples,
  ) => {
    const samples = all.map(of);
    // A metric that never got a value does not exist.
    if (samples.some(({ length }) => length > 0)) recording.record({ namespace, name, dimensions }, samples);
  };

  for (const color of ['blue', 'green'] as const) {
    const balanced = (name: string, of: (side: Side) => Samples) =>
      record(
        'AWS/ApplicationELB',
        name,
        { LoadBalancer: LOAD_BALANCER, TargetGroup: `shop-dev-web-${color}.TargetGroupFullName` },
        ({ [color]: side }) => (side ? of(side) : []),
      );
    balanced('RequestCount', ({ requests }) => times(1, requests));
    balanced('HTTPCode_Target_5XX_Count', ({ errors = 0 }) => times(1, errors));
    balanced('TargetConnectionErrorCount', ({ unconnected = 0 }) => times(1, unconnected));
    balanced('TargetResponseTime', ({ requests, unconnected = 0, slow = 0 }) => [
      ...times(IN_TIME, requests - unconnected - slow),
      ...times(LATE, slow),
    ]);
  }
  record(
    'AWS/ApplicationELB',
    'HealthyHostCount',
    { LoadBalancer: LOAD_BALANCER, TargetGroup: 'shop-dev-web-blue.TargetGroupFullName' },
    // The load balancer says nothing of a target group without targets.
    ({ healthy = 2 }) => (healthy === 0 ? [] : [[healthy, 1]]),
  );
  record(
    'ECS/ContainerInsights',
    'CpuReserved',
    { ClusterName: 'shop-dev', TaskDefinitionFamily: 'shop-dev-web_placeholder' },
    ({ placeholders = 0 }) => times(256, placeholders),
  );
  record('CloudWatchSynthetics', 'SuccessPercent', { CanaryName: 'shop-dev-web' }, ({ outside }) =>
    outside === undefined ? [] : [[outside ? 100 : 0, 1]],
  );
  return recording;
}

function times(value: number, count: number): Samples {
  return count === 0 ? [] : [[value, count]];
}
