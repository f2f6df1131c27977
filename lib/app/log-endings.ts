import { CfnDeletionPolicy, type IAspect } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/**
 * Logs that outlive their stack do not outlive its failed creation: they are empty then, and those under a name that AWS
 * or an agent asks for would stand in the way of the next try.
 */
export class LogEndings implements IAspect {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnLogGroup) || node.cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN) return;
    node.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
  }
}
