import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ArtifactAccess, located } from '../artifacts/artifact-access';
import type { Delivery, ReleaseLine } from '../config/delivery';
import { acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import type { DeployRights } from './controller';

export interface DeployRoleProps {
  readonly delivery: Delivery;
  readonly environmentName: string;
  readonly serviceName: string;
  /** What a deployment of the service takes. */
  readonly rights: DeployRights;
  readonly releaseParameterName: string;
}

/**
 * What a pipeline may do in this environment: read what the stack published, and deploy it. One role for one service,
 * entered from the tools account by that service's pipelines alone; the same whether the environment has an account of
 * its own or not.
 */
export class DeployRole extends Construct {
  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const tools = located(props.delivery.tools);
    const artifacts = new ArtifactAccess(
      stack,
      props.delivery,
      linesTo(props).map((line) => names.pipelineName(props.delivery.name, props.serviceName, line.name)),
      // Where CodeDeploy works, which is here.
      [stack.region],
    );
    // By name: the parameter is written after this role is complete.
    const parameter = stack.formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: props.releaseParameterName.slice(1),
    });
    const { rights } = props;
    const role = new iam.Role(this, 'Resource', {
      roleName: names.deployRoleName(props.delivery.name, props.environmentName, props.serviceName),
      description: `The pipelines of ${props.serviceName} deploy to ${props.environmentName} with it`,
      // By condition, not as principals: those would have to exist before this role.
      assumedBy: new iam.AccountPrincipal(tools.account).withConditions({
        ArnEquals: { 'aws:PrincipalArn': callers(props, stack.partition, tools.account) },
      }),
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['ssm:GetParameter'], [parameter]),
        ...rights.statements,
        // Where CodePipeline reads the rendered files under this role.
        ...(rights.readsArtifacts ? artifacts.read() : []),
      ],
    });
    for (const { resource, reason } of rights.wildcards) acknowledgeResource(policy, resource, reason);
    if (rights.readsArtifacts) artifacts.acknowledgeOn(policy);
  }
}

/** The release lines that lead to this environment. */
function linesTo({ delivery, environmentName }: DeployRoleProps): ReleaseLine[] {
  return delivery.releaseLines.filter((line) => line.environments.some(({ name }) => name === environmentName));
}

/** The roles that render and deploy this service on those lines. */
function callers(props: DeployRoleProps, partition: string, account: string): string[] {
  const { delivery, serviceName } = props;
  return linesTo(props)
    .flatMap((line) => [
      props.rights.deployerOn(delivery.name, serviceName, line.name),
      names.renderRoleName(delivery.name, serviceName, line.name),
    ])
    .map((name) => `arn:${partition}:iam::${account}:role/${name}`);
}
