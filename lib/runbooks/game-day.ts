import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fis from 'aws-cdk-lib/aws-fis';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { SubnetGroup } from '../network/constants';
import { allow } from '../shared/allow';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { denyDynamoDb, type Fault, slowNetwork, stopTasks } from './experiments';
import { type FaultPermissions, mayCutOff, maySlowTasks, mayStopTasks } from './fault-permissions';
import { servicesOn } from './rollout-functions';

export interface GameDayProps {
  readonly delivery: Delivery;
  /** Not one of production. */
  readonly environment: Environment;
  readonly vpc: ec2.IVpc;
}

/**
 * Faults that a person has AWS FIS make, one at a time, to see whether alarms, people and services do as they should. Each
 * stops when a service pages, which is what the experiment was to find out. A fault of tasks is a service's own; that of
 * DynamoDB hits all services, as they share subnets, those on EKS too. Pods are not stopped or slowed down: FIS would need an
 * account, rights and a pod of its own in each of their namespaces, which let nothing but the service in.
 */
export class GameDay extends Construct {
  private readonly logGroup: logs.LogGroup;
  private readonly logAccess: logs.ResourcePolicy;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GameDayProps,
  ) {
    super(scope, id);
    const { delivery, environment, vpc } = props;
    if (environment.production) {
      throw new Error(`A game day must not be held in production (got the environment '${environment.name}')`);
    }
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: names.gameDayLogGroupName(delivery.name, environment.name),
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
    });
    this.logAccess = this.letDeliveryWrite();

    const clusterName = names.clusterName(delivery.name, environment.name);
    const at = (serviceName: string) => ({ clusterName, serviceName, environment: environment.name });
    const onEcs = servicesOn(delivery, 'ecs');
    if (onEcs.length > 0) {
      const tasks = this.role('StopTasks', mayStopTasks(this, clusterName));
      for (const { name, in: settings } of onEcs) {
        this.experiment(`Stop-${name}`, stopTasks(at(name), settings[environment.name]!.scaling.minimum), tasks);
      }
    }
    if (environment.faultInjection && onEcs.length > 0) {
      const network = this.role('SlowNetwork', maySlowTasks(this, clusterName));
      for (const { name } of onEcs) this.experiment(`Slow-${name}`, slowNetwork(at(name)), network);
    }
    if (delivery.services.some(({ table }) => table !== undefined)) {
      const { subnets } = vpc.selectSubnets({ subnetGroupName: SubnetGroup.TASKS });
      const arns = subnets.map(({ subnetId }) =>
        Stack.of(this).formatArn({ service: 'ec2', resource: 'subnet', resourceName: subnetId }),
      );
      const cut = this.role('DenyDynamoDb', mayCutOff(this, vpc.vpcId, subnets));
      this.experiment('DenyDynamoDb', denyDynamoDb(environment.name, arns), cut);
    }
    this.tellCommand();
  }

  private experiment(id: string, fault: Fault, role: { readonly arn: string; readonly policy: iam.Policy }): void {
    const { delivery, environment } = this.props;
    const alarm = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: names.environmentPageAlarmName(delivery.name, environment.name),
    });
    const template = new fis.CfnExperimentTemplate(this, id, {
      ...fault,
      roleArn: role.arn,
      stopConditions: [{ source: 'aws:cloudwatch:alarm', value: alarm }],
      // A fault that hits nothing has shown nothing.
      experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
      logConfiguration: {
        logSchemaVersion: 2,
        cloudWatchLogsConfiguration: { LogGroupArn: this.logGroup.logGroupArn },
      },
      // What consoles show; the delivery's own tags come on top.
      tags: { Name: experimentName(delivery, environment, id) },
    });
    template.node.addDependency(role.policy, this.logAccess);
  }

  /** One for all: a stack has two hundred outputs at most, and an environment may have more services. */
  private tellCommand(): void {
    const { delivery, environment } = this.props;
    const apart = servicesOn(delivery, 'eks').map(({ name }) => name);
    const without = apart.length === 0 ? '' : `. Services on EKS have none of their own: ${apart.join(', ')}`;
    new CfnOutput(this, 'Command', {
      // CloudFormation takes 1024 bytes.
      description: `List the faults of ${environment.name}; start one with aws fis start-experiment${without}`.slice(
        0,
        1024,
      ),
      value:
        'aws fis list-experiment-templates --output table --query ' +
        `"experimentTemplates[?starts_with(tags.Name || '', '${experimentName(delivery, environment, '')}')].[id,description]"`,
    });
  }

  private role(id: string, { statements, acknowledgeOn }: FaultPermissions) {
    const role = new iam.Role(this, `${id}Role`, {
      description: `AWS FIS makes faults with it in ${this.props.environment.name}: ${id}`,
      assumedBy: new iam.ServicePrincipal('fis.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const policy = new iam.Policy(this, `${id}Policy`, {
      roles: [role],
      statements: [
        ...statements,
        // "Permissions to send experiment logs", without the one to change who may write where: that is stated above. They
        // take no resource.
        allow(['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'], ['*']),
      ],
    });
    acknowledgeOn(policy);
    return { arn: role.roleArn, policy };
  }

  /** FIS hands its log to the service that delivers logs. */
  private letDeliveryWrite(): logs.ResourcePolicy {
    const stack = Stack.of(this);
    return new logs.ResourcePolicy(this, 'LogAccess', {
      resourcePolicyName: names.gameDayName(this.props.delivery.name, this.props.environment.name),
      policyStatements: [
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
          conditions: {
            StringEquals: { 'aws:SourceAccount': stack.account },
            ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
          },
        }),
      ],
    });
  }
}

function experimentName(delivery: Delivery, environment: Environment, id: string): string {
  return `${delivery.name}-${environment.name} ${id}`;
}
