import { ArnFormat, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { AutomationRunbook } from './automation-runbook';
import { DIAGNOSTICS_VARIABLES } from './constants';
import { DiagnosticsBucket } from './diagnostics-bucket';
import { diagnosticsDocument } from './diagnostics-document';

export interface DiagnosticsRunbookProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** What explains an incident, collected with one command before AWS forgets it: ECS forgets a stopped task in an hour. */
export class DiagnosticsRunbook extends Construct {
  private readonly bucket: DiagnosticsBucket;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DiagnosticsRunbookProps,
  ) {
    super(scope, id);
    const { delivery, environment } = props;
    this.bucket = new DiagnosticsBucket(this, 'Bucket', props);
    const { function: collector } = this.collector();
    const services = delivery.services.map(({ name }) => name);
    const name = names.runbookDocumentName(delivery.name, environment.name, 'diagnostics');
    new AutomationRunbook(this, 'Runbook', {
      name,
      description: `SSM collects diagnostics of ${environment.name} with it`,
      statements: [allow(['lambda:InvokeFunction'], [collector.functionArn])],
      content: (roleArn) =>
        diagnosticsDocument({
          environment: environment.name,
          services,
          functionArn: collector.functionArn,
          roleArn,
        }),
    });
    new CfnOutput(this, 'Command', {
      description: `Collect what explains the state of a service in ${environment.name}`,
      value: `aws ssm start-automation-execution --document-name ${name} --parameters Service=${services[0]}`,
    });
  }

  private collector(): BundledFunction {
    const { delivery, environment } = this.props;
    const { bucket } = this.bucket;
    const stack = Stack.of(this);
    const clusterName = names.clusterName(delivery.name, environment.name);
    const own = `${delivery.name}-${environment.name}-*`;
    const ecs = (resource: string) => stack.formatArn({ service: 'ecs', resource, resourceName: `${clusterName}/*` });
    const services = ecs('service');
    const tasks = ecs('task');
    const colon = { arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    const streams = stack.formatArn({
      ...{ service: 'logs', resource: 'log-group', resourceName: `${own}:log-stream:*` },
      ...colon,
    });
    const groups = stack.formatArn({
      ...{ service: 'codedeploy', resource: 'deploymentgroup', resourceName: `${own}/${own}` },
      ...colon,
    });
    const objects = bucket.arnForObjects('*');
    const collector = new BundledFunction(this, 'Function', {
      entry: 'runbooks/diagnostics.lambda.ts',
      description: `Collects diagnostics of services in ${environment.name} of ${delivery.name}`,
      timeout: Duration.minutes(2),
      memory: 512,
      retention: retentionOf(environment),
      removalPolicy: removalPolicyOf(environment),
      variables: {
        [DIAGNOSTICS_VARIABLES.delivery]: delivery.name,
        [DIAGNOSTICS_VARIABLES.environment]: environment.name,
        [DIAGNOSTICS_VARIABLES.clusterName]: clusterName,
        [DIAGNOSTICS_VARIABLES.bucketName]: bucket.bucketName,
      },
      statements: [
        allow(['ecs:DescribeServices'], [services]),
        allow(['ecs:DescribeTasks'], [tasks]),
        allow(['ecs:ListTasks'], ['*'], {
          ArnEquals: {
            'ecs:cluster': stack.formatArn({ service: 'ecs', resource: 'cluster', resourceName: clusterName }),
          },
        }),
        allow(['codedeploy:GetDeployment', 'codedeploy:ListDeployments'], [groups]),
        allow(['logs:GetLogEvents'], [streams]),
        // None of these takes a resource; composite alarms are shown to those alone who may see all.
        allow(['cloudwatch:DescribeAlarms', 'ecs:DescribeTaskDefinition', 'xray:GetTraceSummaries'], ['*']),
        allow(['s3:PutObject'], [objects]),
      ],
    });
    const because: readonly (readonly [string, string])[] = [
      [services, 'All services of the environment, one of which a person chooses.'],
      [tasks, 'Tasks come and go; those of the cluster are meant.'],
      [groups, "The deployment groups of the environment's services."],
      [streams, "The logs of the environment's services, whose groups CloudFormation names after their stacks."],
      [objects, 'Each collection has a folder of its own.'],
    ];
    for (const [resource, reason] of because) acknowledgeResource(collector.policy, resource, reason);
    acknowledge(collector.policy, 'IAM5[Resource::*]', 'These calls take no resource; the cluster is a condition.');
    return collector;
  }
}
