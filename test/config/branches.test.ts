import * as fc from 'fast-check';
import { BRANCH, BRANCH_NAME, overlap, takes } from '../../lib/config/branches';
import type { BranchingInput } from '../../lib/config/input';
import { problemsAfter } from './problems';

const main = { branches: ['main'], environments: ['dev'] };

function problemsOf(branching: BranchingInput): string[] {
  return problemsAfter((delivery) => Object.assign(delivery, { branching }));
}

describe('a branch', () => {
  test.each(['main', 'release/1.0', 'feature/a_b-c.d', '2.x', 'a/b/c'])('may be %s', (name) => {
    expect(BRANCH_NAME.safeParse(name).success).toBe(true);
    expect(BRANCH.safeParse(name).success).toBe(true);
  });

  test.each([
    'a..b',
    'a//b',
    '/a',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    '-a',
    'a b',
    'a~1',
    'refs:a',
    'a*',
    '',
    'x'.repeat(257),
  ])('may not be %s', (name) => {
    expect(BRANCH_NAME.safeParse(name).success).toBe(false);
    expect(BRANCH.safeParse(name).success).toBe(false);
  });

  test.each(['release/*', 'a/b/*'])('may be the pattern %s where patterns are taken', (pattern) => {
    expect(BRANCH.safeParse(pattern).success).toBe(true);
    expect(BRANCH_NAME.safeParse(pattern).success).toBe(false);
  });

  test.each(['*', '/*', 'a/**', 'a*/b', 'a/*/b', '*/a', 'a./*', 'a.lock/*'])('is not the pattern %s', (pattern) => {
    expect(BRANCH.safeParse(pattern).success).toBe(false);
  });
});

describe('a pattern', () => {
  const parts = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 });
  const branches = parts.map((names) => names.join('/'));
  const patterns = fc.tuple(branches, fc.boolean()).map(([name, isPattern]) => (isPattern ? `${name}/*` : name));

  test('takes exactly the branches below it', () => {
    fc.assert(
      fc.property(branches, branches, (prefix, branch) => {
        expect(takes(`${prefix}/*`, branch)).toBe(branch.startsWith(`${prefix}/`));
      }),
    );
  });

  test('overlaps another one if there is a branch that both take', () => {
    fc.assert(
      fc.property(patterns, patterns, (one, other) => {
        const candidates = [one, other].map((pattern) => pattern.replace(/\*$/, 'x'));
        expect(overlap(one, other)).toBe(candidates.some((branch) => takes(one, branch) && takes(other, branch)));
      }),
    );
  });
});

describe('branches of release lines', () => {
  test.each([
    ['main', 'main', 'is the same as branching.releaseLines[0].branches[0]'],
    ['release/*', 'release/1.0', "overlaps branching.releaseLines[0].branches[0], 'release/*'"],
    ['release/1.0', 'release/*', "overlaps branching.releaseLines[0].branches[0], 'release/1.0'"],
    ['release/*', 'release/eu/*', "overlaps branching.releaseLines[0].branches[0], 'release/*'"],
  ])('%s and %s do not go together', (one, other, message) => {
    const [line, ...others] = problemsOf({
      defaultBranch: one.replace('*', 'x'),
      releaseLines: [{ name: 'line', branches: [one, other], environments: ['dev'] }],
    });
    expect(line).toContain(`branching.releaseLines[0].branches[1]: ${message}`);
    expect(others).toEqual([]);
  });

  test('are not verified too', () => {
    expect(
      problemsOf({ releaseLines: [{ branches: ['main', 'hot/*'], environments: ['dev'] }], verified: ['hot/1'] }),
    ).toEqual([
      "branching.verified[0]: overlaps branching.releaseLines[0].branches[1], 'hot/*', so that a commit would belong to both " +
        "(got 'hot/1', allowed each branch in one place)",
    ]);
  });

  test('may begin alike', () => {
    expect(problemsOf({ releaseLines: [{ branches: ['release', 'releases/*'], environments: ['dev'] }] })).toEqual([]);
  });
});

describe('the default branch', () => {
  test('is released or verified', () => {
    expect(problemsOf({ releaseLines: [main], verified: ['feature/*'], defaultBranch: 'master' })).toEqual([
      'branching.defaultBranch: is in no release line and not verified, so nothing would happen to its commits ' +
        "(got 'master', allowed main, feature/*)",
    ]);
    expect(problemsOf({ releaseLines: [main], verified: ['wip'], defaultBranch: 'wip' })).toEqual([]);
  });

  test('is no pattern', () => {
    expect(problemsOf({ releaseLines: [main], defaultBranch: 'release/*' })).toEqual([
      "branching.defaultBranch: is not a branch (got 'release/*', allowed a branch such as 'main' or 'release/1.0')",
    ]);
  });

  test('has to be stated where all lines have patterns', () => {
    expect(problemsOf({ releaseLines: [{ branches: ['release/*'], environments: ['dev'] }] })).toEqual([
      'branching.defaultBranch: must be stated, because no release line has a branch by its name ' +
        "(got nothing, allowed a branch such as 'main')",
    ]);
  });
});

describe('approvals', () => {
  test('are for branches that there are, each once', () => {
    expect(problemsOf({ releaseLines: [main], approvals: { branches: ['mian', 'main', 'main'], count: 2 } })).toEqual([
      "branching.approvals.branches[0]: is a branch that is neither released nor verified (got 'mian', allowed main)",
      "branching.approvals.branches[2]: is the same as branching.approvals.branches[1] (got 'main', allowed each branch once)",
    ]);
  });

  test('may be for some branches of a pattern', () => {
    const approvals = { branches: ['release/1.0'], count: 1 };
    expect(problemsOf({ releaseLines: [main], verified: ['release/*'], approvals })).toEqual([]);
  });

  test.each([0, 31, 1.5])('are not %s', (count) => {
    expect(problemsOf({ releaseLines: [main], approvals: { branches: ['main'], count } })).toEqual([
      `branching.approvals.count: is out of range (got ${count}, allowed a whole number from 1 to 30 people)`,
    ]);
  });
});

describe('merging back', () => {
  const lines = [{ branches: ['main', 'release/*'], environments: ['dev'] }];

  test('is between branches that lines have by their names', () => {
    expect(problemsOf({ releaseLines: lines, backMerge: { from: 'release/1', into: 'develop' } })).toEqual([
      "branching.backMerge.from: is no branch that a release line has by its name (got 'release/1', allowed main)",
      "branching.backMerge.into: is no branch that a release line has by its name (got 'develop', allowed main)",
    ]);
  });

  test('is into another branch', () => {
    expect(problemsOf({ releaseLines: lines, backMerge: { from: 'main', into: 'main' } })).toEqual([
      "branching.backMerge.into: is where the release comes from (got 'main', allowed another branch)",
    ]);
  });
});

test('nobody is said to mean an unknown branch while a branch of a line is wrong', () => {
  const problems = problemsOf({
    releaseLines: [{ branches: ['main..'], environments: ['dev'] }],
    defaultBranch: 'main',
    approvals: { branches: ['main'], count: 1 },
    backMerge: { from: 'main', into: 'develop' },
  });
  expect(problems.map((line) => line.split(':')[0])).toEqual(['branching.releaseLines[0].branches[0]']);
});
