import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { FreezeSwitch } from '../../lib/release/freeze-switch';
import { NotificationsAccess, NotificationsTopic } from '../../lib/release/notifications-topic';
import { only } from '../support/templates';
import { shopToProduction, TestStack } from './constructs';

const delivery = shopToProduction((input) => {
  input.notifications = { email: ['team@example.com', 'boss@example.com'] };
  input.environments[2]!.account = '222222222222';
});

describe('the topic', () => {
  const stack = new TestStack((scope) => {
    new NotificationsTopic(scope, 'Notifications', {
      delivery,
      key: new kms.Key(scope, 'Key', { enableKeyRotation: true }),
    });
    const access = new NotificationsAccess(scope, delivery);
    const role = new iam.Role(scope, 'Publisher', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const policy = new iam.Policy(scope, 'PublisherPolicy', { roles: [role], statements: access.publish() });
    access.acknowledgeOn(policy);
  });
  const topic = only(stack.template, 'AWS::SNS::Topic');
  const statements = stack.evaluated(
    only(stack.template, 'AWS::SNS::TopicPolicy').Properties!['PolicyDocument'].Statement,
  );

  test('has the name under which others publish, and the key of the toolchain', () => {
    expect(topic.Properties).toMatchObject({ TopicName: 'shop-notifications' });
    expect(topic.Properties!['KmsMasterKeyId']).toEqual({
      'Fn::GetAtt': [only(stack.template, 'AWS::KMS::Key').id, 'Arn'],
    });
  });

  test('goes to every address of the configuration', () => {
    const subscriptions = Object.values(stack.template.findResources('AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]).sort()).toEqual([
      ['email', 'boss@example.com'],
      ['email', 'team@example.com'],
    ]);
  });

  test('takes messages over TLS only', () => {
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  test("takes messages from an environment's own account, of the delivery's roles alone", () => {
    const open = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(open.filter(({ Principal }: { Principal: object }) => 'AWS' in Principal)).toEqual([
      expect.objectContaining({
        Action: 'sns:Publish',
        Principal: { AWS: 'arn:aws:iam::222222222222:root' },
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/shop-*' } },
      }),
    ]);
  });

  test('takes messages from alarms of the own account, which may use the key for that', () => {
    const alarms = {
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    };
    expect(statements).toContainEqual({
      ...alarms,
      Sid: expect.any(String),
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: expect.anything(),
    });
    const { Statement } = only(stack.template, 'AWS::KMS::Key').Properties!['KeyPolicy'];
    expect(stack.evaluated(Statement)).toContainEqual({
      ...alarms,
      Sid: 'Alarms',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    });
  });

  test('lets roles of environments use the key, through SNS alone', () => {
    const { Statement } = only(stack.template, 'AWS::KMS::Key').Properties!['KeyPolicy'];
    const [grant, ...others] = stack
      .evaluated(Statement)
      .filter(({ Sid }: { Sid?: string }) => Sid !== 'Alarms' && Sid);
    expect(others).toEqual([]);
    expect(grant).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: {
        ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/shop-*' },
        StringEquals: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' },
      },
    });
  });

  test('is published to under its name, by a role that may do no more', () => {
    expect(stack.allowed('PublisherPolicy')).toEqual([
      'sns:Publish on arn:aws:sns:eu-central-1:111111111111:shop-notifications',
      'kms:Decrypt on arn:aws:kms:eu-central-1:111111111111:key/*',
      'kms:GenerateDataKey on arn:aws:kms:eu-central-1:111111111111:key/*',
    ]);
  });
});

describe('the freeze switch', () => {
  const stack = new TestStack((scope) => {
    new FreezeSwitch(scope, 'Freeze', { delivery });
  });

  test('is off in every environment when it is made', () => {
    const parameters = Object.values(stack.template.findResources('AWS::SSM::Parameter')).map(
      (one) => one['Properties'],
    );
    expect(parameters.map(({ Name, Value }) => [Name, Value])).toEqual([
      ['/shop/dev/freeze', 'off'],
      ['/shop/test/freeze', 'off'],
      ['/shop/prod/freeze', 'off'],
    ]);
  });

  test.each([
    ['off', true],
    ['on', true],
    ['on: Black Friday', true],
    ['of', false],
    ['yes', false],
    ['', false],
  ])('takes the text %j: %s', (text, isTaken) => {
    for (const { Properties } of Object.values(stack.template.findResources('AWS::SSM::Parameter'))) {
      expect(new RegExp(Properties.AllowedPattern).test(text)).toBe(isTaken);
    }
  });

  test('is read by a function that pipelines know by name, which knows all environments', () => {
    const { FunctionName, Environment } = only(stack.template, 'AWS::Lambda::Function').Properties!;
    expect(FunctionName).toBe('shop-release-freeze');
    expect(JSON.parse(Environment.Variables.FREEZE_PARAMETERS)).toEqual({
      dev: '/shop/dev/freeze',
      test: '/shop/test/freeze',
      prod: '/shop/prod/freeze',
    });
  });

  test('its function reads the switches and the runs that ask, and answers, nothing else', () => {
    const arn = 'arn:aws:ssm:eu-central-1:111111111111:parameter/shop';
    expect(stack.allowed('FreezeFunctionPolicy').filter((line) => !line.startsWith('logs:'))).toEqual([
      ...['dev', 'prod', 'test'].map((name) => `ssm:GetParameter on ${arn}/${name}/freeze`),
      'codepipeline:GetPipelineExecution on arn:aws:codepipeline:eu-central-1:111111111111:shop-*',
      'codepipeline:PutJobFailureResult on *',
      'codepipeline:PutJobSuccessResult on *',
    ]);
  });
});
