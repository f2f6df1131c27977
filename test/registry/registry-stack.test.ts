import { Match, type Template } from 'aws-cdk-lib/assertions';
import { gitlabCi } from '../../lib/config/words';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import { evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const REPOSITORY = 'AWS::ECR::Repository';

const sandbox = shop((input) => {
  input.services.push({ name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081 });
});
const accounts = shop((input) => {
  input.tools = TOOLS;
  input.environments.push(
    { name: 'test', account: '222222222222', network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', account: '333333333333', network: { cidr: '10.2.0.0/16' }, production: true },
  );
});
const pushed = shop(({ services: [web] }) => {
  Object.assign(web!, { directory: undefined, source: gitlabCi({ project: 'acme/web' }) });
});
const template = templateOf(sandbox, 'toolchain-registry');
const repository = only(template, REPOSITORY, { RepositoryName: 'shop-web' }).Properties!;
const rules: Properties[] = JSON.parse(repository['LifecyclePolicy'].LifecyclePolicyText).rules;
const ruleOf = (pattern: string) => rules.find(({ selection }) => selection.tagPatternList?.includes(pattern))!;

test('each service has a repository', () => {
  template.resourceCountIs(REPOSITORY, 2);
  template.hasResourceProperties(REPOSITORY, { RepositoryName: 'shop-web' });
  template.hasResourceProperties(REPOSITORY, { RepositoryName: 'shop-orders' });
});

test('a tag stays with its image, but for the marks of what is deployed', () => {
  template.allResourcesProperties(REPOSITORY, {
    ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    ImageTagMutabilityExclusionFilters: [
      {
        ImageTagMutabilityExclusionFilterType: 'WILDCARD',
        ImageTagMutabilityExclusionFilterValue: 'deployed-*',
      },
    ],
  });
});

test('where another CI pushes, the mark of what it has handed over last moves too, and keeps the image', () => {
  const { ImageTagMutabilityExclusionFilters: movable, LifecyclePolicy } = only(
    templateOf(pushed, 'toolchain-registry'),
    REPOSITORY,
  ).Properties!;
  const filters = movable.map((filter: Properties) => filter['ImageTagMutabilityExclusionFilterValue']);
  expect(filters).toEqual(['deployed-*', 'candidate-*']);
  const order = JSON.parse(LifecyclePolicy.LifecyclePolicyText).rules.map(
    ({ selection }: Properties) => selection.tagPatternList?.[0] ?? selection.tagStatus,
  );
  expect(order).toEqual(['deployed-*', 'candidate-*', 'tree-*', 'untagged']);
});

test('images are scanned when they are pushed', () => {
  template.allResourcesProperties(REPOSITORY, { ImageScanningConfiguration: { ScanOnPush: true } });
});

test("images are encrypted with the toolchain's key", () => {
  const key = only(templateOf(sandbox, 'toolchain-artifacts'), 'AWS::KMS::Key').id;
  expect(evaluated(sandbox, 'toolchain-registry', repository['EncryptionConfiguration'])).toEqual({
    EncryptionType: 'KMS',
    KmsKey: evaluated(sandbox, 'toolchain-artifacts', { 'Fn::GetAtt': [key, 'Arn'] }),
  });
});

test('no rule comes before the one that keeps what is deployed', () => {
  const priorities = rules.map(({ rulePriority }) => rulePriority);
  expect(ruleOf('deployed-*')['rulePriority']).toBe(Math.min(...priorities));
});

test('what is deployed does not expire, however old it is', () => {
  // An image belongs to the first rule that its tags match, and this one never has so many.
  expect(ruleOf('deployed-*')['selection']).toMatchObject({ countType: 'imageCountMoreThan', countNumber: 1000 });
});

test('of the other images the last 50 stay', () => {
  expect(ruleOf('tree-*')['selection']).toMatchObject({ countType: 'imageCountMoreThan', countNumber: 50 });
});

test('what has lost its tag goes after a week', () => {
  const untagged = rules.filter(({ selection }) => selection.tagStatus === 'untagged');
  expect(untagged.map(({ selection }) => selection)).toEqual([
    { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 7, countUnit: 'days' },
  ]);
});

test('no rule reaches images of any tag', () => {
  expect(rules.filter(({ selection }) => selection.tagStatus === 'any')).toEqual([]);
});

test('a repository goes with its stack and its images', () => {
  template.allResources(REPOSITORY, { DeletionPolicy: 'Delete', Properties: { EmptyOnDelete: true } });
});

test('a repository that feeds production stays with its images', () => {
  templateOf(accounts, 'toolchain-registry').allResources(REPOSITORY, {
    DeletionPolicy: 'Retain',
    Properties: { EmptyOnDelete: false },
  });
});

test('the accounts of environments pull, and do nothing else', () => {
  templateOf(accounts, 'toolchain-registry').hasResourceProperties(REPOSITORY, {
    RepositoryPolicyText: {
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Principal: { AWS: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::333333333333:root'] },
        },
      ],
    },
  });
});

test('within one account no policy opens a repository', () => {
  template.allResourcesProperties(REPOSITORY, { RepositoryPolicyText: Match.absent() });
});

describe('signing', () => {
  const SIGNING = 'AWS::ECR::SigningConfiguration';

  test("ECR signs the delivery's images with a profile of its own, and no other images", () => {
    const { id } = only(template, 'AWS::Signer::SigningProfile', { PlatformId: 'Notation-OCI-SHA384-ECDSA' });
    template.hasResourceProperties(SIGNING, {
      Rules: [
        {
          SigningProfileArn: { 'Fn::GetAtt': [id, 'Arn'] },
          RepositoryFilters: [{ FilterType: 'WILDCARD_MATCH', Filter: 'shop-*' }],
        },
      ],
    });
  });

  test('the profile has no name that one of a removed stack could hold', () => {
    template.allResourcesProperties('AWS::Signer::SigningProfile', { ProfileName: Match.absent() });
  });

  const unsigned = templateOf(
    shop((input) => Object.assign(input, { registry: { signing: false } })),
    'toolchain-registry',
  );

  test("a delivery that leaves it out touches no setting of the registry's", () => {
    unsigned.resourceCountIs(SIGNING, 0);
  });

  test('turning it off takes no export away from the pipelines that still import it', () => {
    const exports = (of: Template) => Object.values(of.toJSON()['Outputs']).map((output) => Object(output).Export.Name);
    expect(exports(template)).toHaveLength(1);
    expect(exports(unsigned)).toEqual(exports(template));
  });
});

describe('scanning', () => {
  const SCANNING = 'AWS::ECR::RegistryScanningConfiguration';

  test('of the basic kind touches no setting of the registry', () => {
    template.resourceCountIs(SCANNING, 0);
  });

  test("by Inspector goes on for the delivery's images, and for no others", () => {
    const enhanced = shop((input) => Object.assign(input, { registry: { scanning: 'enhanced' } }));
    templateOf(enhanced, 'toolchain-registry').hasResourceProperties(SCANNING, {
      ScanType: 'ENHANCED',
      Rules: [
        {
          ScanFrequency: 'CONTINUOUS_SCAN',
          RepositoryFilters: [{ FilterType: 'WILDCARD', Filter: 'shop-*' }],
        },
      ],
    });
  });
});

describe('the bucket of SBOMs', () => {
  const BUCKET = 'AWS::S3::Bucket';
  const bucketOf = (delivery: typeof sandbox) =>
    only(templateOf(delivery, 'toolchain-registry'), BUCKET, { VersioningConfiguration: { Status: 'Enabled' } });
  const { Properties: properties } = bucketOf(accounts);

  test('has the name that scans write to', () => {
    expect(evaluated(accounts, 'toolchain-registry', properties!['BucketName'])).toBe(
      'shop-sbom-111111111111-eu-central-1',
    );
  });

  test("is encrypted with the toolchain's key, closed to the public, and logs who reads it", () => {
    const key = only(templateOf(accounts, 'toolchain-artifacts'), 'AWS::KMS::Key').id;
    const [{ ServerSideEncryptionByDefault: encryption }] =
      properties!['BucketEncryption'].ServerSideEncryptionConfiguration;
    expect(evaluated(accounts, 'toolchain-registry', encryption)).toEqual({
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: evaluated(accounts, 'toolchain-artifacts', { 'Fn::GetAtt': [key, 'Arn'] }),
    });
    expect(properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LoggingConfiguration: { LogFilePrefix: 'sbom/' },
    });
  });

  test('keeps an SBOM as long as there may be an image', () => {
    expect(properties!['LifecycleConfiguration'].Rules).toEqual([
      { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' },
    ]);
  });

  test('goes with its stack, and stays with what runs in production', () => {
    expect(bucketOf(sandbox)).toMatchObject({ DeletionPolicy: 'Delete' });
    expect(bucketOf(accounts)).toMatchObject({ DeletionPolicy: 'Retain' });
  });
});
