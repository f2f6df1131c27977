import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SecretSource, ServiceSettings } from '../config/delivery';
import { allow } from '../shared/allow';
import { allowTraces } from '../tracing/trace-rights';
import { PodRole, type PodRoleProps } from './pod-role';

export interface ServicePodRoleProps extends PodRoleProps {
  readonly settings: Pick<ServiceSettings, 'secrets' | 'tracing'>;
  /** Whether the account keeps spans in CloudWatch Logs. */
  readonly transactionSearch: boolean;
}

/**
 * What a service's code may do on EKS. All containers of a pod work under it, the collector and what mounts the pod's
 * secrets included: unlike on ECS, nobody else reads them on the pod's behalf.
 */
export class ServicePodRole extends PodRole {
  constructor(scope: Construct, id: string, props: ServicePodRoleProps) {
    super(scope, id, props);
    const { settings, transactionSearch } = props;
    if (settings.tracing) allowTraces(this.role, transactionSearch);
    this.readSecrets(Object.values(settings.secrets));
  }

  /** What the AWS provider of the Secrets Store CSI driver calls, for what the service names alone. */
  private readSecrets(sources: readonly SecretSource[]): void {
    const arns = (store: SecretSource['store'], arnOf: (name: string) => string) =>
      [...new Set(sources.filter((source) => source.store === store).map(({ name }) => name))].map(arnOf);
    const secrets = arns('secretsmanager', (name) => this.secretArn(name));
    const parameters = arns('ssm', (name) => this.parameterArn(name));
    if (secrets.length > 0) {
      this.role.addToPolicy(allow(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], secrets));
    }
    if (parameters.length > 0) this.role.addToPolicy(allow(['ssm:GetParameters'], parameters));
  }

  private secretArn(name: string): string {
    return Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager ends each ARN with six characters of its own.
      resourceName: `${name}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private parameterArn(name: string): string {
    return Stack.of(this).formatArn({
      service: 'ssm',
      resource: 'parameter',
      resourceName: name.replace(/^\//, ''),
    });
  }
}
