import { isPattern } from './branches';
import { defaultLineName } from './defaults';
import type { Branching, Environment, ReleaseLine } from './delivery';
import type { BranchingInput, ReleaseLineInput } from './input';
import { gitflow } from './words';

/**
 * The release lines of a branching model in these environments, and the rest of it. Lines whose word fits none of them are
 * left out: their branches are verified, and nothing is merged back from or into them.
 */
export function resolveBranching(
  input: BranchingInput = gitflow(),
  environments: readonly Environment[],
): { readonly releaseLines: readonly ReleaseLine[]; readonly branching: Branching } {
  const defaultBranch = defaultBranchOf(input);
  const lines = input.releaseLines.map((line) => ({
    name: line.name ?? defaultLineName(line.branches[0]!),
    branches: line.branches,
    sourceBranch: line.branches.find((branch) => !isPattern(branch)) ?? defaultBranch,
    environments: environmentsOf(line.environments, environments),
  }));
  const releaseLines = lines.filter((line) => line.environments.length > 0);
  const leftOut = lines.filter((line) => line.environments.length === 0);
  const isReleased = (branch: string) => releaseLines.some(({ branches }) => branches.includes(branch));
  const { verified = [], approvals, backMerge } = input;
  return {
    releaseLines,
    branching: {
      defaultBranch,
      verified: [...leftOut.flatMap(({ branches }) => branches), ...verified],
      ...(approvals === undefined ? {} : { approvals }),
      ...(backMerge && isReleased(backMerge.from) && isReleased(backMerge.into) ? { backMerge } : {}),
    },
  };
}

function defaultBranchOf({ defaultBranch, releaseLines }: BranchingInput): string {
  return defaultBranch ?? releaseLines.flatMap(({ branches }) => branches).find((branch) => !isPattern(branch))!;
}

/** The part of an environment that a line's word chooses by. */
interface Choosable {
  readonly name: string;
  readonly production: boolean;
}

/** The environments that a line names, or that its word means. */
export function environmentsOf<E extends Choosable>(
  chosen: ReleaseLineInput['environments'],
  environments: readonly E[],
): readonly E[] {
  const ordinary = environments.filter(({ production }) => !production);
  if (chosen === 'first') return ordinary.slice(0, 1);
  if (chosen === 'between') return ordinary.slice(1);
  if (chosen === 'production') return environments.filter(({ production }) => production);
  if (chosen === 'all') return environments;
  return chosen.flatMap((name) => environments.filter((environment) => environment.name === name));
}
