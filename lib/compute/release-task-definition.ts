import { Duration, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Environment, SecretSource, Service, ServiceSettings, Sidecar } from '../config/delivery';
import { acknowledge } from '../shared/acknowledge';
import { APP_CONTAINER, Variable } from '../shared/service-contract';
import { Collector } from '../tracing/collector';
import { PLACEHOLDER } from './constants';
import { FaultAgent } from './fault-agent';
import { taskPrincipal } from './task-principal';

export interface ReleaseTaskDefinitionProps {
  readonly family: string;
  readonly environment: Environment;
  readonly settings: ServiceSettings;
  readonly architecture: Service['architecture'];
  /** Variables that the platform adds: the table's name, the addresses of called services, where traces go. */
  readonly platformVariables: Readonly<Record<string, string>>;
  readonly logGroup: logs.ILogGroup;
  /** The service's ECR repository, which may be in another account. */
  readonly imageRepositoryArn: string;
}

/**
 * The task definition that releases are made of. Every change registers a new revision; the pipeline takes that
 * revision, puts the release's image into it and has CodeDeploy start it.
 */
export class ReleaseTaskDefinition extends Construct {
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly taskRole: iam.Role;
  readonly executionRole: iam.Role;

  constructor(scope: Construct, id: string, props: ReleaseTaskDefinitionProps) {
    super(scope, id);
    const { environment, settings, architecture, logGroup } = props;
    const assumedBy = taskPrincipal(Stack.of(this));
    this.taskRole = new iam.Role(this, 'TaskRole', {
      assumedBy,
      description: `What the code of ${props.family} may do`,
    });
    this.executionRole = new iam.Role(this, 'ExecutionRole', {
      assumedBy,
      description: `What ECS does to start ${props.family}: pull its image, read its secrets, write its logs`,
    });
    this.allowPull(props.imageRepositoryArn);

    this.taskDefinition = new ecs.FargateTaskDefinition(this, 'Resource', {
      family: props.family,
      cpu: settings.cpu,
      memoryLimitMiB: settings.memory,
      taskRole: this.taskRole,
      executionRole: this.executionRole,
      runtimePlatform: {
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
        cpuArchitecture: architecture === 'arm64' ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64,
      },
      // The agent has to see the processes and reach the network of the containers that it does harm to.
      ...(environment.faultInjection && { enableFaultInjection: true, pidMode: ecs.PidMode.TASK }),
    });
    this.addApp(props);
    for (const sidecar of settings.sidecars) this.addSidecar(sidecar, logGroup);
    const beside = { taskDefinition: this.taskDefinition, taskRole: this.taskRole, logGroup };
    if (settings.tracing) {
      new Collector(this, 'Collector', {
        ...beside,
        memory: settings.tracing.collectorMemory,
        transactionSearch: environment.transactionSearch !== undefined,
        isRestarted: settings.controller === 'ecs',
      });
    }
    if (environment.faultInjection) new FaultAgent(this, 'FaultAgent', { ...beside, family: props.family });
    acknowledge(
      this.taskDefinition,
      'ECS2',
      'Variables hold settings that anyone may read; secrets come from Secrets Manager or SSM through `secrets`.',
    );
  }

  private addApp({ settings, platformVariables, logGroup }: ReleaseTaskDefinitionProps): void {
    this.taskDefinition.addContainer(APP_CONTAINER, {
      // Each release puts its own image here.
      image: ecs.ContainerImage.fromRegistry(PLACEHOLDER.image),
      portMappings: [{ containerPort: settings.port }],
      environment: { ...settings.variables, ...platformVariables, [Variable.PORT]: String(settings.port) },
      secrets: Object.fromEntries(
        Object.entries(settings.secrets).map(([name, source]) => [name, this.secret(name, source)]),
      ),
      healthCheck: settings.healthCommand && {
        command: ['CMD', ...settings.healthCommand],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(30),
      },
      user: settings.user,
      readonlyRootFilesystem: true,
      linuxParameters: this.withoutCapabilities('AppLinux'),
      stopTimeout: Duration.seconds(30),
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: APP_CONTAINER }),
    });
  }

  private addSidecar(sidecar: Sidecar, logGroup: logs.ILogGroup): void {
    this.taskDefinition.addContainer(sidecar.name, {
      image: ecs.ContainerImage.fromRegistry(sidecar.image),
      essential: false,
      memoryLimitMiB: sidecar.memory,
      command: sidecar.command && [...sidecar.command],
      environment: { ...sidecar.variables },
      readonlyRootFilesystem: true,
      linuxParameters: this.withoutCapabilities(`${sidecar.name}-Linux`),
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: sidecar.name }),
    });
  }

  private withoutCapabilities(id: string): ecs.LinuxParameters {
    const parameters = new ecs.LinuxParameters(this, id);
    parameters.dropCapabilities(ecs.Capability.ALL);
    return parameters;
  }

  private secret(variable: string, source: SecretSource): ecs.Secret {
    const id = `Secret-${variable}`;
    if (source.store === 'ssm') {
      const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(this, id, {
        parameterName: source.name,
      });
      return ecs.Secret.fromSsmParameter(parameter);
    }
    return ecs.Secret.fromSecretsManager(secretsmanager.Secret.fromSecretNameV2(this, id, source.name), source.jsonKey);
  }

  private allowPull(repositoryArn: string): void {
    this.executionRole.addToPolicy(
      new iam.PolicyStatement({
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        resources: [repositoryArn],
      }),
    );
    this.executionRole.addToPolicy(
      // The call takes no resource.
      new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    );
    acknowledge(this.executionRole, 'IAM5[Resource::*]', 'ecr:GetAuthorizationToken takes no resource.');
  }
}
