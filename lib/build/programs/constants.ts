/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** The environment of `image.program.ts`. */
export const IMAGE_VARIABLES = {
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` */
  repositoryUri: 'REPOSITORY_URI',
  /** One of {@link IMAGE_PLATFORMS}. */
  platform: 'IMAGE_PLATFORM',
  /** The service's own directory in the clone; `.` unless given. */
  sourcePath: 'SOURCE_PATH',
  /** Outside the clone, or ignored by Git: a second run in the same clone would take its files for uncommitted ones. */
  outputDirectory: 'OUTPUT_DIRECTORY',
} as const;

/** What `docker build --platform` is asked for. */
export const IMAGE_PLATFORMS = ['linux/arm64', 'linux/amd64'] as const;

/** See {@link IMAGE_PLATFORMS}. */
export type ImagePlatform = (typeof IMAGE_PLATFORMS)[number];

/** The tag of a built image is this and the Git tree's hash, which a GitFlow merge without conflicts preserves. */
export const TREE_TAG_PREFIX = 'tree-';

/** The label that holds the same tree inside the image. */
export const TREE_LABEL = 'slipway.source-tree';

/** `{"ImageURI": "<repository>@sha256:…"}`: the name and the shape that CodePipeline's deploy action looks for. */
export const IMAGE_DETAIL_FILE = 'imageDetail.json';

/** The same image in full: repository, tag, digest, platform, commit, tree, reused. */
export const IMAGE_FILE = 'image.json';
