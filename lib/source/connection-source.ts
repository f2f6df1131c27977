import type { CfnOutputProps } from 'aws-cdk-lib';
import {
  type Artifact,
  GitPullRequestEvent,
  type IAction,
  ProviderType,
  type TriggerProps,
} from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Source } from '../config/delivery';
import { allow } from '../shared/allow';
import { SOURCE_ACTION } from './constants';
import type { PipelineSource, SourceLinks, SourceRevision } from './pipeline-source';
import { triggerFilters } from './trigger-filters';

type Connection = Extract<Source, { kind: 'github' | 'gitlab' }>;

export interface ConnectionSourceProps {
  readonly source: Connection;
  /** The branch of a run that nobody started for a commit. */
  readonly sourceBranch: string;
  /** The branches whose pushes start the pipeline: names, and patterns `name/*`. */
  readonly pushes: readonly string[];
  /** The branches into which a pull request starts the pipeline, when it is opened and when it changes. @default - none */
  readonly pullRequestsInto?: readonly string[];
}

/** A repository at GitHub or GitLab, behind a connection. CodePipeline's own triggers know its branches and paths. */
export class ConnectionSource implements PipelineSource {
  readonly buildsImage = true;
  readonly pipelineStatements: readonly PolicyStatement[];
  readonly cloneStatements: readonly PolicyStatement[];
  readonly links: SourceLinks;
  readonly outputs: Readonly<Record<string, CfnOutputProps>>;

  constructor(private readonly props: ConnectionSourceProps) {
    // A build clones with the connection too, and nothing tells the two uses apart.
    this.pipelineStatements = useConnection(props.source);
    this.cloneStatements = useConnection(props.source);
    const { page, links } = pagesOf(props.source);
    this.links = links;
    this.outputs = { Repository: { value: page, description: 'Where the source is' } };
  }

  /** The whole repository with its history, not a ZIP file: a tree's hash is Git's to tell. */
  action(output: Artifact): IAction {
    const { connectionArn, repository } = this.props.source;
    const slash = repository.lastIndexOf('/');
    return new CodeStarConnectionsSourceAction({
      actionName: SOURCE_ACTION,
      connectionArn,
      // At GitLab all groups are the owner.
      owner: repository.slice(0, slash),
      repo: repository.slice(slash + 1),
      branch: this.props.sourceBranch,
      output,
      codeBuildCloneOutput: true,
      // The triggers start the pipeline; with this as well every push to the branch would.
      triggerOnPush: false,
    });
  }

  triggers(action: IAction): TriggerProps[] {
    const { source, pushes, pullRequestsInto = [] } = this.props;
    if (pushes.length + pullRequestsInto.length === 0) return [];
    return [
      {
        providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
        gitConfiguration: {
          sourceAction: action,
          pushFilter: triggerFilters(pushes, source),
          pullRequestFilter: triggerFilters(pullRequestsInto, source).map((filter) => ({
            ...filter,
            events: [GitPullRequestEvent.OPEN, GitPullRequestEvent.UPDATED],
          })),
        },
      },
    ];
  }

  revision(value: string): SourceRevision {
    return { actionName: SOURCE_ACTION, revisionType: 'COMMIT_ID', revisionValue: value };
  }
}

/**
 * The service was renamed, and both names are in use. The condition holds where the call says which repository it is
 * about ("UseConnection" in the guide of the developer tools' console), so that the connection opens no other.
 */
function useConnection({ connectionArn, repository }: Connection): PolicyStatement[] {
  return ['codeconnections', 'codestar-connections'].map((service) =>
    allow([`${service}:UseConnection`], [connectionArn], {
      'ForAllValues:StringEquals': { [`${service}:FullRepositoryId`]: repository },
    }),
  );
}

/** The pages of github.com and gitlab.com; of a host of one's own nothing but the connection knows the address. */
function pagesOf({ kind, repository }: Connection): { page: string; links: SourceLinks } {
  const page = `https://${kind}.com/${repository}`;
  const base = kind === 'gitlab' ? `${page}/-` : page;
  return {
    page,
    links: {
      commit: `${base}/commit/{commit}`,
      compare: `${base}/compare/{from}...{to}`,
      branch: `${base}/tree/{branch}`,
    },
  };
}
