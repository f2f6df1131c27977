/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** The environment of `image.program.ts`. */
export const IMAGE_VARIABLES = {
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` */
  repositoryUri: 'REPOSITORY_URI',
  /** One of {@link IMAGE_PLATFORMS}. */
  platform: 'IMAGE_PLATFORM',
  /** The service's own directory in the clone; `.` unless given. */
  sourcePath: 'SOURCE_PATH',
  /** A JSON list of further files and directories of the clone that go into the image; `[]` unless given. */
  sharedPaths: 'SHARED_PATHS',
  /** Outside the clone, or ignored by Git: a second run in the same clone would take its files for uncommitted ones. */
  outputDirectory: 'OUTPUT_DIRECTORY',
} as const;

/** The environment of `adopt-image.program.ts`. */
export const ADOPT_VARIABLES = {
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>` */
  repositoryUri: 'REPOSITORY_URI',
  /** One of {@link IMAGE_PLATFORMS}. */
  platform: 'IMAGE_PLATFORM',
  /** The directory of the source artifact, with the `imageDetail.json` that CodePipeline's ECR action writes. */
  imageDirectory: 'IMAGE_DIRECTORY',
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

/** The label that holds the commit: one of the Open Container Initiative's own. */
export const REVISION_LABEL = 'org.opencontainers.image.revision';

/** `{"ImageURI": "<repository>@sha256:…"}`: the name and the shape that CodePipeline's deploy action looks for. */
export const IMAGE_DETAIL_FILE = 'imageDetail.json';

/** The same image in full: repository, tag, digest, platform, commit, tree, reused. */
export const IMAGE_FILE = 'image.json';

/** What the clone knows about commits, beside the two above where there is a clone: a `CommitHistory`. */
export const COMMITS_FILE = 'commits.json';

/** The variable with the directory in which a program leaves the values of others. */
export const EXPORTS_VARIABLE = 'EXPORTS_DIRECTORY';

/** The environment of `coverage.program.ts`. */
export const COVERAGE_VARIABLES = {
  /** A Cobertura report, from the service's directory. */
  file: 'COVERAGE_FILE',
  /** In percent of the lines, 0–100. */
  minimum: 'COVERAGE_MINIMUM',
} as const;
