import { evaluator } from '../intrinsics';
import { asList, type Located, type Properties, resourcesIn, type SynthesizedStack, walk } from '../template';
import { add, type Check, type CheckedApp, change, type Find } from './check';

const LOG_GROUP = 'AWS::Logs::LogGroup';
const BUCKET = 'AWS::S3::Bucket';
const KEY = 'AWS::KMS::Key';

const retention: Find = ({ stacks }) =>
  resourcesIn(stacks, LOG_GROUP)
    .filter(({ properties }) => !(properties['RetentionInDays'] > 0))
    .map(({ where }) => `${where}: keeps its logs for ever`);

/** Whatever writes logs makes a group for them, which nobody deletes, unless it has one. */
const ownLogs: Find = ({ stacks }) =>
  resourcesIn(stacks, 'AWS::Lambda::Function', 'AWS::CodeBuild::Project').flatMap(({ where, stack, properties }) => {
    const group = properties['LoggingConfig']?.LogGroup ?? properties['LogsConfig']?.CloudWatchLogs?.GroupName;
    const isOwn = resourcesIn([stack], LOG_GROUP).some(({ id }) => group?.Ref === id);
    return isOwn ? [] : [`${where}: makes a log group that stays`];
  });

const BLOCKS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

const buckets: Find = ({ stacks }) =>
  resourcesIn(stacks, BUCKET).flatMap(({ where, stack, id, properties }) => {
    const isBlocked = BLOCKS.every((block) => properties['PublicAccessBlockConfiguration']?.[block] === true);
    const policy = resourcesIn([stack], 'AWS::S3::BucketPolicy').find((found) => found.properties['Bucket'].Ref === id);
    const needsTls = asList<Properties>(policy?.properties['PolicyDocument'].Statement).some(
      ({ Effect, Condition }) => Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
    );
    return [
      ...(isBlocked ? [] : [`${where}: may be made public`]),
      ...(needsTls ? [] : [`${where}: can be read without TLS`]),
    ];
  });

const rotation: Find = ({ stacks }) =>
  resourcesIn(stacks, KEY)
    .filter(({ properties }) => properties['EnableKeyRotation'] !== true)
    .map(({ where }) => `${where}: is never rotated`);

const STATEFUL = [
  'AWS::CodeBuild::ReportGroup',
  'AWS::CodeCommit::Repository',
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  KEY,
  LOG_GROUP,
  BUCKET,
];

const endings: Find = (app) =>
  resourcesIn(app.stacks, ...STATEFUL).flatMap((found) => {
    const { where, resource, stack } = found;
    const isKept = keepsData(app, stack);
    if (isKept && isPassing(found)) return [];
    const kept = standsInTheWay(found) ? 'RetainExceptOnCreate' : 'Retain';
    const wanted = isKept ? kept : 'Delete';
    // A replacement by mistake need not cost the data anywhere.
    const isRight = resource.DeletionPolicy === wanted && [wanted, 'Retain'].includes(resource.UpdateReplacePolicy!);
    const policies = `${resource.DeletionPolicy},${resource.UpdateReplacePolicy}`;
    return [
      ...(isRight ? [] : [`${where}: ${policies} instead of ${wanted}`]),
      ...(isKept || isEmptied(found) ? [] : [`${where}: cannot be deleted while there is something in it`]),
    ];
  });

/** By its name, when its stack is created once more after a failure; as it is empty, it can go with the failure. */
function standsInTheWay({ type, properties }: Located): boolean {
  if (type === BUCKET) return properties['BucketName'] !== undefined;
  return type !== KEY && type !== 'AWS::DynamoDB::Table';
}

/** Production keeps its data, and a toolchain that feeds it keeps sources and images. */
function keepsData({ delivery }: CheckedApp, { name }: SynthesizedStack): boolean {
  const environment = delivery.environments.find((one) => name.startsWith(`${delivery.name}-${one.name}-`));
  return environment ? environment.production : delivery.environments.some(({ production }) => production);
}

/**
 * Logs that nobody will miss: of one day, or of a function of CDK's own that empties or restricts something once, or hands
 * CloudFormation's manifests to a cluster.
 */
function isPassing({ id, type, properties }: Located): boolean {
  return (
    type === LOG_GROUP && (properties['RetentionInDays'] === 1 || /CustomResourceProvider|^ClusterKubectlLogs/.test(id))
  );
}

