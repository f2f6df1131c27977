/** CodeBuild's user guide, "Build specification reference". */
export const SECTIONS = ['version', 'run-as', 'env', 'proxy', 'batch', 'phases', 'reports', 'artifacts', 'cache'];
/** Its section `env`. */
export const ENV_KEYS = [
  'shell',
  'variables',
  'parameter-store',
  'exported-variables',
  'secrets-manager',
  'git-credential-helper',
];
export const PHASES = ['install', 'pre_build', 'build', 'post_build'];
export const PHASE_KEYS = ['run-as', 'on-failure', 'runtime-versions', 'commands', 'finally'];
export const REPORT_KEYS = ['files', 'base-directory', 'discard-paths', 'file-format'];
export const ARTIFACT_KEYS = [
  'files',
  'name',
  'discard-paths',
  'base-directory',
  'exclude-paths',
  'enable-symlinks',
  's3-prefix',
  'secondary-artifacts',
];
export const REPORT_FORMATS = [
  'CUCUMBERJSON',
  'JUNITXML',
  'NUNITXML',
  'NUNIT3XML',
  'TESTNGXML',
  'VISUALSTUDIOTRX',
  'CLOVERXML',
  'COBERTURAXML',
  'JACOCOXML',
  'SIMPLECOV',
];
/** CodeBuild's API reference, ProjectEnvironment. */
export const COMPUTE_TYPES = [
  'BUILD_GENERAL1_SMALL',
  'BUILD_GENERAL1_MEDIUM',
  'BUILD_GENERAL1_LARGE',
  'BUILD_GENERAL1_XLARGE',
  'BUILD_GENERAL1_2XLARGE',
];
/** "Docker images provided by CodeBuild", by the type of machine. */
export const IMAGES: Readonly<Record<string, readonly string[]>> = {
  LINUX_CONTAINER: [
    'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    'aws/codebuild/amazonlinux-x86_64-standard:6.0',
    'aws/codebuild/standard:7.0',
    'aws/codebuild/standard:8.0',
  ],
  ARM_CONTAINER: ['aws/codebuild/amazonlinux-aarch64-standard:3.0', 'aws/codebuild/amazonlinux-aarch64-standard:4.0'],
};
