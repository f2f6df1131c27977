import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { LOOKING } from './incident-function';

export interface IncidentMetricsRoleProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/**
 * With this role the function of incidents looks, from the tools account, at the alarms and metrics of an environment in an
 * account of its own. It reads figures, and nothing else.
 */
export class IncidentMetricsRole extends Construct {
  constructor(scope: Construct, id: string, { delivery, environment }: IncidentMetricsRoleProps) {
    super(scope, id);
    const { account } = located(delivery.tools);
    const { partition } = Stack.of(this);
    const role = new iam.Role(this, 'Resource', {
      roleName: names.incidentMetricsRoleName(delivery.name, environment.name),
      description: `The incidents of ${delivery.name} look at ${environment.name} with it`,
      // By condition, not as a principal: that would have to exist before this role.
      assumedBy: new iam.AccountPrincipal(account).withConditions({
        ArnEquals: {
          'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${names.incidentsName(delivery.name)}`,
        },
      }),
    });
    const policy = new iam.Policy(this, 'Policy', { roles: [role], statements: [allow(LOOKING, ['*'])] });
    acknowledge(policy, 'IAM5[Resource::*]', 'CloudWatch shows composite alarms and metrics for * only.');
  }
}