function isEmptied({ stack, id, type, properties }: Located): boolean {
  if (type === 'AWS::ECR::Repository') return properties['EmptyOnDelete'] === true;
  if (type === 'AWS::CodeBuild::ReportGroup') return properties['DeleteReports'] === true;
  if (type === 'AWS::DynamoDB::Table') return properties['DeletionProtectionEnabled'] !== true;
  if (type !== BUCKET) return true;
  return resourcesIn([stack], 'Custom::S3AutoDeleteObjects').some((found) => found.properties['BucketName'].Ref === id);
}

/** What data is encrypted with goes no sooner than the data. */
const encryption: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  const keys = new Map(resourcesIn(stacks, KEY).map((key) => [evaluate(key.stack, { Ref: key.id }) as string, key]));
  return resourcesIn(stacks, ...STATEFUL).flatMap(({ where, stack, resource, properties }) => {
    const found: string[] = [];
    walk({ properties: evaluate(stack, properties) }, (object) => {
      for (const value of Object.values(object)) {
        const key = [...keys].find(([name]) => typeof value === 'string' && value.endsWith(name))?.[1];
        if (
          key &&
          key.where !== where &&
          resource.DeletionPolicy?.startsWith('Retain') &&
          key.resource.DeletionPolicy !== 'Retain'
        ) {
          found.push(`${where}: outlives its key ${key.where}`);
        }
      }
    });
    return found;
  });
};

const spoilEnding = (type: string, part: string, policy: string) => (stacks: readonly SynthesizedStack[]) => {
  const { stack, id } = resourcesIn(stacks, type).find((found) => found.stack.name.includes(part))!;
  stack.template.Resources[id] = { ...stack.template.Resources[id]!, DeletionPolicy: policy };
};

export const LIFE_CHECKS: readonly Check[] = [
  {
    title: 'a log group forgets',
    find: retention,
    planted: [
      {
        defect: 'no period',
        plant: change(LOG_GROUP, (group) => delete group['RetentionInDays']),
        finding: /keeps its logs for ever/,
      },
    ],
  },
  {
    title: 'functions and builds leave no log group behind',
    find: ownLogs,
    planted: [
      {
        defect: 'a build without',
        plant: change('AWS::CodeBuild::Project', (project) => delete project['LogsConfig']),
        finding: /makes a log group that stays/,
      },
      {
        defect: 'a function without',
        plant: add('AWS::Lambda::Function', {}),
        finding: /makes a log group that stays/,
      },
    ],
  },
  {
    title: 'a bucket is never public and wants TLS',
    find: buckets,
    planted: [
      {
        defect: 'no block',
        plant: change(BUCKET, (bucket) => delete bucket['PublicAccessBlockConfiguration']),
        finding: /may be made public/,
      },
      { defect: 'no policy', plant: add(BUCKET, {}), finding: /can be read without TLS/ },
    ],
  },
  {
    title: 'a key rotates',
    find: rotation,
    planted: [{ defect: 'one without', plant: add(KEY, {}), finding: /is never rotated/ }],
  },
  {
    title: 'production keeps its data, everything else leaves nothing',
    find: endings,
    planted: [
      {
        defect: 'data deleted in production',
        plant: spoilEnding('AWS::DynamoDB::Table', 'acme-prod', 'Delete'),
        finding: /Delete,Retain instead of Retain/,
      },
      {
        defect: 'an empty repository that keeps its name after a failed creation',
        plant: spoilEnding('AWS::ECR::Repository', 'acme-toolchain', 'Retain'),
        finding: /Retain,Retain instead of RetainExceptOnCreate/,
      },
      {
        defect: 'data kept in dev',
        plant: spoilEnding(BUCKET, 'acme-dev', 'Retain'),
        finding: /Retain,Delete instead of Delete/,
      },
      {
        defect: 'a bucket that nobody empties',
        plant: change('Custom::S3AutoDeleteObjects', (custom) => Object.assign(custom, { BucketName: {} })),
        finding: /cannot be deleted while/,
      },
    ],
  },
  {
    title: 'data that is kept keeps its key',
    find: encryption,
    planted: [
      {
        defect: "a table's key deleted",
        plant: spoilEnding(KEY, 'acme-prod-orders', 'Delete'),
        finding: /outlives its key/,
      },
    ],
  },
];
