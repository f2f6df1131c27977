import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { AutomationRunbook } from './automation-runbook';
import { type ScaleDocumentProps, scaleInDocument, scaleOutDocument } from './scale-document';

export interface ScaleRunbooksProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/**
 * More tasks of a service at once, when scaling does not see the need by itself, and back. What it sets stays over deployments
 * of the stack, which knows no change of it; until somebody goes back, the daily look for drift tells of it.
 */
export class ScaleRunbooks extends Construct {
  constructor(scope: Construct, id: string, { delivery, environment }: ScaleRunbooksProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const clusterName = names.clusterName(delivery.name, environment.name);
    const documentName = (runbook: string) => names.runbookDocumentName(delivery.name, environment.name, runbook);
    const content = (of: (props: ScaleDocumentProps) => Record<string, unknown>) => (roleArn: string) =>
      of({
        environment: environment.name,
        clusterName,
        services: Object.fromEntries(
          delivery.services.map(({ name, in: settings }) => {
            const { minimum, maximum } = settings[environment.name]!.scaling;
            return [name, { minimum, maximum }];
          }),
        ),
        scaleInName: documentName('scale-in'),
        roleArn,
      });

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
    const out = new AutomationRunbook(this, 'Out', {
      name: documentName('scale-out'),
      description: `SSM scales services of ${environment.name} out with it`,
      statements: [...register, allow(['application-autoscaling:DescribeScalableTargets'], ['*'])],
      content: content(scaleOutDocument),
    });
    acknowledge(out.policy, 'IAM5[Resource::*]', 'DescribeScalableTargets takes no resource.');
    const back = new AutomationRunbook(this, 'In', {
      name: documentName('scale-in'),
      description: `SSM scales services of ${environment.name} back with it`,
      statements: register,
      content: content(scaleInDocument),
    });
    for (const { policy } of [out, back]) {
      acknowledgeResource(policy, targets, 'A scalable target has an id that Application Auto Scaling makes up.');
      acknowledgeResource(policy, services, 'All services of the environment, one of which a person chooses.');
    }
    const [first] = delivery.services;
    new CfnOutput(this, 'Command', {
      description: `Have more tasks of a service run in ${environment.name}`,
      value:
        `aws ssm start-automation-execution --document-name ${documentName('scale-out')} ` +
        `--parameters Service=${first!.name},Minimum=NUMBER`,
    });
  }
}
