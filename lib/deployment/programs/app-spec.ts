import { Scalar, stringify } from 'yaml';
import type { EcsRelease } from '../release-manifest';

/**
 * The AppSpec file of one deployment; CodePipeline puts the ARN that it registers in place of `<TASK_DEFINITION>`, and
 * CodeDeploy asks the hook when the new version has test traffic and nothing else.
 */
export function renderAppSpec(manifest: EcsRelease): string {
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
  return stringify(manifest.hook ? { ...spec, Hooks: [{ AfterAllowTestTraffic: manifest.hook }] } : spec);
}

/** A plain number would come out as `0`, and CodeDeploy knows only `0.0`. */
function specVersion(): Scalar<number> {
  const version = new Scalar(0);
  version.minFractionDigits = 1;
  return version;
}
