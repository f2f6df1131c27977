import { Aws, type Stack } from 'aws-cdk-lib';
import type { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Account, Delivery } from '../config/delivery';
import { acknowledgeResource } from '../shared/acknowledge';
import { allow } from '../shared/allow';
import * as names from '../shared/names';

/** CodePipeline puts artifacts below the first 20 characters of the pipeline's name. */
const ARTIFACT_PREFIX_LENGTH = 20;

function objectsOf(pipeline: string, artifact?: string): string {
  const isShort = pipeline.length < ARTIFACT_PREFIX_LENGTH;
  const folder = isShort ? pipeline : `${pipeline.slice(0, ARTIFACT_PREFIX_LENGTH)}*`;
  if (artifact !== undefined) return `${folder}/${artifact}/*`;
  return isShort ? `${folder}/*` : folder;
}

/** One region's store of artifacts: bucket and key. */
interface Store {
  readonly bucketArn: string;
  readonly keys: string;
}

/**
 * Access to the artifacts of some pipelines. It goes by name, since who needs it may be in
 * another account than bucket and key, and since what is granted on a bucket would name roles that may not exist yet.
 */
export class ArtifactAccess {
  private readonly stores: readonly Store[];
  private readonly keyCondition: Record<string, Record<string, unknown>>;

  /**
   * @param pipelines the names of the pipelines
   * @param regions where the artifacts are; CodePipeline copies them to where an action runs. @default - that of tools
   */
  constructor(
    stack: Stack,
    delivery: Delivery,
    private readonly pipelines: readonly string[],
    regions?: readonly string[],
  ) {
    const { account, region } = located(delivery.tools);
    this.stores = (regions ?? [region]).map((place) => {
      const bucketArn = `arn:${stack.partition}:s3:::${names.bucketName(delivery.name, account, place)}`;
      return {
        bucketArn,
        keys: stack.formatArn({ service: 'kms', account, region: place, resource: 'key', resourceName: '*' }),
      };
    });
    this.keyCondition = {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': names.artifactKeyAlias(delivery.name) },
    };
  }

  /** Reads what other actions left. */
  read(): PolicyStatement[] {
    return [
      allow(
        ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning', 's3:ListBucket'],
        this.stores.map(({ bucketArn }) => bucketArn),
      ),
      allow(['s3:GetObject', 's3:GetObjectVersion'], this.objects()),
      allow(['kms:Decrypt', 'kms:DescribeKey'], this.keys, this.keyCondition),
    ];
  }

  /**
   * Reads, and leaves files for others.
   *
   * @param artifact its name, if it is one of at most ten characters, to which CodePipeline shortens it. @default - any
   */
  readWrite(artifact?: string): PolicyStatement[] {
    return [
      ...this.read(),
      allow(['s3:PutObject'], this.objects(artifact)),
      allow(
        [
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        this.keys,
        this.keyCondition,
      ),
    ];
  }

  /** The reasons for the wildcards above, on the policy that has them. */
  acknowledgeOn(policy: Policy, artifact?: string): void {
    for (const objects of new Set([...this.objects(), ...this.objects(artifact)])) {
      acknowledgeResource(policy, objects, 'CodePipeline names artifacts after the pipeline, and the rest at random.');
    }
    for (const keys of this.keys) {
      acknowledgeResource(
        policy,
        keys,
        "The condition leaves the toolchain's own key only, which has no name in an ARN.",
      );
    }
  }

  private objects(artifact?: string): string[] {
    return this.stores.flatMap(({ bucketArn }) =>
      this.pipelines.map((pipeline) => `${bucketArn}/${objectsOf(pipeline, artifact)}`),
    );
  }

  private get keys(): string[] {
    return this.stores.map(({ keys }) => keys);
  }
}

/** The tools account and region; those of the deployment where the configuration leaves them open. */
export function located({ account = Aws.ACCOUNT_ID, region = Aws.REGION }: Account): Required<Account> {
  return { account, region };
}
