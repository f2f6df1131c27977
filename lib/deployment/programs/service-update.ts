import type { DeploymentConfiguration, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { AT_ONCE, DEPLOYMENT_EXTRA_MINUTES, shiftMinutes } from '../../shared/traffic-shift';
import type { EcsRelease, NativeRelease } from '../release-manifest';

/** What a release changes of an ECS service, its task definition apart, and how long that may take. */
export interface ServiceUpdate {
  readonly update: UpdateServiceCommandInput;
  /** When it is not done by then, it is taken back. */
  readonly minutes: number;
}

/** Everything that a deployment decides, so that the service's creation has to decide nothing. @param rollback see `isRollback`. @default false */
export function serviceUpdate(manifest: EcsRelease, native: NativeRelease, rollback = false): ServiceUpdate {
  const { strategy, bakeMinutes } = rollback ? AT_ONCE : native;
  return {
    update: {
      cluster: native.cluster,
      service: native.service,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...manifest.subnets],
          securityGroups: [...manifest.securityGroups],
          assignPublicIp: manifest.assignPublicIp,
        },
      },
      loadBalancers: [
        {
          containerName: manifest.container,
          containerPort: manifest.port,
          targetGroupArn: native.targetGroup,
          advancedConfiguration: {
            alternateTargetGroupArn: native.alternateTargetGroup,
            productionListenerRule: native.productionRule,
            testListenerRule: native.testRule,
            roleArn: native.trafficRole,
          },
        },
      ],
      deploymentConfiguration: {
        ...steps(strategy),
        bakeTimeInMinutes: bakeMinutes,
        // A full set of new tasks beside the old. No circuit breaker: by the API's reference it is for rolling updates
        // only; new tasks that do not start are a matter of time.
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        alarms: { alarmNames: [...native.alarms], enable: !rollback, rollback: !rollback },
        lifecycleHooks: manifest.hook
          ? [
              {
                hookTargetArn: manifest.hook,
                roleArn: native.hookRole,
                lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
              },
            ]
          : [],
      },
    },
    minutes: shiftMinutes(strategy) + bakeMinutes + DEPLOYMENT_EXTRA_MINUTES,
  };
}

/** The strategy in ECS's words. */
function steps(strategy: NativeRelease['strategy']): DeploymentConfiguration {
  switch (strategy.kind) {
    case 'allAtOnce':
      return { strategy: 'BLUE_GREEN' };
    case 'canary':
      return {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: strategy.percent, canaryBakeTimeInMinutes: strategy.minutes },
      };
    case 'linear':
      return {
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: strategy.percent, stepBakeTimeInMinutes: strategy.minutes },
      };
  }
}
