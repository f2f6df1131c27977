import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { askedFor } from '../workload/audiences';
import { AutomationRunbook } from './automation-runbook';
import { ANY_ROLLOUT_FUNCTION, rolloutFunctionsArn, servicesOn } from './rollout-functions';
import { type ScaleDocumentProps, scaleInDocument, scaleOutDocument, units } from './scale-document';

export interface ScaleRunbooksProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/**
 * More tasks or pods of a service at once, when scaling does not see the need by itself, and back. What it sets stays over
 * deployments of the stack, which knows no change of it, and over releases; until somebody goes back, the daily look for drift
 * tells of it on ECS. On EKS nobody does.
 */
export class ScaleRunbooks extends Construct {
  constructor(scope: Construct, id: string, { delivery, environment }: ScaleRunbooksProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const clusterName = names.clusterName(delivery.name, environment.name);
    const documentName = (runbook: string) => names.runbookDocumentName(delivery.name, environment.name, runbook);
    const [onEcs, onEks] = [servicesOn(delivery, 'ecs'), servicesOn(delivery, 'eks')];
    const [hasTasks, hasPods] = [onEcs.length > 0, onEks.length > 0];
    const scaled = {
      services: Object.fromEntries(
        onEcs.map(({ name, in: settings }) => {
          const { minimum, maximum } = settings[environment.name]!.scaling;
          return [name, { minimum, maximum }];
        }),
      ),
      ...(hasPods && {
        pods: {
          services: onEks.map(({ name }) => name),
          functionName: askedFor(names.rolloutFunctionName(delivery.name, environment.name, '{{ Service }}'), 'scale'),
        },
      }),
    };
    const content = (of: (props: ScaleDocumentProps) => Record<string, unknown>) => (roleArn: string) =>
      of({ environment: environment.name, clusterName, ...scaled, scaleInName: documentName('scale-in'), roleArn });

    const functions = rolloutFunctionsArn(this, { delivery, environment }, 'scale');
    const services = stack.formatArn({ service: 'ecs', resource: 'service', resourceName: `${clusterName}/*` });
    const targets = stack.formatArn({
      service: 'application-autoscaling',
      resource: 'scalable-target',
      resourceName: '*',
    });
    const register = [
      allow(['application-autoscaling:RegisterScalableTarget'], [targets], {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      }),
      // Scaling lets those alone change a target who may change the service ("Permissions validation for Application Auto
      // Scaling API calls on target resources").
      allow(['ecs:DescribeServices', 'ecs:UpdateService'], [services]),
    ];
    const ask = hasPods ? [allow(['lambda:InvokeFunction'], [functions])] : [];
    const out = new AutomationRunbook(this, 'Out', {
      name: documentName('scale-out'),
      description: `SSM scales services of ${environment.name} out with it`,
      statements: [
        ...(hasTasks ? [...register, allow(['application-autoscaling:DescribeScalableTargets'], ['*'])] : []),
        ...ask,
      ],
      content: content(scaleOutDocument),
    });
    if (hasTasks) acknowledge(out.policy, 'IAM5[Resource::*]', 'DescribeScalableTargets takes no resource.');
    const back = new AutomationRunbook(this, 'In', {
      name: documentName('scale-in'),
      description: `SSM scales services of ${environment.name} back with it`,
      statements: [...(hasTasks ? register : []), ...ask],
      content: content(scaleInDocument),
    });
    for (const { policy } of [out, back]) {
      if (hasPods) acknowledgeResource(policy, functions, ANY_ROLLOUT_FUNCTION);
      if (!hasTasks) continue;
      acknowledgeResource(policy, targets, 'A scalable target has an id that Application Auto Scaling makes up.');
      acknowledgeResource(policy, services, 'All services of the environment, one of which a person chooses.');
    }
    const [first] = delivery.services;
    new CfnOutput(this, 'Command', {
      description: `Have more ${units(scaled)} of a service run in ${environment.name}`,
      value:
        `aws ssm start-automation-execution --document-name ${documentName('scale-out')} ` +
        `--parameters Service=${first!.name},Minimum=NUMBER`,
    });
  }
}
