import { Stack, type StackProps } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as events from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Delivery, Source } from '../config/delivery';
import { ENVIRONMENT_EVENTS } from '../delivery-events/constants';
import { otherAccounts } from '../shared/accounts';
import { toolchainRemovalPolicyOf } from '../shared/life';
import { GitlabProviders } from './gitlab-providers';
import { RepositorySeed } from './repository-seed';

export interface SourceStackProps extends StackProps {
  readonly delivery: Delivery;
  readonly key: IKey;
}

/**
 * What pipelines start from: a CodeCommit repository for each service, or for several that share one, whose first commit
 * is the services' own directories; the tokens of a GitLab that builds; the events of environments in other accounts.
 */
export class SourceStack extends Stack {
  constructor(scope: Construct, id: string, props: SourceStackProps) {
    super(scope, id, props);
    for (const repository of repositoriesOf(props.delivery)) this.addRepository(repository, props);
    new GitlabProviders(this, 'Gitlab', props);
    const environmentEvents = Object.values(ENVIRONMENT_EVENTS);
    for (const account of otherAccounts(props.delivery)) {
      // Events of AWS's services among them: nobody can send those as their own.
      new events.CfnEventBusPolicy(this, `Events-${account}`, {
        statementId: `${props.delivery.name}-${account}`,
        statement: {
          Effect: 'Allow',
          Principal: { AWS: `arn:${this.partition}:iam::${account}:root` },
          Action: 'events:PutEvents',
          Resource: this.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
          // What `releaseEvent` and `ForwardedEvents` send, and nothing else. Both keys are lists in the service
          // authorization reference.
          Condition: {
            'ForAllValues:StringEquals': {
              'events:source': ['aws.ssm', ...environmentEvents.map(({ source }) => source)],
              'events:detail-type': [
                'Parameter Store Change',
                ...environmentEvents.map(({ detailType }) => detailType),
              ],
            },
          },
        },
      });
    }
  }

  private addRepository({ id, name, services }: SharedRepository, { delivery, key }: SourceStackProps): void {
    const seed = new RepositorySeed(
      this,
      `${id}-Seed`,
      services.map(({ directory, source }) => ({ directory, path: source.path })),
    );
    const repository = new codecommit.Repository(this, id, {
      repositoryName: name,
      description: `The source of ${services.map((service) => service.name).join(', ')}`.slice(0, LONGEST_DESCRIPTION),
      // CodeCommit reads it when it creates the repository and never again: later changes overwrite nothing.
      code: codecommit.Code.fromAsset(seed, delivery.branching.defaultBranch),
      kmsKey: key,
    });
    repository.applyRemovalPolicy(toolchainRemovalPolicyOf(delivery));
  }
}

/** "RepositoryMetadata" in the CodeCommit API reference. */
const LONGEST_DESCRIPTION = 1000;

/** A service whose code is in CodeCommit. */
interface CodeCommitService {
  readonly name: string;
  readonly directory: string;
  readonly source: Extract<Source, { kind: 'codecommit' }>;
}

interface SharedRepository {
  readonly id: string;
  readonly name: string;
  readonly services: readonly CodeCommitService[];
}

/** The repositories of CodeCommit, each with the services whose code it holds. */
function repositoriesOf(delivery: Delivery): SharedRepository[] {
  const services = delivery.services.flatMap(({ name, directory, source }) =>
    source.kind === 'codecommit' && directory !== undefined ? [{ name, directory, source }] : [],
  );
  return [...new Set(services.map(({ source }) => source.repositoryName))].map((name) => ({
    // Without the delivery's name, which all of them start with.
    id: name.slice(delivery.name.length + 1),
    name,
    services: services.filter(({ source }) => source.repositoryName === name),
  }));
}
