import { type ImagePlatform, REVISION_LABEL, TREE_LABEL } from './constants';
import type { ImageConfiguration } from './ecr';
import { type PinnedImage, parseImageDetail, type Repository } from './image-uri';
import { platformName } from './manifest';
import { Problem } from './problem';
import type { Source } from './source';

/** A commit or a tree of Git, in SHA-1 or SHA-256. */
const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The image that CodePipeline's ECR action has found; its `imageDetail.json` has more members than a build's, and the
 * same `ImageURI`.
 */
export function parsePushedImage(text: string, repository: Repository): PinnedImage {
  const image = parseImageDetail(text);
  if (image.repository.uri === repository.uri) return image;
  throw new Problem(`the pushed image must be in ${repository.uri} (it is in ${image.repository.uri})`);
}

/** What another CI has built an image from, as the image's labels say. */
export function readSourceLabels(
  digest: string,
  configuration: ImageConfiguration | undefined,
  platform: ImagePlatform,
): Pick<Source, 'commit' | 'tree'> {
  if (!configuration) {
    throw new Problem(
      `${digest} is an index of several images, not one for ${platform}: build it for that platform alone, with ` +
        'BUILDX_NO_DEFAULT_ATTESTATIONS=1',
    );
  }
  const found = platformName(configuration);
  if (found !== platform) {
    throw new Problem(`${digest} is for ${found}: build it with docker build --platform ${platform}`);
  }
  const labels = configuration.config?.Labels ?? {};
  const bad = [REVISION_LABEL, TREE_LABEL].filter((label) => !HASH.test(labels[label] ?? ''));
  if (bad.length > 0) {
    const got = bad.map((label) => JSON.stringify(labels[label] ?? null)).join(', ');
    throw new Problem(
      `${digest} must have the hash of a commit and of its tree in the labels ${bad.join(', ')} (got ${got})`,
    );
  }
  return { commit: labels[REVISION_LABEL]!, tree: labels[TREE_LABEL]! };
}

/** Refuses an image that says it comes from a tree whose tag, which nothing can move, is another image's. */
export function requireTag(tag: string, tagged: string | undefined, digest: string): void {
  if (tagged === digest) return;
  throw new Problem(`${digest} says that it is ${tag}, but that tag is ${tagged ? `of ${tagged}` : 'of no image'}`);
}
