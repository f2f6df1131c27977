import { type Difference, touches } from '../source/changes';

/** A repository that pull requests are checked in. */
export interface CheckedRepository {
  /** What a pushed branch is compared with. */
  readonly defaultBranch: string;
  readonly services: readonly CheckedService[];
}

/** One service of a repository. */
export interface CheckedService {
  /** Files and directories whose changes are changes of the service; `.` is the whole repository. */
  readonly paths: readonly string[];
  /** The CodeBuild projects that check it. */
  readonly projects: readonly string[];
}

/** Whether every change is one of every service, so that nobody has to look what changed. */
export function alwaysChange({ services }: CheckedRepository): boolean {
  return services.every(({ paths }) => paths.includes('.'));
}

/** The projects that check services of which something differs. */
export function projectsFor({ services }: CheckedRepository, differences: readonly Difference[]): string[] {
  return services
    .filter(({ paths }) => differences.some((difference) => touches(paths, difference)))
    .flatMap(({ projects }) => projects);
}

/** All projects of a repository. */
export function allProjects({ services }: CheckedRepository): string[] {
  return services.flatMap(({ projects }) => projects);
}
