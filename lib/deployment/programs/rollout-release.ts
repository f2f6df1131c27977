import type { ImagePlatform } from '../../build/programs/constants';
import { Problem } from '../../build/programs/problem';
import type { ChartValues } from '../../workload/values';
import type { EksRelease } from '../release-manifest';

/** What Render leaves of a release on EKS. */
export interface RolloutRelease {
  /** The name of the function that installs it. */
  readonly function: string;
  /** When the rollout is not done by then, it is taken back. */
  readonly minutes: number;
  readonly values: ChartValues & { readonly image: string };
}

/** @param image pinned by its digest */
export function rolloutRelease({ function: name, minutes, values }: EksRelease, image: string): RolloutRelease {
  return { function: name, minutes, values: { ...values, image } };
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
