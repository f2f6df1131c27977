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

function unknownComputeType(stack: CostedStack, id: string, type: string): Problem {
  return new Problem(`${stack.name}: ${id} must be of ${Object.keys(BUILDS).join(', ')} (got ${type})`);
}
