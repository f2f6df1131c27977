import type { ApiCall } from '../../support/iam';
import type { Dangerous } from './dangerous';
import type { Place, Spot } from './place';
import type { StackKind } from './stacks';

/** Calls that belong together: who makes them, about what, and where that is known from. */
export interface Row {
  /** A file of lib/, or the AWS service that makes the calls under this role, as its guide says. */
  readonly by: string;
  readonly actions: readonly string[];
  readonly on: string;
  readonly context?: ApiCall['context'];
  /** Whether what it is about is made elsewhere, so that its own policy is not known here. @default false */
  readonly isElsewhere?: boolean;
}

/** A role: who it is for, what is called under it, who may take it on. */
export interface RoleTable {
  readonly who: string;
  readonly stack: StackKind;
  /** Its logical id without the hash, as a regular expression. */
  readonly role: string;
  /** Where the calls are asked about. Every role of the kind in a delivery is made by the same code. */
  readonly spots: readonly Spot[];
  /** An AWS service, the roles that may take it on, or {@link PEOPLE}. */
  readonly assumedBy: string | ((place: Place) => readonly string[]);
  /** Condition keys that the service sets; if one is another, it is not let in. @default - it states the account at most */
  readonly saying?: (place: Place) => Readonly<Record<string, string>>;
  /** Whether the service must say that it works for the role's account. @default - as services of its kind do */
  readonly isTold?: boolean;
  readonly calls: (place: Place) => readonly Row[];
  /** Actions that it is allowed besides those calls; the table's comment says why. @default - none but {@link SPARE} */
  readonly spare?: RegExp;
  /** What it may although it is dangerous, and why that is so. */
  readonly although?: Partial<Record<Dangerous, string>>;
}

/** Those whom the account's administrators let take it on. */
export const PEOPLE = 'people';

/** What roles are allowed although no row states it, and why nobody is worse off. */
export const SPARE: Readonly<Record<string, string>> = {
  'codebuild:BatchPutCodeCoverages': 'Reports are written with one set of actions, tests or coverage.',
  'codebuild:CreateReportGroup': "Comes with writing reports; it is for the build's own groups only.",
  'codestar-connections:UseConnection': 'The old name of the same call, on the same connection.',
  'kms:GenerateDataKeyWithoutPlaintext': 'Comes with encrypting, with the same key.',
  'kms:ReEncryptFrom': 'Comes with encrypting, with the same key.',
  'kms:ReEncryptTo': 'Comes with encrypting, with the same key.',
  's3:GetBucketAcl': 'Reading artifacts comes with reading the settings of their bucket.',
  's3:GetBucketLocation': 'Reading artifacts comes with reading the settings of their bucket.',
  's3:ListBucket': 'S3 answers 403 for a file that is not there to whoever may not list the bucket.',
};

export function row(by: string, actions: readonly string[], on: string, context?: ApiCall['context']): Row {
  return { by, actions, on, context };
}

/** "Logging" in CodeBuild's and in Lambda's guide: the group is there already. */
export function logging(place: Place, start: string): Row {
  return row('CodeBuild and Lambda', ['logs:CreateLogStream', 'logs:PutLogEvents'], place.logs(start));
}

/** An action gets its files from the pipeline's bucket. */
export function reads(place: Place, where: 'tools' | 'environment' = 'tools', pipeline?: string): Row[] {
  return [
    row('CodePipeline', ['s3:GetObject', 's3:GetObjectVersion'], place.artifact(where, pipeline)),
    row('CodePipeline', ['s3:GetBucketVersioning'], place.artifacts(where)),
    row('CodePipeline', ['kms:Decrypt', 'kms:DescribeKey'], place.key(where), place.keyContext),
  ];
}

