import { createHash } from 'node:crypto';
import { type AwsServer, awsError } from './aws-server';

/** The wildcard exclusions of the repository's tag immutability. */
const MOVABLE = /^(deployed|candidate)-/;

interface StoredImage {
  readonly manifest: string;
  readonly mediaType: string;
}

/** One ECR repository with immutable tags: as much of ECR as the programs talk to, with ECR's own errors. */
export class FakeRegistry {
  readonly images = new Map<string, StoredImage>();
  readonly tags = new Map<string, string>();
  /** Called before an image is looked up by its tag: a chance to let somebody push. */
  beforeLookup = (): void => {};

  constructor(private readonly server: AwsServer) {
    server.on({
      GetAuthorizationToken: () => ({
        authorizationData: [{ authorizationToken: Buffer.from('AWS:ecr-password').toString('base64') }],
      }),
      DescribeImages: ({ imageIds }) => {
        this.beforeLookup();
        const { imageTag } = (imageIds as { imageTag: string }[])[0]!;
        const imageDigest = this.tags.get(imageTag);
        if (!imageDigest) throw awsError('ImageNotFoundException', `The image with tag ${imageTag} does not exist`);
        return { imageDetails: [{ imageDigest, imageTags: [imageTag] }] };
      },
      BatchGetImage: ({ imageIds, acceptedMediaTypes }) => {
        const { imageDigest } = (imageIds as { imageDigest: string }[])[0]!;
        const image = this.images.get(imageDigest);
        if (!image || !(acceptedMediaTypes as string[]).includes(image.mediaType)) {
          return {
            images: [],
            failures: [{ failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }],
          };
        }
        return {
          images: [
            { imageManifest: image.manifest, imageManifestMediaType: image.mediaType, imageId: { imageDigest } },
          ],
        };
      },
      PutImage: ({ imageManifest, imageTag, imageDigest, imageManifestMediaType }) => {
        this.put(imageManifest as string, imageManifestMediaType as string, imageTag as string, imageDigest as string);
        return { image: { imageId: { imageDigest, imageTag } } };
      },
      GetDownloadUrlForLayer: ({ layerDigest }) => ({
        downloadUrl: `${server.url}/blobs/${layerDigest}?X-Amz-Signature=signed-away`,
        layerDigest,
      }),
    });
  }

  /** What `docker push` does to the repository. */
  push(tag: string, platform = 'linux/arm64', content = tag, labels: Record<string, string> = {}): string {
    const [os, architecture] = platform.split('/');
    const config = JSON.stringify({ os, architecture, content, config: { Labels: labels } });
    const configDigest = digestOf(config);
    this.server.on({ [`/blobs/${configDigest}?X-Amz-Signature=signed-away`]: () => JSON.parse(config) });
    return this.put(
      JSON.stringify({ schemaVersion: 2, config: { digest: configDigest }, layers: [] }),
      'application/vnd.docker.distribution.manifest.v2+json',
      tag,
    );
  }

  /** Stores a manifest under a tag, if the tag may point to it. */
  put(manifest: string, mediaType: string, tag: string, expected?: string): string {
    const digest = digestOf(manifest);
    if (expected && expected !== digest) {
      throw awsError('ImageDigestDoesNotMatchException', 'The digest does not match');
    }
    const current = this.tags.get(tag);
    if (current === digest) {
      throw awsError('ImageAlreadyExistsException', `Image with digest '${digest}' and tag '${tag}' already exists`);
    }
    if (current && !MOVABLE.test(tag)) {
      throw awsError('ImageTagAlreadyExistsException', `The image tag '${tag}' already exists and is immutable`);
    }
    this.images.set(digest, { manifest, mediaType });
    this.tags.set(tag, digest);
    return digest;
  }
}

/** The digest of some content, as registries write it. */
export function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
