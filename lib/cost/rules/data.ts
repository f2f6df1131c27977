import { rendered } from '../../cloudformation/template';
import { assumed, GIGABYTE, SECONDS_PER_MONTH } from '../assumptions';
import { type Charge, counted, numberText, type Rules, type Surroundings } from '../charge';
import { type Located, resourcesOf } from '../stacks';

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
      ...(requests > 0 && properties['SSESpecification']?.KMSMasterKeyId !== undefined ? [tableKey()] : []),
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
  'AWS::ECR::Repository': (repository, around) => {
    const gigabytes = assumed('imageGigabytes');
    const elsewhere = pullsFromElsewhere(repository, around);
    return [
      {
        basis: 'fixed',
        price: 'ecr.stored',
        quantity: assumed('imagesKept') * gigabytes,
        how: `${assumed('imagesKept')} images × ${gigabytes} GB`,
        assumes: ['imagesKept', 'imageGigabytes'],
      },
      {
        basis: 'releases',
        price: 'transfer.regions',
        quantity: elsewhere * around.releases * gigabytes,
        how: `${counted(elsewhere, 'task')} elsewhere × ${counted(around.releases, 'release')} × ${gigabytes} GB`,
        assumes: ['imageGigabytes'],
      },
    ];
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

function tableKey(): Charge {
  const [calls, hours] = [assumed('tableKeyCallsPerHour'), assumed('hoursPerMonth')];
  const how = `${calls} calls × ${hours} h`;
  return { basis: 'load', price: 'kms.request', quantity: calls * hours, how, assumes: ['tableKeyCallsPerHour'] };
}

/** Tasks and pods in other regions, each of which fetches a release's image from this one. */
function pullsFromElsewhere({ properties }: Located, { everywhere, region }: Surroundings): number {
  const name = rendered(properties['RepositoryName'] ?? '');
  return everywhere
    .filter((one) => one.region !== region && name.endsWith(`-${one.workload.name}`))
    .reduce((all, { workload }) => all + workload.minimum, 0);
}
