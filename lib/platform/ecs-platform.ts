import type { Construct } from 'constructs';
import * as names from '../shared/names';
import { EcsWorkload } from './ecs-workload';
import type { Platform, PlatformProps, Workload, WorkloadProps } from './platform';

/** Fargate tasks of an ECS service. CodeDeploy or ECS itself moves the traffic between two equal sides. */
export class EcsPlatform implements Platform {
  readonly identity: string;
  readonly targets: Platform['targets'];

  constructor(private readonly props: PlatformProps) {
    const { delivery, environment, service, settings } = props;
    const path = [delivery.name, environment.name, service.name] as const;
    this.identity = settings.controller === 'ecs' ? '-ecs' : '';
    this.targets = {
      targetGroupNames: {
        blue: names.targetGroupName(...path, 'blue'),
        green: names.targetGroupName(...path, 'green'),
      },
    };
  }

  workloadIn(scope: Construct, props: WorkloadProps): Workload {
    return new EcsWorkload(scope, { ...this.props, ...props });
  }
}
