import {
  ConflictException,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { attempt, Problem } from '../../build/programs/problem';
import { type Snapshot, UNFINISHED } from './service-deployment';

/** DescribeServiceRevisions takes as many. */
const MOST_REVISIONS = 20;
/** How far the clock of this machine may be ahead of ECS's. */
const CLOCK_MILLISECONDS = 5 * 60_000;

/** One ECS service whose traffic ECS moves by itself. */
export class EcsService {
  private readonly name: string;

  constructor(
    private readonly client: ECSClient,
    private readonly update: UpdateServiceCommandInput,
  ) {
    this.name = `${update.cluster}/${update.service}`;
  }

  /** Refuses to deploy into a deployment, as CodeDeploy does: ECS would take the one that runs for the one to go back to. */
  async requireIdle(): Promise<void> {
    const running = await this.list({ status: [...UNFINISHED] });
    if (running.length === 0) return;
    const [{ serviceDeploymentArn: arn } = {}] = running;
    throw new Problem(
      `${this.name} is being deployed already (${arn}): wait for it, or stop it with ` +
        `aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn ${arn}; then run this stage again`,
    );
  }

  /** Makes the new revision, and has ECS deploy it. Returns the revision's ARN. */
  async deploy(taskDefinition: RegisterTaskDefinitionCommandInput): Promise<string> {
    const registered = await attempt(`register a revision of ${taskDefinition.family}`, () =>
      this.client.send(new RegisterTaskDefinitionCommand(taskDefinition)),
    );
    const arn = registered.taskDefinition?.taskDefinitionArn;
    if (!arn) throw new Problem(`cannot register a revision of ${taskDefinition.family}: ECS sent no ARN`);
    await attempt(`update ${this.name}`, () =>
      this.client.send(new UpdateServiceCommand({ ...this.update, taskDefinition: arn })),
    );
    return arn;
  }

  /** The ARN of the deployment that brings a revision, once ECS lists it. */
  async findDeployment(taskDefinition: string, since: number): Promise<string | undefined> {
    const recent = await this.list({ createdAt: { after: new Date(since - CLOCK_MILLISECONDS) } });
    const targets = recent.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []);
    if (targets.length === 0) return undefined;
    const { serviceRevisions = [] } = await attempt(`describe the revisions of ${this.name}`, () =>
      this.client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: targets.slice(0, MOST_REVISIONS) })),
    );
    // Each release registers a revision of its own, so that there is no other deployment of it.
    const own = serviceRevisions.find((revision) => revision.taskDefinition === taskDefinition)?.serviceRevisionArn;
    return recent.find(({ targetServiceRevisionArn }) => own && targetServiceRevisionArn === own)?.serviceDeploymentArn;
  }

  async describe(deploymentArn: string): Promise<Snapshot> {
    const { serviceDeployments, failures } = await attempt(`describe ${deploymentArn}`, () =>
      this.client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [deploymentArn] })),
    );
    const found = serviceDeployments?.[0];
    if (!found) throw new Problem(`cannot describe ${deploymentArn}: ${failures?.[0]?.reason ?? 'ECS sent nothing'}`);
    return found;
  }

  /** Asks ECS to go back to the version before; false where the deployment is past that. */
  async rollBack(deploymentArn: string): Promise<boolean> {
    return attempt(`roll ${deploymentArn} back`, async () => {
      try {
        await this.client.send(
          new StopServiceDeploymentCommand({ serviceDeploymentArn: deploymentArn, stopType: 'ROLLBACK' }),
        );
        return true;
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
        return false;
      }
    });
  }

  private async list(filter: Pick<ListServiceDeploymentsCommand['input'], 'status' | 'createdAt'>) {
    const { serviceDeployments = [] } = await attempt(`list the deployments of ${this.name}`, () =>
      this.client.send(
        new ListServiceDeploymentsCommand({ cluster: this.update.cluster, service: this.update.service, ...filter }),
      ),
    );
    return serviceDeployments;
  }
}
