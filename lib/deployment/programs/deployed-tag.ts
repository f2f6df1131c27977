import {
  type ECRClient,
  ImageAlreadyExistsException,
  ImageTagAlreadyExistsException,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { idOf, readManifest } from '../../build/programs/ecr';
import type { PinnedImage } from '../../build/programs/image-uri';
import { attempt, Problem } from '../../build/programs/problem';
import { DEPLOYED_TAG_PREFIX } from './constants';

/** Whether the tag moved or was there already. */
export type TagResult = 'moved' | 'unchanged';

/** The tag that says which image an environment runs. */
export function deployedTag(environmentName: string): string {
  const tag = DEPLOYED_TAG_PREFIX + environmentName;
  if (!/^[A-Za-z0-9._-]+$/.test(environmentName) || tag.length > 128) {
    throw new Problem(
      'the environment name must be letters, digits, . _ and - that make a tag of at most 128 characters ' +
        `(got ${JSON.stringify(environmentName)})`,
    );
  }
  return tag;
}

/** Moves a tag to an image that the repository has already. */
export async function moveTag(client: ECRClient, image: PinnedImage, tag: string): Promise<TagResult> {
  const { imageManifest, imageManifestMediaType } = await readManifest(client, image);
  return attempt(`move the tag ${tag} to ${image.digest}`, async () => {
    try {
      await client.send(
        new PutImageCommand({
          ...idOf(image.repository),
          imageManifest,
          imageManifestMediaType,
          imageTag: tag,
          // ECR refuses a manifest that has another digest than this one.
          imageDigest: image.digest,
        }),
      );
      return 'moved';
    } catch (error) {
      if (error instanceof ImageAlreadyExistsException) return 'unchanged';
      if (!(error instanceof ImageTagAlreadyExistsException)) throw error;
      throw new Problem(
        `${image.repository.uri} does not let the tag ${tag} move: exclude ${DEPLOYED_TAG_PREFIX}* from its tag immutability`,
      );
    }
  });
}
