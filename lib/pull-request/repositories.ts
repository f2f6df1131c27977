import { isPattern } from '../config/branches';
import type { Delivery, Service, Source } from '../config/delivery';
import { checkProjectName } from '../shared/names';
import type { CheckedRepository } from './changed-services';

/** A service with its code in CodeCommit. */
export type CodeCommitService = Service & { readonly source: Extract<Source, { readonly kind: 'codecommit' }> };

/** The services whose pull requests CodeCommit holds; for others whoever hosts the repository has its own means. */
export function codeCommitServices(delivery: Delivery): CodeCommitService[] {
  return delivery.services.filter((service): service is CodeCommitService => service.source.kind === 'codecommit');
}

/** The names of their repositories, each once. */
export function codeCommitRepositories(delivery: Delivery): string[] {
  return [...new Set(codeCommitServices(delivery).map(({ source }) => source.repositoryName))];
}

/**
 * Branches that every repository has: those that releases start from by name, those that people merge into, and the one
 * that development starts from. Patterns are for branches that people make.
 */
export function standingBranches({ releaseLines, branching }: Delivery): string[] {
  const { defaultBranch, approvals, backMerge } = branching;
  const branches = [
    defaultBranch,
    ...releaseLines.flatMap((line) => line.branches),
    ...(approvals?.branches ?? []),
    ...(backMerge ? [backMerge.from, backMerge.into] : []),
  ];
  return [...new Set(branches)].filter((branch) => !isPattern(branch));
}

/**
 * What the function behind pull requests knows, by the repository's name.
 *
 * @param checks the ends of the names of each service's check projects
 */
export function checkedRepositories(delivery: Delivery, checks: readonly string[]): Record<string, CheckedRepository> {
  const services = codeCommitServices(delivery);
  return Object.fromEntries(
    codeCommitRepositories(delivery).map((repository) => [
      repository,
      {
        defaultBranch: delivery.branching.defaultBranch,
        services: services
          .filter(({ source }) => source.repositoryName === repository)
          .map(({ name, source }) => ({
            paths: [source.path, ...source.sharedPaths],
            projects: checks.map((check) => checkProjectName(delivery.name, name, check)),
          })),
      },
    ]),
  );
}
