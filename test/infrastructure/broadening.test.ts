import type { Template } from '../../lib/cloudformation/template';
import { broadenings } from '../../lib/infrastructure/broadening';

type Statement = Record<string, unknown>;

const ROLE_ARN = { 'Fn::GetAtt': ['Data', 'Arn'] };
const read: Statement = { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: [ROLE_ARN] };

function policy(...statements: Statement[]): Template {
  return {
    Resources: {
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } },
      },
    },
  };
}

function trust(...principals: unknown[]): Template {
  return {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: principals.map((Principal) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal })),
          },
        },
      },
    },
  };
}

function role(properties: Record<string, unknown>): Template {
  return { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties } } };
}

function group(...rules: Statement[]): Template {
  return { Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: rules } } } };
}

const https: Statement = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' };
const deny: Statement = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
const invoke = (SourceArn?: string): Template => ({
  Resources: {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { Ref: 'F' },
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn,
      },
    },
  },
});

test.each<[string, Template, Template, RegExp]>([
  [
    'a new action',
    policy(read),
    policy(read, { ...read, Action: 's3:PutObject' }),
    /s3:putobject on \$\{Data\.Arn\} is allowed$/,
  ],
  ['every action', policy(read), policy({ ...read, Action: '*' }), /\$\{Role\}: \* on/],
  ['a wildcard in place of an action', policy(read), policy({ ...read, Action: 's3:Get*' }), /s3:get\* on/],
  ['every resource', policy(read), policy({ ...read, Resource: '*' }), /s3:getobject on \* is allowed/],
  [
    'a longer ARN',
    policy({ ...read, Resource: { 'Fn::Join': ['', [ROLE_ARN, '/public/*']] } }),
    policy({ ...read, Resource: { 'Fn::Join': ['', [ROLE_ARN, '/*']] } }),
    /\$\{Data\.Arn\}\/\* is allowed/,
  ],
  ['a condition less', policy({ ...read, Condition: { Bool: { a: 'true' } } }), policy(read), /is allowed/],
  [
    'another condition',
    policy({ ...read, Condition: { StringEquals: { a: 'b' } } }),
    policy({ ...read, Condition: { StringEquals: { a: ['b', 'c'] } } }),
    /under conditions is allowed/,
  ],
  ['all but some actions', policy(read), policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }), /NotAction/],
  ['a deny less', policy(read, deny), policy(read), /s3:\* on \* is no longer denied/],
  ['a narrower deny', policy(deny), policy({ ...deny, Action: 's3:Put*' }), /no longer denied/],
  ['a new policy', {}, policy(read), /role \$\{Role\}: s3:getobject/],
  [
    'a principal more in a trust policy',
    trust({ Service: 'lambda.amazonaws.com' }),
    trust({ Service: 'lambda.amazonaws.com' }, { AWS: 'arn:aws:iam::999999999999:root' }),
    /AWS:arn:aws:iam::999999999999:root on entering role \$\{Role\}: sts:assumerole is allowed/,
  ],
  ['everyone in a trust policy', trust({ AWS: 'arn:aws:iam::1:root' }), trust('*'), /\* on entering role/],
  [
    'a managed policy',
    role({}),
    role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    /what the managed policy allows on arn:aws:iam::aws:policy\/AdministratorAccess is allowed/,
  ],
  [
    'a boundary less',
    role({ PermissionsBoundary: 'arn' }),
    role({}),
    /what the boundary leaves out on arn is no longer/,
  ],
  [
    'a policy within a role',
    role({}),
    role({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: read } }] }),
    /s3:getobject/,
  ],
  [
    "a resource's own policy",
    {},
    {
      Resources: {
        BucketPolicy: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: { PolicyDocument: { Statement: { ...read, Principal: '*' } } },
        },
      },
    },
    /\* on BucketPolicy: s3:getobject/,
  ],
  [
    'who may call a function',
    {},
    invoke('arn:rule'),
    /events\.amazonaws\.com on function \$\{F\}: lambda:invokefunction/,
  ],
  ['who may call a function from anywhere', invoke('arn:rule'), invoke(), /is allowed/],
  [
    'an identity provider',
    {},
    { Resources: { Git: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://a' } } } },
    /Git: is a AWS::IAM::OIDCProvider/,
  ],
  [
    'a new ingress rule',
    group(https),
    group(https, { ...https, FromPort: 22, ToPort: 22 }),
    /port 22, 10\.0\.0\.0\/8 is let/,
  ],
  [
    'a wider range of addresses',
    group(https),
    group({ ...https, CidrIp: '0.0.0.0/0' }),
    /0\.0\.0\.0\/0 is let through/,
  ],
  ['more ports', group(https), group({ ...https, FromPort: 80 }), /ports 80-443/],
  ['every protocol', group(https), group({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }), /any protocol/],
  ['a port that nobody knows', group(https), group({ ...https, ToPort: { Ref: 'Port' } }), /is let through/],
  [
    'a rule that stands alone',
    {},
    { Resources: { In: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: 'sg', ...https } } } },
    /into sg/,
  ],
])('%s is broadening', (_, before, after, line) => {
  expect(broadenings(before, after)).toContainEqual(expect.stringMatching(line));
});

test.each<[string, Template, Template]>([
  ['the same policy', policy(read, deny), policy(read, deny)],
  ['an action less', policy(read), policy({ ...read, Action: 's3:GetObject' })],
  ['an action in place of a wildcard', policy({ ...read, Action: 's3:*' }), policy(read)],
  ['an action in other letters', policy(read), policy({ ...read, Action: ['S3:getobject', 's3:LISTBUCKET'] })],
  ['one resource in place of all', policy({ ...read, Resource: '*' }), policy(read)],
  [
    'a shorter ARN',
    policy({ ...read, Resource: { 'Fn::Join': ['', [ROLE_ARN, '/*']] } }),
    policy({ ...read, Resource: { 'Fn::Sub': `\${Data.Arn}/public/*` } }),
  ],
  ['a condition more', policy(read), policy({ ...read, Condition: { Bool: { a: 'true' } } })],
  [
    'two statements in place of one',
    policy(read),
    policy({ ...read, Action: 's3:GetObject' }, { ...read, Action: 's3:ListBucket' }),
  ],
  ['a deny more', policy(read), policy(read, deny)],
  ['a wider deny', policy({ ...deny, Action: 's3:Put*' }), policy(deny)],
  ['a policy that goes', policy(read), {}],
  ['a principal less', trust({ Service: 'a' }, { Service: 'b' }), trust({ Service: 'a' })],
  ['a boundary more', role({}), role({ PermissionsBoundary: 'arn' })],
  ['a caller that names its rule', invoke(), invoke('arn:rule')],
  ['a smaller range of addresses', group(https), group({ ...https, CidrIp: '10.1.0.0/16' })],
  ['fewer ports', group({ ...https, FromPort: 80 }), group(https)],
  ['a protocol in place of all', group({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }), group(https)],
  ['a rule that goes', group(https), group()],
])('%s is not', (_, before, after) => {
  expect(broadenings(before, after)).toEqual([]);
});
