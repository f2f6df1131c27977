import { Duration, type RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { NotificationsAccess } from '../release/notifications-topic';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { driftCheckName } from '../shared/names';
import { DRIFT_VARIABLES } from './constants';
import { ReadPermissions } from './read-permissions';
import { driftStateMachine } from './state-machine';

export interface DriftStackProps extends StackProps {
  readonly delivery: Delivery;
  /** An environment's name, or `toolchain`. */
  readonly part: string;
  /** What is looked at beside this stack: the others of the part, in this account; those without a region in this one's. */
  readonly stacks: readonly { readonly name: string; readonly region?: string }[];
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** At night where most teams are, and not at an hour's beginning, when everybody's schedules start. */
const EVERY_DAY = events.Schedule.cron({ hour: '3', minute: '17' });

/** Looks every day whether what runs is what the stacks say, and tells people when it is not. */
export class DriftStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    private readonly driftProps: DriftStackProps,
  ) {
    super(scope, id, driftProps);
    const { delivery, part, stacks } = driftProps;
    const { function: step } = this.step();
    const role = new iam.Role(this, 'Role', {
      description: `Drift check of ${part}`,
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    const policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [allow(['lambda:InvokeFunction'], [step.functionArn])],
    });
    const all = [...stacks, { name: this.stackName, region: this.region }];
    const named = all.map(({ name, region = this.region }) => ({ name, region }));
    const machine = new sfn.StateMachine(this, 'Check', {
      stateMachineName: driftCheckName(delivery.name, part),
      comment: `Drift check of ${part}`,
      definitionBody: sfn.DefinitionBody.fromString(this.toJsonString(driftStateMachine(step.functionArn, named))),
      role: role.withoutPolicyUpdates(),
    });
    machine.node.addDependency(policy);
    acknowledge(machine, 'SF1', 'Every step is a call of the function, which writes what it finds to its log.');
    acknowledge(machine, 'SF2', 'It runs once a day and nobody waits for it, so that no trace of it is needed.');
    new events.Rule(this, 'Schedule', {
      description: `Looks for drift in ${part} every day`,
      schedule: EVERY_DAY,
      targets: [new targets.SfnStateMachine(machine)],
    });
  }

  /** What does the steps of the check. */
  private step(): BundledFunction {
    const { delivery, part, stacks, retention, removalPolicy } = this.driftProps;
    const regions = [...new Set(stacks.map(({ region = this.region }) => region))];
    const arns = regions.map((region) =>
      this.formatArn({
        service: 'cloudformation',
        region,
        resource: 'stack',
        resourceName: `${delivery.name}-${part}-*`,
      }),
    );
    const read = new ReadPermissions(this, delivery.name);
    const notifications = new NotificationsAccess(this, delivery);
    const step = new BundledFunction(this, 'Step', {
      entry: 'drift/drift.lambda.ts',
      description: `Drift check of ${part} in ${delivery.name}`,
      timeout: Duration.minutes(2),
      retention,
      removalPolicy,
      variables: {
        [DRIFT_VARIABLES.delivery]: delivery.name,
        [DRIFT_VARIABLES.part]: part,
        [DRIFT_VARIABLES.topicArn]: notifications.topicArn,
      },
      statements: [
        allow(
          [
            'cloudformation:DescribeStackResourceDrifts',
            'cloudformation:DetectStackDrift',
            'cloudformation:DetectStackResourceDrift',
          ],
          arns,
        ),
        // The calls take no resource; CloudFormation makes the second for types that are in its registry.
        allow(
          ['cloudformation:BatchDescribeTypeConfigurations', 'cloudformation:DescribeStackDriftDetectionStatus'],
          ['*'],
        ),
        ...read.statements,
        ...notifications.publish(),
      ],
    });
    for (const arn of arns) {
      acknowledgeResource(step.policy, arn, 'A stack has an id behind its name, which CloudFormation makes up.');
    }
    read.acknowledgeOn(step.policy);
    notifications.acknowledgeOn(step.policy);
    return step;
  }
}
