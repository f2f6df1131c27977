import type { Service } from '../config/delivery';

/** The paths of its repository that a service is made of; `.` is all of it. */
export function sourcePathsOf({ source }: Pick<Service, 'source'>): string[] {
  return source.kind === 'gitlabCi' ? ['.'] : [source.path, ...source.sharedPaths];
}
