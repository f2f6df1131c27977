import type { ImagePlatform } from './constants';
import { Problem } from './problem';

/** Every kind of manifest that ECR stores for an image of one or several platforms. */
export const MANIFEST_MEDIA_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

interface Platform {
  readonly os?: string;
  readonly architecture?: string;
}

/** The part of a manifest or an index that tells the platform. */
export interface Manifest {
  /** In an index. */
  readonly manifests?: readonly { readonly platform?: Platform }[];
  /** In the manifest of one image: the blob that holds its platform. */
  readonly config?: { readonly digest?: string };
}

/** `linux/arm64` of an image's configuration or of an entry in an index. */
export function platformName({ os, architecture }: Platform): string {
  return `${os}/${architecture}`;
}

/** The platforms that an index lists; BuildKit lists attestations there too, as `unknown/unknown`. */
export function indexPlatforms(manifest: Manifest): string[] {
  const platforms = (manifest.manifests ?? []).map(({ platform }) => platformName(platform ?? {}));
  return platforms.filter((name) => !/unknown|undefined/.test(name));
}

/**
 * Refuses to reuse an image of another platform: a changed CPU architecture leaves the Git tree, and thus the tag, as
 * it was, and the tasks would not start.
 */
export function requirePlatform(tag: string, platforms: readonly string[], wanted: ImagePlatform): void {
  if (platforms.includes(wanted)) return;
  throw new Problem(
    `the existing image ${tag} is for ${platforms.join(', ')}, not for ${wanted}, and its tag is immutable: ` +
      "commit a change to the service's directory, so that a new image is built",
  );
}
