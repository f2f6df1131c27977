import { CfnResource, CustomResourceProviderBase, type IAspect, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/**
 * Gives the functions behind CDK's own custom resources a log group. Without one Lambda makes it at the first call, and
 * nobody would remove it.
 */
export class CustomResourceLogs implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CustomResourceProviderBase)) return;
    const handler = node.node.findChild('Handler');
    if (!CfnResource.isCfnResource(handler)) return;
    const logGroup = new LogGroup(node, 'Logs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    handler.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  }
}
