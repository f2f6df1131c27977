import type { RepositoryPart, Service } from '../config/delivery';

/** The part of its repository that is a service's; all of it where another CI builds. */
export function partOf({ source }: Pick<Service, 'source'>): RepositoryPart {
  return source.kind === 'gitlabCi' ? { path: '.', sharedPaths: [] } : source;
}
