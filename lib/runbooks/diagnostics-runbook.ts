import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Delivery, Environment } from '../config/delivery';
import { acknowledge, acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import { BundledFunction } from '../shared/bundled-function';
import { removalPolicyOf, retentionOf } from '../shared/life';
import * as names from '../shared/names';
import { AutomationRunbook } from './automation-runbook';
import { DIAGNOSTICS_VARIABLES, PLATFORMS_FILE } from './constants';
import { DiagnosticsBucket } from './diagnostics-bucket';
import { diagnosticsDocument } from './diagnostics-document';
import { MAY_ASK } from './diagnostics-permissions';

export interface DiagnosticsRunbookProps {
  readonly delivery: Delivery;
  readonly environment: Environment;
}

/** What explains an incident, collected with one command before AWS forgets it: ECS and Kubernetes forget in an hour. */
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
    const objects = bucket.arnForObjects('*');
    const platforms = Object.fromEntries(delivery.services.map(({ name, platform }) => [name, platform]));
    const onPlatforms = [...new Set(Object.values(platforms))].map((platform) => MAY_ASK[platform](this, this.props));
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
        [DIAGNOSTICS_VARIABLES.clusterName]: names.clusterName(delivery.name, environment.name),
        [DIAGNOSTICS_VARIABLES.bucketName]: bucket.bucketName,
      },
      files: { [PLATFORMS_FILE]: JSON.stringify(platforms) },
      statements: [
        ...onPlatforms.flatMap(({ statements }) => statements),
        // None of these takes a resource; composite alarms are shown to those alone who may see all.
        allow(['cloudwatch:DescribeAlarms', 'xray:GetTraceSummaries'], ['*']),
        allow(['s3:PutObject'], [objects]),
      ],
    });
    for (const [resource, reason] of onPlatforms.flatMap(({ because }) => because)) {
      acknowledgeResource(collector.policy, resource, reason);
    }
    acknowledgeResource(collector.policy, objects, 'Each collection has a folder of its own.');
    acknowledge(collector.policy, 'IAM5[Resource::*]', 'These calls take no resource; the cluster is a condition.');
    return collector;
  }
}
