import type { ApiCall } from '../../support/iam';
import { call, OF_RECORDS } from './dangerous-records';
import type { Place } from './place';

/**
 * What no role may, by what would be the matter. The resources are those that the role could reach for: its own, another
 * service's, another environment's. Where one may all the same, its table says why.
 */
const DANGEROUS = {
  'make itself more powerful': (place) => [
    ...['iam:CreateRole', 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'].flatMap(
      (action) => [call(action, place.role.arn), call(action, place.roleIn('environment', 'admin'))],
    ),
    call('iam:CreatePolicyVersion', place.roleIn('tools', 'x').replace(':role/', ':policy/')),
    call('iam:CreateUser', place.roleIn('tools', 'x').replace(':role/', ':user/')),
  ],
  'hand on an unrelated role': (place) =>
    ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com', 'lambda.amazonaws.com'].flatMap((service) =>
      [
        place.roleIn('environment', 'admin'),
        place.roleIn('tools', 'admin'),
        place.roleIn('environment', foreign(place).deploy),
      ].map((role) => call('iam:PassRole', role, { 'iam:PassedToService': service })),
    ),
  'take on an unrelated role': (place) => [
    call('sts:AssumeRole', place.roleIn('tools', 'admin')),
    call('sts:AssumeRole', place.roleIn('environment', 'admin')),
    call('sts:AssumeRole', place.roleIn('environment', foreign(place).deploy)),
    call('sts:AssumeRole', place.roleIn('environment', foreign(place).probe)),
    ...(isOnItsLine(place) ? [] : [call('sts:AssumeRole', place.roleIn('environment', elsewhere(place)))]),
    call('sts:AssumeRole', place.roleIn('tools', `${place.pipelineName(place.other.service)}-render`)),
  ],
  "touch another service's images": (place) =>
    ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:BatchGetImage'].map((action) =>
      call(action, place.images(place.other.service)),
    ),
  'remove images or open their repository': (place) =>
    ['ecr:BatchDeleteImage', 'ecr:DeleteRepository', 'ecr:SetRepositoryPolicy', 'ecr:PutImageTagMutability'].map(
      (action) => call(action, place.images()),
    ),
  'change source': (place) =>
    [
      'codecommit:GitPush',
      'codecommit:DeleteBranch',
      'codecommit:DeleteRepository',
      'codecommit:MergePullRequestByFastForward',
    ].flatMap((action) => [call(action, place.repository()), call(action, place.repository(place.other.service))]),
  "read another service's source": (place) =>
    place.at.delivery === 'company' ? [] : [call('codecommit:GitPull', place.repository(foreignSource(place)))],
  "reach another service's data": (place) =>
    ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:DeleteTable'].map((action) =>
      call(
        action,
        place.inEnvironment('dynamodb', `table/${place.own('', { ...place.at, service: place.other.service })}`),
      ),
    ),
  'remove data of its own table': (place) => (place.service.table ? [call('dynamodb:DeleteItem', table(place))] : []),
  'remove its own table': (place) => (place.service.table ? [call('dynamodb:DeleteTable', table(place))] : []),
  'deploy to another environment': (place) => {
    const group = place.own('', { ...place.at, environment: place.other.environment });
    return [
      call('codedeploy:CreateDeployment', place.inEnvironment('codedeploy', `deploymentgroup:${group}/${group}`)),
      call(
        'ecs:UpdateService',
        place.inEnvironment('ecs', `service/${place.delivery.name}-${place.other.environment}/${place.at.service}`),
      ),
      ...asks(place, 'deploy', { ...place.at, environment: place.other.environment }),
    ];
  },
  'deploy another service': (place) => {
    const { name } = foreign(place);
    return [
      call('codedeploy:CreateDeployment', place.inEnvironment('codedeploy', `deploymentgroup:${name}/${name}`)),
      call(
        'ecs:UpdateService',
        place.inEnvironment('ecs', `service/${place.delivery.name}-${place.at.environment}/${place.other.service}`),
      ),
      call('ecs:RegisterTaskDefinition', place.inEnvironment('ecs', `task-definition/${name}:1`)),
      ...asks(place, 'deploy', { ...place.at, service: place.other.service }),
    ];
  },
  'update a service': (place) => [
    call(
      'ecs:UpdateService',
      place.inEnvironment('ecs', `service/${place.delivery.name}-${place.at.environment}/${place.at.service}`),
    ),
    ...asks(place, 'deploy'),
  ],
  'hold pods of a service': (place) => asks(place, 'scale'),
  'remove a service or its cluster': (place) => [
    call(
      'ecs:DeleteService',
      place.inEnvironment('ecs', `service/${place.delivery.name}-${place.at.environment}/${place.at.service}`),
    ),
    call('ecs:DeleteCluster', place.inEnvironment('ecs', `cluster/${place.delivery.name}-${place.at.environment}`)),
    call('eks:DeleteCluster', place.kubernetes()),
  ],
  'let somebody into a cluster': (place) => [
    ...['eks:CreateAccessEntry', 'eks:CreatePodIdentityAssociation', 'eks:UpdateClusterConfig'].map((action) =>
      call(action, place.kubernetes()),
    ),
    ...['eks:AssociateAccessPolicy', 'eks:UpdateAccessEntry'].map((action) =>
      call(
        action,
        place.kubernetes().replace(':cluster/', ':access-entry/').concat('/role/111111111111/x/01234567-89ab'),
      ),
    ),
  ],
  'get the credentials of pods': (place) => [call('eks-auth:AssumeRoleForPodIdentity', place.kubernetes())],
  'move traffic of another service': (place) =>
    ['live', 'next', 'blue', 'green'].map((side) =>
      call(
        'elasticloadbalancing:RegisterTargets',
        place.inEnvironment('elasticloadbalancing', `targetgroup/${foreign(place).name}-${side}/0`),
      ),
    ),
  'start, roll back or change another pipeline': (place) => {
    const others = [place.pipeline(place.other.service), place.pipeline(place.at.service, place.other.line)];
    return others.flatMap((pipeline) => [
      call('codepipeline:StartPipelineExecution', pipeline),
      call('codepipeline:RollbackStage', `${pipeline}/prod`),
      call('codepipeline:UpdatePipeline', pipeline),
    ]);
  },
  approve: (place) => [
    call('codepipeline:PutApprovalResult', `${place.pipeline()}/approve-${place.at.environment}/Approve`),
    call('codepipeline:OverrideStageCondition', `${place.pipeline()}/${place.at.environment}`),
    call('codepipeline:UpdatePipeline', place.pipeline()),
  ],
  'run or change a build of another service': (place) => [
    call('codebuild:StartBuild', place.project('image', place.pipelineName(place.other.service))),
    call('codebuild:UpdateProject', place.project('image')),
  ],
  'remove a key, or change who may use it': (place) =>
    ['kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:CreateGrant'].map((action) =>
      call(action, place.key(), place.keyContext),
    ),
  'use a key of others': (place) =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) =>
      call(action, place.inTools('kms', 'key/01234567-89ab-cdef-0123-456789abcdef'), {
        'kms:ResourceAliases': ['alias/others'],
      }),
    ),
  'remove artifacts or open their bucket': (place) => [
    call('s3:DeleteObject', place.artifact()),
    call('s3:DeleteObject', place.sbom()),
    call('s3:PutBucketPolicy', place.artifacts()),
    call('s3:DeleteBucket', place.artifacts()),
    call('s3:PutLifecycleConfiguration', place.artifacts()),
  ],
  "touch another service's artifacts": (place) => [
    call('s3:GetObject', place.artifact('tools', place.pipelineName(place.other.service))),
    call('s3:PutObject', place.artifact('tools', place.pipelineName(place.other.service))),
    call('s3:PutObject', place.sbom(place.other.service)),
  ],
  'lift a freeze': (place) =>
    ['ssm:PutParameter', 'ssm:DeleteParameter'].map((action) => call(action, place.parameter('freeze'))),
  "record another service's release": (place) => [
    call('ssm:PutParameter', place.parameter('deployed', { ...place.at, service: place.other.service })),
    call('ssm:PutParameter', place.parameter('release')),
  ],
  'read secrets': (place) => [
    call('secretsmanager:GetSecretValue', place.inEnvironment('secretsmanager', 'secret:others-AbCdEf')),
    call('ssm:GetParameter', place.inEnvironment('ssm', 'parameter/others/password')),
    call('ssm:GetParameters', place.inEnvironment('ssm', 'parameter/others/password')),
  ],
  'remove traces': (place) => [
    call('logs:DeleteLogGroup', place.inTools('logs', 'log-group:x')),
    call('logs:DeleteLogGroup', place.inEnvironment('logs', 'log-group:x')),
    call('cloudtrail:StopLogging', place.inTools('cloudtrail', 'trail/x')),
  ],
  'change or ask functions of others': (place) => [
    call('lambda:UpdateFunctionCode', place.inEnvironment('lambda', `function:${place.own('-validate')}`)),
    call('lambda:UpdateFunctionCode', place.inTools('lambda', `function:${place.delivery.name}-release-freeze`)),
    call('lambda:InvokeFunction', place.inEnvironment('lambda', `function:${foreign(place).name}-probe`)),
  ],
  'sign something': (place) => [call('signer:SignPayload', profile(place))],
  'make or revoke signatures': (place) =>
    ['signer:RevokeSigningProfile', 'signer:CancelSigningProfile', 'signer:AddProfilePermission'].map((action) =>
      call(action, profile(place)),
    ),
  'tell people something': (place) => [call('sns:Publish', place.topic)],
  'listen to messages': (place) => [call('sns:Subscribe', place.topic)],
  'send events': (place) => [
    call('events:PutEvents', place.inTools('events', 'event-bus/default'), {
      'events:source': 'aws.codepipeline',
      'events:detail-type': 'CodePipeline Action Execution State Change',
    }),
  ],
  ...OF_RECORDS,
  'change what is deployed of the infrastructure': (place) => [
    ...['cloudformation:UpdateStack', 'cloudformation:DeleteStack', 'cloudformation:CreateChangeSet'].map((action) =>
      call(action, place.inEnvironment('cloudformation', `stack/${place.own()}/0123`)),
    ),
    call('elasticloadbalancing:ModifyListener', place.inEnvironment('elasticloadbalancing', 'listener/app/others/0/0')),
    call(
      'elasticloadbalancing:ModifyRule',
      place.inEnvironment('elasticloadbalancing', 'listener-rule/app/others/0/0/0'),
    ),
    call('ec2:AuthorizeSecurityGroupIngress', place.inEnvironment('ec2', 'security-group/sg-0123')),
  ],
} satisfies Record<string, (place: Place) => readonly ApiCall[]>;

