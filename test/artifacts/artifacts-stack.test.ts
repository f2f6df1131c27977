import { Match } from 'aws-cdk-lib/assertions';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import { evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const BUCKET = 'AWS::S3::Bucket';
const NAME = 'shop-artifacts-111111111111-eu-central-1';

/** Of its environments, `dev` is in the tools account and the others have accounts of their own. */
const delivery = shop((input) => {
  input.tools = TOOLS;
  input.environments.push(
    { name: 'test', account: '222222222222', network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', account: '333333333333', network: { cidr: '10.2.0.0/16' }, production: true },
  );
  input.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
});
const template = templateOf(delivery, 'toolchain-artifacts');
const sandbox = templateOf(shop(), 'toolchain-artifacts');
const bucket = only(template, BUCKET, { BucketName: NAME });
const key = only(template, 'AWS::KMS::Key');
const logs = only(template, BUCKET, { BucketName: Match.absent() });

/** What the policy of the artifacts' bucket, or of the key, allows and to whom. */
const ofBucket = allowing(
  only(template, 'AWS::S3::BucketPolicy', { Bucket: { Ref: bucket.id } }).Properties!['PolicyDocument'],
);
const ofKey = allowing(key.Properties!['KeyPolicy']);

function allowing({ Statement }: Properties): Properties[] {
  const statements: Properties[] = evaluated(delivery, 'toolchain-artifacts', Statement);
  return statements.filter(({ Effect }) => Effect === 'Allow');
}

test('the key rotates and is found by its alias', () => {
  expect(key.Properties!['EnableKeyRotation']).toBe(true);
  template.hasResourceProperties('AWS::KMS::Alias', {
    AliasName: 'alias/shop-artifacts',
    TargetKeyId: { 'Fn::GetAtt': [key.id, 'Arn'] },
  });
});

test('artifacts are encrypted with the key', () => {
  expect(bucket.Properties!['BucketEncryption'].ServerSideEncryptionConfiguration).toEqual([
    {
      BucketKeyEnabled: true,
      ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [key.id, 'Arn'] } },
    },
  ]);
});

