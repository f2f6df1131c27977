import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
  type Image,
  ImageNotFoundException,
} from '@aws-sdk/client-ecr';
import type { PinnedImage, Repository } from './image-uri';
import { indexPlatforms, MANIFEST_MEDIA_TYPES, type Manifest, platformName } from './manifest';
import { attempt, Problem } from './problem';

/** What `docker login` needs. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The digest behind a tag, or undefined where the repository has no such tag. */
export async function findDigest(client: ECRClient, repository: Repository, tag: string): Promise<string | undefined> {
  return attempt(`look for ${tag} in ${repository.uri}`, async () => {
    try {
      const { imageDetails } = await client.send(
        new DescribeImagesCommand({ ...idOf(repository), imageIds: [{ imageTag: tag }] }),
      );
      return imageDetails?.[0]?.imageDigest;
    } catch (error) {
      if (error instanceof ImageNotFoundException) return undefined;
      throw error;
    }
  });
}

/** Credentials for `docker login`, valid for twelve hours. */
export async function authorize(client: ECRClient): Promise<Credentials> {
  const { authorizationData } = await attempt('get an ECR authorization token', () =>
    client.send(new GetAuthorizationTokenCommand({})),
  );
  const decoded = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
  const colon = decoded.indexOf(':');
  // The message keeps quiet about what came instead: it may be half a password.
  if (colon < 1) throw new Problem('ECR sent no usable authorization token');
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** The stored manifest of an image, byte for byte, with its media type. */
export async function readManifest(client: ECRClient, { repository, digest }: PinnedImage): Promise<Image> {
  const { images, failures } = await attempt(`read the manifest of ${digest}`, () =>
    client.send(
      new BatchGetImageCommand({
        ...idOf(repository),
        imageIds: [{ imageDigest: digest }],
        acceptedMediaTypes: MANIFEST_MEDIA_TYPES,
      }),
    ),
  );
  const image = images?.[0];
  if (image?.imageManifest) return image;
  const reason = failures?.[0]?.failureReason ?? failures?.[0]?.failureCode ?? 'ECR sent no manifest';
  throw new Problem(`cannot read the manifest of ${digest} in ${repository.uri}: ${reason}`);
}

/** What an image says about itself. */
export interface ImageConfiguration {
  readonly os?: string;
  readonly architecture?: string;
  readonly config?: { readonly User?: string; readonly Labels?: Readonly<Record<string, string>> | null };
}

/** The platforms that a stored image runs on. */
export async function readPlatforms(client: ECRClient, image: PinnedImage): Promise<string[]> {
  const manifest = await parsedManifest(client, image);
  if (!manifest.config?.digest) return indexPlatforms(manifest);
  return [platformName(await configurationOf(client, image, manifest.config.digest))];
}

/** The configuration of a stored image of one platform, or undefined where the manifest is an index of several. */
export async function readConfiguration(
  client: ECRClient,
  image: PinnedImage,
): Promise<ImageConfiguration | undefined> {
  const layerDigest = (await parsedManifest(client, image)).config?.digest;
  return layerDigest === undefined ? undefined : configurationOf(client, image, layerDigest);
}

async function parsedManifest(client: ECRClient, image: PinnedImage): Promise<Manifest> {
  return JSON.parse((await readManifest(client, image)).imageManifest!);
}

async function configurationOf(
  client: ECRClient,
  { repository, digest }: PinnedImage,
  layerDigest: string,
): Promise<ImageConfiguration> {
  return attempt(`read the platform of ${digest}`, async () => {
    const { downloadUrl } = await client.send(new GetDownloadUrlForLayerCommand({ ...idOf(repository), layerDigest }));
    // The address is signed: whoever reads it may download, so it goes into no message.
    const response = await fetch(downloadUrl!);
    if (!response.ok) throw new Error(`HTTP ${response.status} from the layer store`);
    return (await response.json()) as ImageConfiguration;
  });
}

/** How ECR's API names a repository. */
export function idOf({ account, name }: Repository): { registryId: string; repositoryName: string } {
  return { registryId: account, repositoryName: name };
}