export type Dangerous = keyof typeof DANGEROUS;

/** The dangerous calls for a role at a spot, by what would be the matter. */
export function dangersFor(place: Place): readonly [danger: Dangerous, calls: readonly ApiCall[]][] {
  return Object.entries(DANGEROUS).map(([danger, calls]) => [danger as Dangerous, calls(place)]);
}

/** The function in the cluster, by the name that an audience has for it, and by its own, which may not open what that opens. */
function asks(place: Place, audience: 'deploy' | 'scale', at: { environment: string; service: string } = place.at) {
  return [`-rollout:${audience}`, '-rollout'].map((end) => call('lambda:InvokeFunction', place.function(end, at)));
}

/** The names of another service's in the same environment. */
function foreign(place: Place): { readonly name: string; readonly deploy: string; readonly probe: string } {
  const name = place.own('', { ...place.at, service: place.other.service });
  return { name, deploy: `${name}-deploy`, probe: `${name}-probe` };
}

/** The service's own deploy role in another environment. */
function elsewhere(place: Place): string {
  return `${place.own('', { ...place.at, environment: place.other.environment })}-deploy`;
}

/** Whether the role's own release line leads to the other environment too. */
function isOnItsLine({ delivery, at, other }: Place): boolean {
  const line = delivery.releaseLines.find(({ name }) => name === at.line)!;
  return line.environments.some(({ name }) => name === other.environment);
}

/** A service whose source is not in the same repository. */
function foreignSource(place: Place): string {
  return place.at.delivery === 'acme' && place.at.service !== 'web' ? 'web' : place.other.service;
}

function table(place: Place): string {
  return place.access.arn('AWS::DynamoDB::Table', `${place.own()}/Table`);
}

function profile(place: Place): string {
  return place.access.arn('AWS::Signer::SigningProfile', `${place.delivery.name}-toolchain-registry/`);
}
