import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { located } from '../artifacts/artifact-access';
import type { Delivery, Environment, Service } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { isTestedIn } from './tested';

export interface ProbeRoleProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
  readonly service: Service;
  readonly probeFunctionArn: string;
}

/**
 * With what the pipeline's tests send requests to the service: they call its probe, and that is all. It is not the role
 * that deploys, as tests run the team's own commands, with whatever these have installed. Made where there are tests.
 */
export class ProbeRole extends Construct {
  constructor(scope: Construct, id: string, props: ProbeRoleProps) {
    super(scope, id);
    const { delivery, environment, service } = props;
    const tools = located(delivery.tools);
    const callers = callersOf(props).map(
      (name) => `arn:${Stack.of(this).partition}:iam::${tools.account}:role/${name}`,
    );
    if (callers.length === 0) return;
    const role = new iam.Role(this, 'Resource', {
      roleName: names.probeRoleName(delivery.name, environment.name, service.name),
      description: `Tests of ${service.name} in ${environment.name} reach it with this`,
      // By condition, not as principals: those would have to exist before this role.
      assumedBy: new iam.AccountPrincipal(tools.account).withConditions({
        ArnEquals: { 'aws:PrincipalArn': callers },
      }),
    });
    const isPublic = service.exposure === 'public';
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['lambda:InvokeFunction'], [props.probeFunctionArn]),
        // The call takes no resource.
        ...(isPublic ? [allow(['ec2:DescribeNetworkInterfaces'], ['*'])] : []),
      ],
    });
    if (isPublic) acknowledge(policy, 'IAM5[Resource::*]', 'ec2:DescribeNetworkInterfaces takes no resource.');
  }
}

/** The roles of the builds that test this service in this environment. */
function callersOf({ delivery, environment, service }: ProbeRoleProps): string[] {
  const lines = delivery.releaseLines.filter((line) => line.environments.some(({ name }) => name === environment.name));
  const tests = isTestedIn(service.tests, environment.name);
  return lines.flatMap((line) => [
    ...(tests.byCommand ? [names.testRoleName(delivery.name, service.name, line.name)] : []),
    ...(tests.underLoad ? [names.loadTestRoleName(delivery.name, service.name, line.name)] : []),
  ]);
}
