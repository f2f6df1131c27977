/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** The environment of `inspect.program.ts`. */
export const INSPECT_VARIABLES = {
  /** The service's limits, as JSON of the type `Gates`. */
  gates: 'GATES',
  /** `<account>.dkr.ecr.<region>.amazonaws.com`: base images may come from the delivery's own registry. */
  ownRegistry: 'OWN_REGISTRY',
  /** The service's own directory in the clone; `.` unless given. */
  sourcePath: 'SOURCE_PATH',
  /** A JSON list of further files and directories of the clone that go into the image; `[]` unless given. */
  sharedPaths: 'SHARED_PATHS',
  /** Where `npm ci` has installed the tools, with their settings. */
  toolsDirectory: 'TOOLS_DIRECTORY',
  /** The team's own static analysis; none unless given. */
  analyzeCommand: 'ANALYZE_COMMAND',
  /** What has to run before it. */
  installCommand: 'INSTALL_COMMAND',
  /** Where OSV answers. */
  osvUrl: 'OSV_URL',
  outputDirectory: 'OUTPUT_DIRECTORY',
  /** The directory of {@link GATES_REPORT}. */
  reportsDirectory: 'REPORTS_DIRECTORY',
} as const;

/** The environment of `scan.program.ts`. */
export const SCAN_VARIABLES = {
  /** The service's limits, as JSON of the type `Gates`. */
  gates: 'GATES',
  service: 'SERVICE',
  /** The ARN of the profile that signs the delivery's images; none where images are not signed. */
  signingProfile: 'SIGNING_PROFILE',
  /** The bucket that keeps SBOMs as long as there are images. */
  sbomBucket: 'SBOM_BUCKET',
  /** The directory of the image artifact, with its `imageDetail.json`. */
  imageDirectory: 'IMAGE_DIRECTORY',
  /** `false` where somebody else's CI has built and inspected the source, so that there is no inspection; else `true`. */
  inspected: 'INSPECTED',
  /** The directory of the inspection's artifact; in a build, where CodeBuild puts an artifact of that name. */
  inspectionDirectory: 'CODEBUILD_SRC_DIR_Inspection',
  outputDirectory: 'OUTPUT_DIRECTORY',
  /** The directory of {@link GATES_REPORT}. */
  reportsDirectory: 'REPORTS_DIRECTORY',
  /** Seconds between two questions whether the scan or the signature is there. */
  pollSeconds: 'POLL_SECONDS',
  /** Seconds until a scan or a signature that is on its way counts as missing. */
  waitSeconds: 'WAIT_SECONDS',
  /** Seconds until one that ECR does not know of counts as missing. */
  settleSeconds: 'SETTLE_SECONDS',
} as const;

/** The name of the artifact that the inspection leaves; {@link SCAN_VARIABLES} finds it by this name. */
export const INSPECTION_ARTIFACT = 'Inspection';

/** The SBOM, CycloneDX as JSON: of the source in the inspection's artifact, of the image in the scan's. */
export const SBOM_FILE = 'sbom.json';

/** What the inspection found, in its artifact and in the scan's. */
export const INSPECTION_FILE = 'inspection.json';

/** What the scan found, with the numbers that an approval's message shows. */
export const SCAN_FILE = 'scan-summary.json';

/** Every finding as a test case of JUnit, for CodeBuild's reports. */
export const GATES_REPORT = 'gates.xml';

/** Where a team's own static analysis leaves its findings, from the service's directory. */
export const ANALYSIS_FILE = 'reports/analysis.sarif';

/** https://google.github.io/osv.dev/api/ */
export const OSV_URL = 'https://api.osv.dev';

/** The key of an image's SBOM in its bucket; the digest names the image, as in ECR. */
export function sbomKey(service: string, digest: string): string {
  return `sbom/${service}/${digest}.json`;
}
