import { Scalar, stringify } from 'yaml';
import type { ReleaseManifest } from '../release-manifest';

/** The moments of an ECS deployment at which CodeDeploy can call a Lambda function. */
export type LifecycleEvent =
  | 'BeforeInstall'
  | 'AfterInstall'
  | 'AfterAllowTestTraffic'
  | 'BeforeAllowTraffic'
  | 'AfterAllowTraffic';

/** The function, by name or ARN, for each event that has one. */
export type LifecycleHooks = Partial<Record<LifecycleEvent, string>>;

const EVENTS: readonly LifecycleEvent[] = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
];

/** The AppSpec file of one deployment; CodePipeline puts the ARN that it registers in place of `<TASK_DEFINITION>`. */
export function renderAppSpec(manifest: ReleaseManifest, hooks: LifecycleHooks = {}): string {
  const spec = {
    version: specVersion(),
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: '<TASK_DEFINITION>',
            LoadBalancerInfo: { ContainerName: manifest.container, ContainerPort: manifest.port },
            PlatformVersion: 'LATEST',
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: manifest.subnets,
                SecurityGroups: manifest.securityGroups,
                AssignPublicIp: manifest.assignPublicIp,
              },
            },
          },
        },
      },
    ],
  };
  // In the order in which they run, whatever the order of the argument.
  const calls = EVENTS.flatMap((event) => (hooks[event] ? [{ [event]: hooks[event] }] : []));
  return stringify(calls.length > 0 ? { ...spec, Hooks: calls } : spec);
}

/** A plain number would come out as `0`, and CodeDeploy knows only `0.0`. */
function specVersion(): Scalar<number> {
  const version = new Scalar(0);
  version.minFractionDigits = 1;
  return version;
}
