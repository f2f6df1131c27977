import type { BranchingInput, CodeCommitInput, ConnectionInput, GitlabCiInput, StrategyInput } from './input';

/** The words that a configuration is written with. Each returns plain data, which a team may change as it likes. */

/**
 * GitFlow: `develop` goes to the first environment, `release/*` and `hotfix/*` to those before production, `main` to
 * production; `feature/*` is verified and deployed nowhere.
 */
export function gitflow(): BranchingInput {
  return {
    // What is developed starts from here; `main` gets its first commit with it.
    defaultBranch: 'develop',
    releaseLines: [
      { name: 'develop', branches: ['develop'], environments: 'first' },
      { name: 'release', branches: ['release/*', 'hotfix/*'], environments: 'between' },
      { name: 'main', branches: ['main'], environments: 'production' },
    ],
    verified: ['feature/*', 'bugfix/*'],
    approvals: { branches: ['main', 'release/*'], count: 1 },
    backMerge: { from: 'main', into: 'develop' },
  };
}

/** Trunk-based: `main` goes through all environments in one pipeline; short-lived branches are verified. */
export function trunk(): BranchingInput {
  return {
    defaultBranch: 'main',
    releaseLines: [{ name: 'main', branches: ['main'], environments: 'all' }],
    verified: ['feature/*', 'bugfix/*'],
    approvals: { branches: ['main'], count: 1 },
  };
}

/** All traffic moves at once, when the new version has passed its validation. */
export function allAtOnce(): StrategyInput {
  return { kind: 'allAtOnce' };
}

/** @param options `percent` of the traffic goes to the new version for `minutes`, then the rest */
export function canary(options: { readonly percent: number; readonly minutes: number }): StrategyInput {
  return { kind: 'canary', ...options };
}

/** @param options `percent` more of the traffic goes to the new version every `minutes` */
export function linear(options: { readonly percent: number; readonly minutes: number }): StrategyInput {
  return { kind: 'linear', ...options };
}

/** A CodeCommit repository that the delivery makes, the service's own unless it is named. */
export function codecommit(options: Omit<CodeCommitInput, 'kind'> = {}): CodeCommitInput {
  return { kind: 'codecommit', ...options };
}

/** A repository at GitHub. */
export function github(options: Omit<ConnectionInput, 'kind'>): ConnectionInput {
  return { kind: 'github', ...options };
}

/** A repository at GitLab, whose CI is not used. */
export function gitlab(options: Omit<ConnectionInput, 'kind'>): ConnectionInput {
  return { kind: 'gitlab', ...options };
}

/** A GitLab project that builds, tests and pushes with its own CI. */
export function gitlabCi(options: Omit<GitlabCiInput, 'kind'>): GitlabCiInput {
  return { kind: 'gitlabCi', ...options };
}
