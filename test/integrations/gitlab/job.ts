import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AwsFailure, FakeAws } from '../../support/fake-aws';
import { FakeDocker } from '../../support/fake-docker';
import type { ProgramResult } from '../../support/program';
import { runScript } from '../../support/shell-script';

/** The scripts as they ship. */
export const INTEGRATION = join(__dirname, '../../../integrations/gitlab');

export const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
export const REPOSITORY = `${REGISTRY}/shop-web`;
export const ROLE = 'arn:aws:iam::111122223333:role/shop-web-main-gitlab';
export const TOKEN = 'eyJ.secret-token.sig';
export const DIGEST = `sha256:${'d'.repeat(64)}`;

/** What the scripts ask the AWS CLI with. */
const QUERIES = [
  '',
  'Arn',
  'imageDetails[0].imageDigest',
  '[imageScanStatus.status,imageScanStatus.description]',
  'imageScanFindings.findings[].[name,severity]',
  'imageScanFindings.enhancedFindings[].[packageVulnerabilityDetails.vulnerabilityId,severity]',
  'images[0].imageManifest',
  'image.imageId.imageTag',
  'pipelineExecutionId',
];

/** A job of GitLab CI, in a directory of its own, with an `aws` and a `docker` that do nothing outside of it. */
export class Job {
  readonly aws: FakeAws;
  readonly docker: FakeDocker;
  private readonly temporary: string;

  constructor(
    directory: string,
    private readonly clone: string,
  ) {
    this.docker = new FakeDocker(join(directory, 'bin'));
    this.aws = new FakeAws(join(directory, 'bin'), QUERIES);
    this.temporary = directory;
    this.aws.on('sts get-caller-identity', {
      Arn: 'arn:aws:sts::111122223333:assumed-role/shop-web-main-gitlab/gitlab-7-42',
    });
  }

  /** Makes the token one that the role does not let in. */
  refuseToken(): void {
    this.aws.on(
      'sts get-caller-identity',
      new AwsFailure('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'),
    );
  }

  run(
    script: 'publish.sh' | 'release.sh',
    env: NodeJS.ProcessEnv,
    dockerFails?: { command: string; message: string },
  ): Promise<ProgramResult> {
    return runScript(join(INTEGRATION, script), this.clone, {
      HOME: this.temporary,
      TMPDIR: this.temporary,
      GIT_CONFIG_NOSYSTEM: '1',
      CI_PROJECT_ID: '7',
      CI_JOB_ID: '42',
      SLIPWAY_ID_TOKEN: TOKEN,
      SLIPWAY_ROLE: ROLE,
      SLIPWAY_REPOSITORY: REPOSITORY,
      ...this.docker.environment(dockerFails),
      ...this.aws.environment,
      ...env,
    });
  }

  /** What a job has left of the directory in which it kept the token. */
  get leftovers(): string[] {
    return readdirSync(this.temporary).filter((name) => name.startsWith('tmp.'));
  }
}
