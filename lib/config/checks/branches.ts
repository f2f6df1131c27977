import { isPattern, overlap, takes } from '../branches';
import type { Cursor } from '../cursor';
import type { BranchingInput } from '../input';
import type { Finding } from '../issues';
import { list } from '../rules';
import { type Check, duplicates, where } from './check';

type Branching = Cursor<BranchingInput | undefined>;
type Branch = Cursor<string>;

/** Each branch means one thing, and whoever speaks of a branch means one that there is. */
export const checkBranches: Check = (delivery) => {
  const branching = delivery.at('branching');
  const released = branching
    .at('releaseLines')
    .items()
    .flatMap((line) => line.at('branches').items());
  const verified = branching.at('verified').items();
  const known = [...released, ...verified];
  // What is wrong elsewhere may be the very branch that somebody speaks of.
  const complete = branching.at('releaseLines').stated && branching.at('releaseLines').whole;
  return [
    ...overlaps(known),
    ...duplicates(branching.at('approvals').at('branches').items(), 'each branch once'),
    ...(complete
      ? [...defaultBranch(branching, known), ...approvals(branching, known), ...backMerge(branching, released)]
      : []),
  ];
};

/** A commit starts one pipeline, or none and is verified. */
function overlaps(branches: readonly Branch[]): Finding[] {
  return branches.flatMap((place, index): Finding[] => {
    const branch = place.value;
    if (branch === undefined) return [];
    const other = branches
      .slice(0, index)
      .find((earlier) => earlier.value !== undefined && overlap(earlier.value, branch));
    if (other === undefined) return [];
    const message =
      other.value === branch
        ? `is the same as ${where(other)}`
        : `overlaps ${where(other)}, '${other.value}', so that a commit would belong to both`;
    return [{ path: place.path, message, got: `'${branch}'`, allowed: 'each branch in one place' }];
  });
}

function defaultBranch(branching: Branching, known: readonly Branch[]): Finding[] {
  const place = branching.at('defaultBranch');
  if (!place.stated) {
    const named = branching
      .at('releaseLines')
      .items()
      .flatMap((line) => line.at('branches').items())
      .filter((branch) => !isPattern(branch.value!));
    if (named.length > 0) return [];
    const message = 'must be stated, because no release line has a branch by its name';
    return [{ path: place.path, message, got: 'nothing', allowed: "a branch such as 'main'" }];
  }
  if (
    place.value === undefined ||
    known.some((branch) => branch.value !== undefined && takes(branch.value, place.value!))
  )
    return [];
  const message = 'is in no release line and not verified, so nothing would happen to its commits';
  return [{ path: place.path, message, got: `'${place.value}'`, allowed: describe(known) }];
}

function approvals(branching: Branching, known: readonly Branch[]): Finding[] {
  return branching
    .at('approvals')
    .at('branches')
    .items()
    .filter(
      (place) =>
        place.value !== undefined && !known.some(({ value }) => value !== undefined && overlap(value, place.value!)),
    )
    .map((place) => ({
      path: place.path,
      message: 'is a branch that is neither released nor verified',
      got: `'${place.value}'`,
      allowed: describe(known),
    }));
}

/** What is merged back has been released, and a pipeline has to be there to say that it was not. */
function backMerge(branching: Branching, released: readonly Branch[]): Finding[] {
  const place = branching.at('backMerge');
  const names = released.filter(({ value }) => value !== undefined && !isPattern(value));
  const from = place.at('from');
  const into = place.at('into');
  return [
    ...[from, into]
      .filter((end) => end.value !== undefined && !names.some(({ value }) => value === end.value))
      .map((end) => ({
        path: end.path,
        message: 'is no branch that a release line has by its name',
        got: `'${end.value}'`,
        allowed: describe(names),
      })),
    ...(from.value !== undefined && from.value === into.value
      ? [
          {
            path: into.path,
            message: 'is where the release comes from',
            got: `'${into.value}'`,
            allowed: 'another branch',
          },
        ]
      : []),
  ];
}

function describe(branches: readonly Branch[]): string {
  const names = branches.flatMap(({ value }) => value ?? []);
  return names.length === 0 ? 'none, as there is none' : list(names);
}
