import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface ToolchainBucketProps {
  readonly bucketName: string;
  /** The toolchain's key. */
  readonly key: IKey;
  /** `toolchainRemovalPolicyOf` says which. */
  readonly removalPolicy: RemovalPolicy;
  /** What the names of its access logs start with, with a slash at the end. */
  readonly accessLogsPrefix: string;
  readonly lifecycleRules: s3.LifecycleRule[];
}

const ACCESS_LOG_DAYS = 90;

/** A bucket of the toolchain that keeps versions, and beside it, as `AccessLogs`, one that says who asked for what. */
export function toolchainBucket(scope: Construct, id: string, props: ToolchainBucketProps): s3.Bucket {
  const { removalPolicy } = props;
  const common = {
    enforceSSL: true,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    removalPolicy,
    autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
  };
  const accessLogs = new s3.Bucket(scope, 'AccessLogs', {
    ...common,
    encryption: s3.BucketEncryption.S3_MANAGED,
    lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
  });
  return new s3.Bucket(scope, id, {
    ...common,
    bucketName: props.bucketName,
    encryption: s3.BucketEncryption.KMS,
    encryptionKey: props.key,
    bucketKeyEnabled: true,
    versioned: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: props.accessLogsPrefix,
    lifecycleRules: props.lifecycleRules,
  });
}
