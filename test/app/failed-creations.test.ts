import { Aspects, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { FailedCreations } from '../../lib/app/failed-creations';

const TABLE_KEY = { name: 'id', type: dynamodb.AttributeType.STRING };

const makers: Record<string, (stack: Stack, removalPolicy: RemovalPolicy) => void> = {
  'AWS::CodeBuild::ReportGroup': (stack, removalPolicy) =>
    new codebuild.ReportGroup(stack, 'Kept', { reportGroupName: 'tests', removalPolicy }),
  'AWS::CodeCommit::Repository': (stack, removalPolicy) =>
    new codecommit.Repository(stack, 'Kept', { repositoryName: 'orders' }).applyRemovalPolicy(removalPolicy),
  'AWS::DynamoDB::Table': (stack, removalPolicy) =>
    new dynamodb.Table(stack, 'Kept', { tableName: 'events', partitionKey: TABLE_KEY, removalPolicy }),
  'AWS::ECR::Repository': (stack, removalPolicy) =>
    new ecr.Repository(stack, 'Kept', { repositoryName: 'orders', removalPolicy }),
  'AWS::KMS::Key': (stack, removalPolicy) => new kms.Key(stack, 'Kept', { removalPolicy }),
  'AWS::Logs::LogGroup': (stack, removalPolicy) => new logs.LogGroup(stack, 'Kept', { removalPolicy }),
  'AWS::S3::Bucket': (stack, removalPolicy) =>
    new s3.Bucket(stack, 'Kept', { bucketName: 'shop-artifacts', removalPolicy }),
};

function deletionPolicyOf(make: (stack: Stack) => void): string {
  const stack = new Stack();
  make(stack);
  Aspects.of(stack).add(new FailedCreations());
  return Object.values<{ DeletionPolicy: string }>(Template.fromStack(stack).toJSON()['Resources'])[0]!.DeletionPolicy;
}

test.each([
  'AWS::CodeBuild::ReportGroup',
  'AWS::CodeCommit::Repository',
  'AWS::ECR::Repository',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
])('a kept %s goes when its creation fails, so that its name is free for the next try', (type) => {
  expect(deletionPolicyOf((stack) => makers[type]!(stack, RemovalPolicy.RETAIN))).toBe('RetainExceptOnCreate');
});

test.each(['AWS::DynamoDB::Table', 'AWS::KMS::Key'])('a kept %s stays after a failure', (type) => {
  expect(deletionPolicyOf((stack) => makers[type]!(stack, RemovalPolicy.RETAIN))).toBe('Retain');
});

test('a kept bucket without a name of ours stays after a failure', () => {
  const unnamed = (stack: Stack) => new s3.Bucket(stack, 'Kept', { removalPolicy: RemovalPolicy.RETAIN });
  expect(deletionPolicyOf(unnamed)).toBe('Retain');
});

test.each(Object.keys(makers))('a %s that goes with its stack is left as it is', (type) => {
  expect(deletionPolicyOf((stack) => makers[type]!(stack, RemovalPolicy.DESTROY))).toBe('Delete');
});
