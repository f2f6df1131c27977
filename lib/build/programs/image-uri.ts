import { IMAGE_DETAIL_FILE, IMAGE_FILE, IMAGE_PLATFORMS, type ImagePlatform } from './constants';
import { Problem } from './problem';

/** A private ECR repository, taken apart from its URI. */
export interface Repository {
  readonly uri: string;
  /** The host that `docker login` gets. */
  readonly registry: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** One image of a repository, named by its content. */
export interface PinnedImage {
  readonly repository: Repository;
  readonly digest: string;
}

const HOST = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z]{2}(?:-[a-z]+)+-\d+)\.amazonaws\.com(?<china>\.cn)?$/;
const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Takes `<account>.dkr.ecr.<region>.amazonaws.com[.cn]/<name>` apart. */
export function parseRepositoryUri(uri: string): Repository {
  const slash = uri.indexOf('/');
  const registry = uri.slice(0, slash);
  const name = uri.slice(slash + 1);
  const { account, region, china } = (slash > 0 && HOST.exec(registry)?.groups) || {};
  if (!account || !region || region.startsWith('cn-') !== Boolean(china)) {
    throw new Problem(
      'the repository URI must be <12-digit account>.dkr.ecr.<region>.amazonaws.com/<name>, ' +
        `with amazonaws.com.cn in the regions of China (got ${JSON.stringify(uri)})`,
    );
  }
  if (name.length < 2 || name.length > 256 || !NAME.test(name)) {
    throw new Problem(
      'the repository name must be 2 to 256 lower-case letters and digits, separated by single . _ - or / ' +
        `(got ${JSON.stringify(name)})`,
    );
  }
  return { uri, registry, account, region, name };
}

/** Takes `<repository>@sha256:<64 hex digits>` apart; a tag can move, so an image by tag is refused. */
export function parseImageUri(uri: string): PinnedImage {
  const at = uri.indexOf('@');
  const digest = uri.slice(at + 1);
  if (at < 0 || !DIGEST.test(digest)) {
    throw new Problem(
      `the image must be pinned by digest, <repository>@sha256:<64 hex digits> (got ${JSON.stringify(uri)})`,
    );
  }
  return { repository: parseRepositoryUri(uri.slice(0, at)), digest };
}

/** `<repository>@<digest>` */
export function imageUri({ repository, digest }: PinnedImage): string {
  return `${repository.uri}@${digest}`;
}

/** The image that an `imageDetail.json` names. */
export function parseImageDetail(text: string): PinnedImage {
  return parseImageUri(stringMember(text, IMAGE_DETAIL_FILE, 'ImageURI'));
}

/** The platform that an `image.json` names. */
export function parseImagePlatform(text: string): ImagePlatform {
  return parsePlatform(stringMember(text, IMAGE_FILE, 'platform'));
}

/** The commit and the tag of the image that an `image.json` names. */
export function parseImageOrigin(text: string): { readonly commit: string; readonly tag: string } {
  return { commit: stringMember(text, IMAGE_FILE, 'commit'), tag: stringMember(text, IMAGE_FILE, 'tag') };
}

function stringMember(text: string, file: string, name: string): string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Problem(`${file} is not JSON`);
  }
  const value = (content as Record<string, unknown> | null)?.[name];
  if (typeof value !== 'string') throw new Problem(`${file} must have a string member "${name}"`);
  return value;
}

/** Checks the platform that the image is to be built for. */
export function parsePlatform(text: string): ImagePlatform {
  const platform = IMAGE_PLATFORMS.find((allowed) => allowed === text);
  if (!platform) {
    throw new Problem(`the platform must be one of ${IMAGE_PLATFORMS.join(', ')} (got ${JSON.stringify(text)})`);
  }
  return platform;
}
