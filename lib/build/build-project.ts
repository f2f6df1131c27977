import { Duration, Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ArtifactAccess } from '../artifacts/artifact-access';
import type { Delivery, Service } from '../config/delivery';
import { allow } from '../shared/allow';
import { toolchainRemovalPolicyOf, toolchainRetentionOf } from '../shared/life';
import { buildImageFor } from './build-image';

/** What all builds of a service have in common. */
export interface BuildContext {
  readonly delivery: Delivery;
  /** The pipeline's name, and the start of the projects'. */
  readonly prefix: string;
  readonly architecture: Service['architecture'];
  readonly key: IKey;
}

export interface BuildProjectProps extends BuildContext {
  readonly name: string;
  readonly description: string;
  /** A build specification as an object, in CodeBuild's own words, without its version. */
  readonly buildSpec: Readonly<Record<string, unknown>>;
  /** Whether the build leaves files for the next action. */
  readonly hasOutput: boolean;
  /** What it leaves has this name, and it may write nothing else. @default - it may write whatever the pipeline's has */
  readonly artifactName?: string;
  /** What the build's commands may do, besides reading and leaving artifacts. */
  readonly statements: readonly iam.PolicyStatement[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Where the code comes from if no pipeline hands it over. @default - from the pipeline */
  readonly checkout?: codebuild.ISource;
  /** Docker builds need it. @default false */
  readonly privileged?: boolean;
  readonly cache?: codebuild.Cache;
  /** @default - the smallest */
  readonly computeType?: codebuild.ComputeType;
  /** At most 36 hours. @default - 30 minutes */
  readonly timeout?: Duration;
  /** For a role that others let in by its name. @default - CloudFormation chooses one */
  readonly roleName?: string;
}

/**
 * A CodeBuild project of a pipeline, or one that checks its code out by itself: the smallest machine unless it asks for
 * more, a log group and a role of its own. The role's policy is written out here, as the one that CDK would grow is
 * wider: it opens whole groups of reports, logs and keys.
 */
export class BuildProject extends Construct {
  readonly project: codebuild.Project;
  readonly policy: iam.Policy;

  constructor(scope: Construct, id: string, props: BuildProjectProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: toolchainRetentionOf(props.delivery),
      removalPolicy: toolchainRemovalPolicyOf(props.delivery),
    });
    const role = new iam.Role(this, 'Role', {
      roleName: props.roleName,
      description: `Build ${props.prefix}-${props.name}`,
      assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    const artifacts = props.checkout ? undefined : new ArtifactAccess(Stack.of(this), props.delivery, [props.prefix]);
    this.policy = new iam.Policy(this, 'Policy', {
      roles: [role],
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
        ...((props.hasOutput ? artifacts?.readWrite(props.artifactName) : artifacts?.read()) ?? []),
        ...props.statements,
      ],
    });
    artifacts?.acknowledgeOn(this.policy, props.hasOutput ? props.artifactName : undefined);

    const settings: codebuild.CommonProjectProps = {
      projectName: `${props.prefix}-${props.name}`,
      description: props.description,
      buildSpec: codebuild.BuildSpec.fromObjectToYaml({ version: '0.2', ...props.buildSpec }),
      environment: {
        buildImage: buildImageFor(props.architecture),
        computeType: props.computeType ?? codebuild.ComputeType.SMALL,
        privileged: props.privileged ?? false,
      },
      environmentVariables: Object.fromEntries(
        Object.entries(props.variables ?? {}).map(([name, value]) => [name, { value }]),
      ),
      timeout: props.timeout ?? Duration.minutes(30),
      encryptionKey: props.key,
      logging: { cloudWatch: { logGroup } },
      cache: props.cache,
      role: role.withoutPolicyUpdates(),
      grantReportGroupPermissions: false,
    };
    this.project = props.checkout
      ? new codebuild.Project(this, 'Resource', { ...settings, source: props.checkout })
      : new codebuild.PipelineProject(this, 'Resource', settings);
    this.project.node.addDependency(this.policy);
  }
}
