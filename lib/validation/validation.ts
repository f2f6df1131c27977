import { Duration, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { HOOK_VARIABLES, hookSeconds } from './constants';
import { Probe, type ProbeProps } from './probe';
import { ProbeRole } from './probe-role';

export type ValidationProps = ProbeProps;

/** The handler that speaks each controller's language. */
const HOOKS = {
  codedeploy: 'validation/codedeploy-hook.lambda.ts',
  ecs: 'validation/ecs-hook.lambda.ts',
  // A job in the cluster asks it, and reads the same answer.
  rollouts: 'validation/ecs-hook.lambda.ts',
} as const;

/**
 * Asks a new version, behind the test listener, what the configuration states, before it gets traffic. It takes two
 * functions: the probe is in the network, without a way to AWS's own services; the hook is outside, without a way to the
 * load balancer, and tells the controller what the probe saw.
 */
export class Validation extends Construct {
  /** For CodeDeploy's `AfterAllowTestTraffic` or for ECS's `POST_TEST_TRAFFIC_SHIFT`, whichever controls the service. */
  readonly hookFunctionArn: string;

  constructor(scope: Construct, id: string, props: ValidationProps) {
    super(scope, id);
    const { delivery, environment, service, settings } = props;
    const path = [delivery.name, environment.name, service.name] as const;
    const probe = new Probe(this, 'Probe', props);
    const isPublic = service.exposure === 'public';
    const hook = new BundledFunction(this, 'Hook', {
      entry: HOOKS[settings.controller],
      functionName: names.hookFunctionName(...path),
      description: `Validates a new version of ${service.name} before it gets traffic`,
      statements: [
        allow(['lambda:InvokeFunction'], [probe.functionArn]),
        // The call takes no resource.
        ...(isPublic ? [allow(['ec2:DescribeNetworkInterfaces'], ['*'])] : []),
        ...(settings.controller === 'codedeploy' ? [this.answerCodeDeploy(props)] : []),
      ],
      variables: {
        [HOOK_VARIABLES.validation]: JSON.stringify(settings.validation),
        [HOOK_VARIABLES.probe]: probe.functionName,
        ...(isPublic && {
          [HOOK_VARIABLES.loadBalancer]: names.loadBalancerName(delivery.name, environment.name, 'public'),
        }),
      },
      timeout: Duration.seconds(hookSeconds(settings.validation.timeoutSeconds)),
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    if (isPublic) {
      acknowledge(hook.policy, 'IAM5[Resource::*]', 'ec2:DescribeNetworkInterfaces takes no resource.');
    }
    this.hookFunctionArn = hook.function.functionArn;
    new ProbeRole(this, 'ProbeRole', { ...props, probeFunctionArn: probe.functionArn });
  }

  /** On the service's own deployment group, by its name: the group's role is made after the hook. */
  private answerCodeDeploy({ delivery, environment, service }: ValidationProps): iam.PolicyStatement {
    const path = [delivery.name, environment.name, service.name] as const;
    const application = names.codeDeployApplicationName(...path);
    const group = Stack.of(this).formatArn({
      service: 'codedeploy',
      resource: `deploymentgroup:${application}`,
      resourceName: names.deploymentGroupName(...path),
    });
    return allow(['codedeploy:PutLifecycleEventHookExecutionStatus'], [group]);
  }
}
