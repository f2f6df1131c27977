import { CfnDeletionPolicy, type CfnResource, type IAspect, Stack } from 'aws-cdk-lib';
import { CfnReportGroup } from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/**
 * What outlives its stack does not outlive its failed creation: it is empty then, and its name would stand in the way of
 * the next try. Not so for
 * - tables: deletion protection would make the failure a second one, in which the rollback hangs;
 * - buckets without a name of ours, which stand in nobody's way: some get their first object with the service that writes
 *   there, and cannot be deleted then;
 * - keys, as something may be encrypted with them by then.
 */
export class FailedCreations implements IAspect {
  visit(node: IConstruct): void {
    if (isEmptyAtFirst(node) && node.cfnOptions.deletionPolicy === CfnDeletionPolicy.RETAIN) {
      node.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
    }
  }
}

function isEmptyAtFirst(node: IConstruct): node is CfnResource {
  if (node instanceof CfnBucket) return Stack.of(node).resolve(node.bucketName) !== undefined;
  const kinds = [CfnLogGroup, CfnReportGroup, codecommit.CfnRepository, ecr.CfnRepository];
  return kinds.some((kind) => node instanceof kind);
}
