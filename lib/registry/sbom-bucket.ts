import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Delivery } from '../config/delivery';
import { toolchainRemovalPolicyOf } from '../shared/life';
import * as names from '../shared/names';
import { toolchainBucket } from '../shared/toolchain-bucket';

/** Where the SBOM of each image lies under the image's digest, longer than a pipeline's artifacts last. */
export class SbomBucket extends Construct {
  constructor(scope: Construct, id: string, { delivery, key }: { readonly delivery: Delivery; readonly key: IKey }) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    toolchainBucket(this, 'Resource', {
      bucketName: names.sbomBucketName(delivery.name, account, region),
      key,
      removalPolicy: toolchainRemovalPolicyOf(delivery),
      accessLogsPrefix: 'sbom/',
      // A later release of the same image writes its SBOM again; what the first one said stays as an older version.
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
  }
}
