import { Match } from 'aws-cdk-lib/assertions';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import type { Properties } from '../support/template';
import { evaluated, only, shop, TOOLS, templateOf } from '../support/templates';

const both = shop((delivery) => {
  delivery.services.push({ name: 'api', directory: SERVICE_DIRECTORY, exposure: 'public' });
});
const known = shop((delivery) => Object.assign(delivery, { tools: TOOLS }));
const production = shop(({ environments: [dev] }) => Object.assign(dev!, { production: true }));
const cluster = templateOf(both, 'dev-cluster');

test.each(['public', 'internal'])('the %s load balancer writes access logs under a prefix of its own', (exposure) => {
  cluster.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Name: `shop-dev-${exposure}`,
    LoadBalancerAttributes: Match.arrayWith([
      { Key: 'access_logs.s3.enabled', Value: 'true' },
      { Key: 'access_logs.s3.bucket', Value: { Ref: only(cluster, 'AWS::S3::Bucket').id } },
      { Key: 'access_logs.s3.prefix', Value: exposure },
    ]),
  });
});

test('no load balancer is there before the policy that lets it write', () => {
  const { id } = only(cluster, 'AWS::S3::BucketPolicy');
  cluster.allResources('AWS::ElasticLoadBalancingV2::LoadBalancer', { DependsOn: Match.arrayWith([id]) });
});

test('the bucket is private and encrypted with the keys of S3, the only ones that load balancers can use', () => {
  cluster.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
});

test('logs go after the period of the environment', () => {
  cluster.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled' }] },
  });
});

test('a bucket with logs goes with its stack', () => {
  cluster.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  cluster.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
});

test('in production the logs stay', () => {
  const template = templateOf(production, 'dev-cluster');
  template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
});

test('nobody reaches the bucket without TLS', () => {
  cluster.hasResourceProperties('AWS::S3::BucketPolicy', {
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

test("the log delivery of load balancers may put objects below the account's own prefix, and nothing else", () => {
  const policy = only(templateOf(known, 'dev-cluster'), 'AWS::S3::BucketPolicy').Properties!;
  const statements: Properties[] = evaluated(known, 'dev-cluster', policy['PolicyDocument'].Statement);
  const ofService = statements.filter(
    ({ Principal }) => Principal.Service === 'logdelivery.elasticloadbalancing.amazonaws.com',
  );
  expect(ofService).toHaveLength(1);
  expect(ofService[0]).toMatchObject({
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: expect.stringMatching(/^arn:aws:s3:::[^/*]+\/internal\/AWSLogs\/111111111111\/\*$/),
  });
});

test('the template fits regions that CDK knows no log writer of', () => {
  // A mapping by region fails the deployment wherever the region is missing from it.
  expect(cluster.findMappings('*')).toEqual({});
});