/** An action leaves files in the pipeline's bucket. */
export function leaves(
  place: Place,
  where: 'tools' | 'environment' = 'tools',
  pipeline?: string,
  name?: string,
): Row[] {
  return [
    row('CodePipeline', ['s3:PutObject'], place.artifact(where, pipeline, name)),
    row('CodePipeline', ['s3:GetBucketAcl', 's3:GetBucketLocation'], place.artifacts(where)),
    row('CodePipeline', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], place.key(where), place.keyContext),
  ];
}

/** "Giving Lambda functions access to resources in an Amazon VPC": Lambda makes and removes its interfaces. */
export function joinsNetwork(place: Place): Row[] {
  return [
    row('Lambda', ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*'),
    row('Lambda', ['ec2:CreateNetworkInterface'], place.inEnvironment('ec2', 'subnet/subnet-0123')),
    row(
      'Lambda',
      ['ec2:AssignPrivateIpAddresses', 'ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'],
      place.inEnvironment('ec2', 'network-interface/eni-0123'),
    ),
  ];
}

/** The build loads the programs of this repository. */
export function programs(place: Place): Row {
  return row('lib/build/programs-asset.ts', ['s3:GetObject'], place.programs);
}

/** A build fetches the source with its history. */
export function clones(place: Place): Row[] {
  const { source } = place.service;
  if (source.kind === 'codecommit')
    return [row('lib/source/codecommit-source.ts', ['codecommit:GitPull'], place.repository())];
  return source.kind === 'gitlabCi' ? [] : connection(source.connectionArn, source.repository);
}

export function connection(connectionArn: string, repository: string): Row[] {
  // The old name of the call goes with ARNs of the old name.
  const service = connectionArn.split(':')[2]!;
  return [
    row('lib/source/connection-source.ts', [`${service}:UseConnection`], connectionArn, {
      [`${service}:FullRepositoryId`]: repository,
    }),
  ];
}

/** "Test report permissions" in CodeBuild's guide; the groups are there already. */
export function reports(group: string, kind: 'BatchPutTestCases' | 'BatchPutCodeCoverages' = 'BatchPutTestCases'): Row {
  return row('CodeBuild', ['codebuild:CreateReport', 'codebuild:UpdateReport', `codebuild:${kind}`], group);
}

/** A message to people goes into a topic that is encrypted with the key of artifacts. */
export function publishes(place: Place, by: string): Row[] {
  const via = {
    ...place.keyContext,
    'kms:ViaService': place.topic.replace(/^arn:aws:sns:([^:]+):.*/, 'sns.$1.amazonaws.com'),
  };
  return [row(by, ['sns:Publish'], place.topic), row('SNS', ['kms:Decrypt', 'kms:GenerateDataKey'], place.key(), via)];
}

/** DynamoDB's list of what it asks of a table's key, here of that of artifacts, for whoever uses the table. */
export function usesTables(place: Place): Row {
  const region = place.table('events').split(':')[3];
  const context = { ...place.keyContext, 'kms:ViaService': `dynamodb.${region}.amazonaws.com` };
  return row(
    'DynamoDB',
    ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
    place.key(),
    context,
  );
}

/** "Using Lambda with Amazon SQS": it fetches the messages under the function's role. */
export function fetches(queue: string): Row {
  return row('Lambda', ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], queue);
}

/** Something of the delivery's own gets on record by an event on the default bus. */
export function announces(place: Place): Row {
  return row(
    'lib/delivery-events/announce.ts',
    ['events:PutEvents'],
    place.inTools('events', 'event-bus/default'),
    OWN_EVENT,
  );
}

/** What marks an event as one of the delivery's own. */
export const OWN_EVENT = { 'events:source': 'slipway', 'events:detail-type': 'Delivery Event' };

/** ECR signs what is pushed in the name of whoever pushes it. */
export function signs({ access, delivery }: Place): Row[] {
  if (!delivery.registry.signing) return [];
  const profile = access.arn('AWS::Signer::SigningProfile', `${delivery.name}-toolchain-registry/`);
  return [row('lib/registry/image-signing.ts', ['signer:SignPayload'], profile)];
}
