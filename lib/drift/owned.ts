/** A part of a resource that changes without its stack, as it should. */
export interface Owned {
  readonly type: string;
  /** Matches the end of the resource's physical id. @default - any */
  readonly id?: RegExp;
  /** Matches the property's path, such as `/DefaultActions/0/TargetGroupArn`. */
  readonly path: RegExp;
  /** Who changes it, and why. */
  readonly by: string;
}

/** Everything that somebody else than CloudFormation changes on purpose. What is not here is drift. */
export const OWNED: readonly Owned[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    path: /^\/DefaultActions\/\d+\/(TargetGroupArn|ForwardConfig)(\/|$)/,
    by: 'CodeDeploy turns a listener from one target group to the other, or splits its traffic between both',
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    path: /^\/Actions\/\d+\/(TargetGroupArn|ForwardConfig)(\/|$)/,
    by: 'ECS shifts the weights of a rule',
  },
  {
    type: 'AWS::ECS::Service',
    path: /^\/(TaskDefinition|LoadBalancers|NetworkConfiguration|PlatformVersion)(\/|$)/,
    by: "a release brings its own: CodeDeploy's new task set has them from the AppSpec file, ECS's from the pipeline",
  },
  {
    type: 'AWS::CodeDeploy::DeploymentGroup',
    path: /^\/AlarmConfiguration\/Enabled$/,
    by: 'no alarm stops a rollback, and the next release turns them on again',
  },
  {
    type: 'AWS::ECS::Service',
    path: /^\/DesiredCount$/,
    by: 'autoscaling follows the load with it',
  },
  {
    type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    path: /^\/SuspendedState(\/|$)/,
    by: 'ECS and CodeDeploy suspend scaling while they deploy',
  },
  {
    type: 'AWS::SSM::Parameter',
    id: /\/deployed$/,
    path: /^\/Value$/,
    by: 'a pipeline writes what it has deployed',
  },
  {
    type: 'AWS::SSM::Parameter',
    id: /\/freeze$/,
    path: /^\/Value$/,
    by: 'a person freezes an environment',
  },
];

/** Who changes a property of a resource on purpose; undefined if nobody does. */
export function ownerOf(type: string, physicalId: string, path: string): string | undefined {
  return OWNED.find((owned) => owned.type === type && owned.path.test(path) && (owned.id?.test(physicalId) ?? true))
    ?.by;
}
