import type { ImagePlatform } from '../../build/programs/constants';
import { Problem } from '../../build/programs/problem';
import { AT_ONCE } from '../../shared/traffic-shift';
import type { ChartValues } from '../../workload/values';
import type { EksRelease } from '../release-manifest';

/** What Render leaves of a release on EKS. */
export interface RolloutRelease {
  /** What the function that installs it is called by. */
  readonly function: string;
  /** When the rollout is not done by then, it is taken back. */
  readonly minutes: number;
  readonly values: ChartValues & { readonly image: string };
}

/**
 * Without minutes to watch there is no analysis of alarms: a rollback goes in as soon as one pod of it is validated.
 *
 * @param image pinned by its digest
 * @param rollback see `isRollback`. @default false
 */
export function rolloutRelease(
  { function: name, minutes, values }: EksRelease,
  image: string,
  rollback = false,
): RolloutRelease {
  return { function: name, minutes, values: { ...values, ...(rollback && AT_ONCE), image } };
}

/** Refuses an image for another processor: no node would take its pods, or all would die at their start. */
export function requireArchitecture({ values }: EksRelease, platform: ImagePlatform): void {
  const wanted: ImagePlatform = values.architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  if (platform === wanted) return;
  throw new Problem(
    `the release is for ${wanted}, but the image is for ${platform}: the architecture of the service has changed, so ` +
      'deploy its pipeline stack and release a new commit',
  );
}