test("artifacts have versions, as a pipeline's source needs them", () => {
  expect(bucket.Properties!['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
});

test('artifacts go after 30 days, and their older versions a day later', () => {
  expect(bucket.Properties!['LifecycleConfiguration'].Rules).toEqual([
    expect.objectContaining({
      Status: 'Enabled',
      ExpirationInDays: 30,
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    }),
  ]);
});

test('who reads artifacts is written down, for 90 days', () => {
  expect(bucket.Properties!['LoggingConfiguration']).toMatchObject({ DestinationBucketName: { Ref: logs.id } });
  expect(logs.Properties!['LifecycleConfiguration'].Rules).toEqual([{ ExpirationInDays: 90, Status: 'Enabled' }]);
});

test.each([bucket, logs])('bucket $id is not public', ({ Properties }) => {
  expect(Properties!['PublicAccessBlockConfiguration']).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
});

test.each([bucket, logs])('bucket $id is reached over TLS only', ({ id }) => {
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    Bucket: { Ref: id },
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Action: 's3:*',
          Principal: { AWS: '*' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});

test('with a production environment key and buckets stay', () => {
  template.allResources(BUCKET, { DeletionPolicy: 'Retain' });
  template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
});

test('without one they go with their stack', () => {
  sandbox.allResources(BUCKET, { DeletionPolicy: 'Delete' });
  sandbox.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
  sandbox.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
});

describe('other accounts', () => {
  const deployRoles = (account: string, environment: string) => ({
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Condition: {
      ArnLike: {
        'aws:PrincipalArn': [
          `arn:aws:iam::${account}:role/shop-${environment}-web-deploy`,
          `arn:aws:iam::${account}:role/shop-${environment}-orders-deploy`,
        ],
      },
    },
  });
  const theirs = [deployRoles('222222222222', 'test'), deployRoles('333333333333', 'prod')].map((who) =>
    expect.objectContaining(who),
  );

  test('read artifacts with their deploy roles alone', () => {
    expect(ofBucket).toEqual(theirs);
  });

  test('only read', () => {
    expect(new Set(ofBucket.flatMap(({ Action }) => Action))).toEqual(
      new Set(['s3:GetObject*', 's3:GetBucket*', 's3:List*']),
    );
  });

  const messages = ofKey.filter(({ Sid }) => Sid?.startsWith('Notifications'));
  // CloudWatch itself, for the topic.
  const alarms = ofKey.filter(({ Sid }) => Sid === 'Alarms');

  test('decrypt artifacts with the key with their deploy roles alone', () => {
    const decrypting = ofKey.filter(
      (statement) =>
        ![...messages, ...alarms].includes(statement) &&
        !JSON.stringify(statement['Principal']).includes(TOOLS.account),
    );
    expect(decrypting.filter(({ Principal }) => Principal.AWS !== '*')).toEqual(theirs);
    for (const { Action } of decrypting) expect(Action).not.toContain('kms:GenerateDataKey');
  });

  test('hear alarms of the tools account alone: CloudWatch uses the key for no other', () => {
    expect(alarms).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': TOOLS.account } },
      }),
    ]);
  });

  test("use the key for messages with the delivery's roles, through SNS alone", () => {
    expect(messages).toEqual(
      ['222222222222', '333333333333'].map((account) =>
        expect.objectContaining({
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Condition: {
            ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/shop-*` },
            StringEquals: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' },
          },
        }),
      ),
    );
  });

  test('have no role named as a principal, as it may not exist yet', () => {
    const principals = [...ofBucket, ...ofKey].flatMap(({ Principal }) => Principal.AWS ?? []);
    expect(principals.filter((principal: string) => principal.includes(':role/'))).toEqual([]);
  });

  test('are none where all is in one account', () => {
    const { PolicyDocument } = only(sandbox, 'AWS::S3::BucketPolicy', {
      Bucket: { Ref: only(sandbox, BUCKET, { BucketName: Match.anyValue() }).id },
    }).Properties!;
    const granted = PolicyDocument.Statement.filter(({ Effect }: Properties) => Effect === 'Allow');
    // The function that empties the bucket before it goes.
    expect(granted.map(({ Principal }: Properties) => Principal)).toEqual([
      { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^CustomS3AutoDeleteObjects/), 'Arn'] } },
    ]);
  });
});

test('whoever uses the key without a name uses it through a repository of this account', () => {
  const [statement, ...others] = ofKey.filter(({ Principal }) => Principal.AWS === '*');
  expect(others).toEqual([]);
  expect(statement!['Condition']).toEqual({
    StringEquals: {
      'kms:CallerAccount': '111111111111',
      'kms:ViaService': ['codecommit.eu-central-1.amazonaws.com', 'ecr.eu-central-1.amazonaws.com'],
    },
  });
});

describe('an environment in another region', () => {
  const far = shop((input) => {
    input.tools = TOOLS;
    input.environments.push({
      name: 'prod',
      account: '333333333333',
      region: 'us-east-1',
      network: { cidr: '10.2.0.0/16' },
      production: true,
    });
  });
  const there = templateOf(far, 'toolchain-artifacts-us-east-1');

  test('has a bucket and a key of its own there, under names that follow from the region', () => {
    there.hasResourceProperties(BUCKET, { BucketName: 'shop-artifacts-111111111111-us-east-1' });
    there.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/shop-artifacts' });
  });

  test('reads artifacts there and not in the region of tools', () => {
    expect(JSON.stringify(there.toJSON())).toContain('role/shop-prod-web-deploy');
    expect(JSON.stringify(templateOf(far, 'toolchain-artifacts').toJSON())).not.toContain('shop-prod-web-deploy');
  });

  test('gets them from the pipeline that leads there', () => {
    const pipeline = templateOf(far, 'toolchain-web-main-pipeline');
    const { ArtifactStores, ArtifactStore } = only(pipeline, 'AWS::CodePipeline::Pipeline').Properties!;
    expect(ArtifactStore).toBeUndefined();
    const stores: Properties[] = evaluated(far, 'toolchain-web-main-pipeline', ArtifactStores);
    expect(stores.map(({ Region, ArtifactStore: store }) => [Region, store.Location, store.EncryptionKey.Id])).toEqual([
      ['eu-central-1', 'shop-artifacts-111111111111-eu-central-1', expect.stringContaining(':key/')],
      ['us-east-1', 'shop-artifacts-111111111111-us-east-1', 'arn:aws:kms:us-east-1:111111111111:alias/shop-artifacts'],
    ]);
  });
});
