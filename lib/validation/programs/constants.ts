/** What the CDK constructs and the programs that CodeBuild runs agree on. */

/** The environment of both programs. */
const PROBE_ACCESS = {
  /** The role in the environment's account that may call the probe. */
  probeRoleArn: 'PROBE_ROLE_ARN',
  region: 'ENVIRONMENT_REGION',
  /** The probe's function, by name. */
  probe: 'PROBE_FUNCTION',
  /** The name of a public load balancer, whose private addresses are looked up. Empty for an internal one. */
  loadBalancer: 'LOAD_BALANCER',
  /** `#{codepipeline.PipelineExecutionId}`: names the session in the environment's CloudTrail. Optional. */
  executionId: 'PIPELINE_EXECUTION_ID',
} as const;

/** The environment of `service-test.program.ts`. */
export const SERVICE_TEST_VARIABLES = {
  ...PROBE_ACCESS,
  /** The service's own directory in the clone; `.` unless given. */
  sourcePath: 'SOURCE_PATH',
  installCommand: 'INSTALL_COMMAND',
  testCommand: 'TEST_COMMAND',
} as const;

/** The environment of `load-test.program.ts`. */
export const LOAD_TEST_VARIABLES = {
  ...PROBE_ACCESS,
  /** A {@link LoadPlan} as JSON. */
  plan: 'LOAD_TEST',
} as const;

/** Where a test finds the service: the test's own variable, and a promise to teams. */
export const BASE_URL = 'BASE_URL';

/** What a load test sends and what it has to hold. */
export interface LoadPlan {
  readonly path: string;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly p95Milliseconds: number;
  readonly errorPercent: number;
}
