import { assumed, GIGABYTE, SECONDS_PER_MONTH } from '../assumptions';
import { type Charge, counted, numberText, type Rules } from '../charge';
import { resourcesOf } from '../stacks';

export const DATA_RULES: Rules = {
  'AWS::KMS::Key': () => [{ basis: 'fixed', price: 'kms.key', quantity: 1, how: '1 key' }],
  'AWS::SecretsManager::Secret': () => [{ basis: 'fixed', price: 'secrets.secret', quantity: 1, how: '1 secret' }],
  'AWS::DynamoDB::Table': ({ stack, properties }, { workloads, requestsPerSecond }) => {
    // A table of the toolchain has events for readers, a few a day.
    const isOfService = workloads.some(({ resource }) => resource.stack === stack);
    const requests = isOfService ? requestsPerSecond * SECONDS_PER_MONTH : 0;
    const copies = 1 + (properties['GlobalSecondaryIndexes'] ?? []).length;
    const reads = requests * assumed('readUnitsPerRequest');
    const items = requests * assumed('writeUnitsPerRequest');
    const millions = numberText(requests / 1e6);
    const stored = assumed('tableGigabytes') * copies;
    const more = (items * copies * assumed('bytesPerWrite')) / GIGABYTE;
    const hasRecovery = properties['PointInTimeRecoverySpecification']?.PointInTimeRecoveryEnabled === true;
    const kept = (basis: Charge['basis'], quantity: number, how: string): Charge[] => [
      { basis, price: 'dynamodb.stored', quantity, how, assumes: ['tableGigabytes', 'bytesPerWrite'] },
      ...(hasRecovery ? [{ basis, price: 'dynamodb.recovery', quantity: quantity / copies, how } as const] : []),
    ];
    return [
      ...kept('fixed', stored, `${numberText(stored)} GB`),
      {
        basis: 'load',
        price: 'dynamodb.read',
        quantity: reads,
        how: `${millions} million requests × ${assumed('readUnitsPerRequest')}`,
        assumes: ['readUnitsPerRequest'],
      },
      {
        basis: 'load',
        price: 'dynamodb.write',
        quantity: items * copies,
        how: `${millions} million requests × ${assumed('writeUnitsPerRequest')} × ${counted(copies, 'copy', 'copies')}`,
        assumes: ['writeUnitsPerRequest'],
      },
      ...kept('load', more, 'what a month writes'),
    ];
  },
  'AWS::S3::Bucket': () => [
    {
      basis: 'fixed',
      price: 's3.stored',
      quantity: assumed('bucketGigabytes'),
      how: `${assumed('bucketGigabytes')} GB`,
      assumes: ['bucketGigabytes'],
    },
  ],
  'AWS::ECR::Repository': () => {
    const quantity = assumed('imagesKept') * assumed('imageGigabytes');
    const how = `${assumed('imagesKept')} images × ${assumed('imageGigabytes')} GB`;
    return [{ basis: 'fixed', price: 'ecr.stored', quantity, how, assumes: ['imagesKept', 'imageGigabytes'] }];
  },
  // A release pushes one image; Inspector looks again at those that are there.
  'AWS::ECR::RegistryScanningConfiguration': ({ stack, properties }, { releases }) => {
    if (properties['ScanType'] !== 'ENHANCED') return [];
    const repositories = resourcesOf(stack, 'AWS::ECR::Repository').length;
    const images = repositories * assumed('imagesKept');
    return [
      {
        basis: 'fixed',
        price: 'inspector.rescan',
        quantity: images * assumed('rescansPerImage'),
        how: `${images} images × ${assumed('rescansPerImage')}`,
        assumes: ['imagesKept', 'rescansPerImage'],
      },
      {
        basis: 'releases',
        price: 'inspector.scan',
        quantity: repositories * releases,
        how: `${counted(repositories, 'repository', 'repositories')} × ${counted(releases, 'release')}`,
      },
    ];
  },
};
