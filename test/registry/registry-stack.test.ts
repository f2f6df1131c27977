import { Match } from 'aws-cdk-lib/assertions';
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
