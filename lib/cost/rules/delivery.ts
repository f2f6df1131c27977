import { Problem } from '../../build/programs/problem';
import { assumed } from '../assumptions';
import { type Charge, counted, type Rules } from '../charge';
import type { CostedStack } from '../stacks';

const BUILDS = {
  BUILD_GENERAL1_SMALL: 'codebuild.small',
  BUILD_GENERAL1_MEDIUM: 'codebuild.medium',
  BUILD_GENERAL1_LARGE: 'codebuild.large',
} as const;

interface Action {
  readonly ActionTypeId: { readonly Category: string };
  readonly InputArtifacts?: readonly unknown[];
  readonly OutputArtifacts?: readonly unknown[];
  /** Where it works. @default - the pipeline's */
  readonly Region?: unknown;
}

/** Minutes that an action takes; a person's answer is not charged for, and neither is what starts a pipeline. */
const MINUTES: Readonly<Record<string, 'buildMinutes' | 'deployMinutes' | undefined>> = {
  Build: 'buildMinutes',
  Test: 'buildMinutes',
  Invoke: 'buildMinutes',
  Compute: 'buildMinutes',
  Deploy: 'deployMinutes',
};

export const DELIVERY_RULES: Rules = {
  'AWS::CodePipeline::Pipeline': ({ properties }, { releases }) => {
    const stages: readonly { readonly Actions: readonly Action[] }[] = properties['Stages'];
    const actions = stages.flatMap(({ Actions }) => Actions.map(({ ActionTypeId }) => MINUTES[ActionTypeId.Category]));
    const each = actions.flatMap((minutes) => (minutes === undefined ? [] : [assumed(minutes)]));
    const minutes = each.reduce((all, one) => all + one, 0);
    const gigabytes = assumed('artifactGigabytes');
    const all = stages.flatMap(({ Actions }) => Actions);
    return [
      {
        basis: 'releases',
        price: 'codepipeline.minute',
        quantity: minutes * releases,
        how: `${counted(each.length, 'action')} of ${minutes} minutes in all × ${counted(releases, 'release')}`,
        assumes: ['buildMinutes', 'deployMinutes'],
      },
      {
        basis: 'releases',
        price: 's3.stored',
        quantity: gigabytes * releases,
        how: `${gigabytes} GB × ${counted(releases, 'release')}`,
        assumes: ['artifactGigabytes'],
      },
      ...artifacts(all, properties, releases),
    ];
  },
  'AWS::CodeBuild::Project': ({ id, stack, properties }, { releases }) => {
    const type: string = properties['Environment'].ComputeType;
    const price = BUILDS[type as keyof typeof BUILDS];
    if (!price) throw unknownComputeType(stack, id, type);
    const minutes = assumed('buildMinutes');
    const builds = `${counted(releases, 'build')}`;
    return [
      {
        basis: 'releases',
        price,
        quantity: minutes * releases,
        how: `${builds} × ${minutes} minutes`,
        assumes: ['buildMinutes'],
      },
      {
        basis: 'releases',
        price: 'logs.ingested',
        quantity: assumed('buildLogGigabytes') * releases,
        how: `${builds} × ${assumed('buildLogGigabytes')} GB`,
        assumes: ['buildLogGigabytes'],
      },
    ] satisfies Charge[];
  },
};

/** Each artifact is put once and got by whoever takes it, with a call of the store's key; one for another region is sent there. */
function artifacts(actions: readonly Action[], { ArtifactStore, ArtifactStores }: object & Stores, releases: number) {
  const sum = (of: (action: Action) => readonly unknown[] | undefined) =>
    actions.reduce((all, action) => all + (of(action)?.length ?? 0), 0);
  const [put, got] = [sum(({ OutputArtifacts }) => OutputArtifacts), sum(({ InputArtifacts }) => InputArtifacts)];
  const sent = sum(({ Region, InputArtifacts }) => (Region === undefined ? [] : InputArtifacts));
  const hasKey = JSON.stringify([ArtifactStore, ArtifactStores]).includes('"EncryptionKey"');
  const times = `× ${counted(releases, 'release')}`;
  const gigabytes = assumed('artifactGigabytes');
  return [
    { basis: 'releases', price: 's3.put', quantity: put * releases, how: `${counted(put, 'artifact')} ${times}` },
    { basis: 'releases', price: 's3.get', quantity: got * releases, how: `${counted(got, 'artifact')} ${times}` },
    {
      basis: 'releases',
      price: 'kms.request',
      quantity: hasKey ? (put + got) * releases : 0,
      how: `${counted(put + got, 'call')} ${times}`,
    },
    {
      basis: 'releases',
      price: 'transfer.regions',
      quantity: sent * gigabytes * releases,
      how: `${counted(sent, 'artifact')} × ${gigabytes} GB ${times}`,
      assumes: ['artifactGigabytes'],
    },
  ] satisfies Charge[];
}

interface Stores {
  readonly ArtifactStore?: unknown;
  readonly ArtifactStores?: unknown;
}

function unknownComputeType(stack: CostedStack, id: string, type: string): Problem {
  return new Problem(`${stack.name}: ${id} must be of ${Object.keys(BUILDS).join(', ')} (got ${type})`);
}
