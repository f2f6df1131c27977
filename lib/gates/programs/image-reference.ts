/** The registry that Docker takes where a reference names none. */
const DOCKER_HUB = 'docker.io';

/** The name of an image, taken apart. */
export interface ImageReference {
  /** With the registry, without tag and digest: `public.ecr.aws/docker/library/node`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Takes a reference apart as Docker does: what looks like no host is a name on Docker Hub. */
export function parseImageReference(reference: string): ImageReference {
  const [withoutDigest, digest] = reference.split('@') as [string, string?];
  const slash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', slash + 1);
  const path = colon < 0 ? withoutDigest : withoutDigest.slice(0, colon);
  const tag = colon < 0 ? undefined : withoutDigest.slice(colon + 1);
  const [first, ...others] = path.split('/');
  const hasHost = others.length > 0 && (/[.:]/.test(first!) || first === 'localhost');
  const onHub = others.length === 0 ? `${DOCKER_HUB}/library/${path}` : `${DOCKER_HUB}/${path}`;
  return { name: hasHost ? path : onHub, tag, digest };
}

/** Whether an image lies in one of the registries, each with or without a path, as whole parts of the name. */
export function isFrom({ name }: ImageReference, registries: readonly string[]): boolean {
  return registries.some((registry) => `${name}/`.startsWith(`${registry.replace(/\/+$/, '')}/`));
}

/** Whether what the reference means changes with every release of the image. */
export function isLatest({ tag, digest }: ImageReference): boolean {
  return digest === undefined && (tag === undefined || tag === 'latest');
}
