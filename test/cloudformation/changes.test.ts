import { changesBetween } from '../../lib/cloudformation/changes';
import type { Resource, Template } from '../../lib/cloudformation/template';

const BUCKET = 'AWS::S3::Bucket';
const template = (Resources: Record<string, Resource>): Template => ({ Resources });
const bucket = (Properties: Record<string, unknown>, more: Partial<Resource> = {}): Template =>
  template({ Data: { Type: BUCKET, Properties, ...more } });
const impacts = (before: Template, after: Template) =>
  changesBetween(before, after).map(({ id, impact }) => `${id} ${impact}`);

test('the same resources, with their members in another order and other metadata, do not change', () => {
  const before = bucket({ BucketName: 'a', Tags: [{ Key: 'k', Value: 'v' }] });
  const after = template({
    Data: {
      Type: BUCKET,
      Properties: { Tags: [{ Value: 'v', Key: 'k' }], BucketName: 'a' },
      Metadata: { a: 1 },
    } as Resource,
  });
  expect(changesBetween(before, after)).toEqual([]);
});

test('a stack that is not there yet gets all of its resources', () => {
  expect(impacts({}, bucket({}))).toEqual(['Data added']);
});

test('a resource that goes is removed, or left behind when its policy says so', () => {
  expect(impacts(bucket({}), {})).toEqual(['Data removed']);
  expect(impacts(bucket({}, { DeletionPolicy: 'Retain' }), {})).toEqual(['Data left behind']);
});

test('a property that may change does, and is named', () => {
  expect(changesBetween(bucket({ BucketName: 'a' }), bucket({ BucketName: 'a', Tags: [] }))).toEqual([
    { id: 'Data', type: BUCKET, impact: 'changed', properties: ['Tags'] },
  ]);
});

test('a property that its type cannot change replaces it', () => {
  expect(impacts(bucket({ BucketName: 'a' }), bucket({ BucketName: 'b' }))).toEqual(['Data REPLACED']);
});

test('a property inside another replaces it too, and its neighbour does not', () => {
  const repository = (EncryptionConfiguration: object, ImageTagMutability = 'MUTABLE') =>
    template({
      Images: { Type: 'AWS::ECR::Repository', Properties: { EncryptionConfiguration, ImageTagMutability } },
    });
  const before = repository({ EncryptionType: 'KMS', KmsKey: 'a' });
  expect(impacts(before, repository({ EncryptionType: 'KMS', KmsKey: 'b' }))).toEqual(['Images REPLACED']);
  expect(impacts(before, repository({ EncryptionType: 'KMS', KmsKey: 'a' }, 'IMMUTABLE'))).toEqual(['Images changed']);
});

test('another type under the same id is another resource', () => {
  expect(impacts(bucket({}), template({ Data: { Type: 'AWS::SNS::Topic' } }))).toEqual(['Data REPLACED']);
});

test('a policy for removal is a change', () => {
  expect(impacts(bucket({}, { DeletionPolicy: 'Retain' }), bucket({}, { DeletionPolicy: 'Delete' }))).toEqual([
    'Data changed',
  ]);
});

test('what a type that we do not know may do is said', () => {
  const unknown = (Size: number) => template({ It: { Type: 'AWS::New::Thing', Properties: { Size } } });
  expect(impacts(unknown(1), unknown(2))).toEqual(['It may be replaced']);
});

test('what refers to a replaced resource where it cannot change may be replaced too, and so on', () => {
  const stack = (CidrBlock: string): Template =>
    template({
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/24' } },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { 'Fn::GetAtt': ['Subnet', 'SubnetId'] } } },
      Data: { Type: BUCKET, Properties: { Tags: [{ Key: 'vpc', Value: { 'Fn::Sub': `\${Vpc}` } }] } },
    });
  expect(impacts(stack('10.0.0.0/16'), stack('10.1.0.0/16'))).toEqual([
    'Nat may be replaced',
    'Subnet may be replaced',
    'Vpc REPLACED',
  ]);
});
