import { type CfnOutputProps, Stack } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import type { Artifact, IAction, TriggerProps } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Source } from '../config/delivery';
import { allow } from '../shared/allow';
import { SOURCE_ACTION } from './constants';
import type { PipelineSource, SourceLinks, SourceRevision } from './pipeline-source';

export interface CodeCommitSourceProps {
  readonly source: Extract<Source, { kind: 'codecommit' }>;
  /** The branch of a run that nobody named a commit for. */
  readonly sourceBranch: string;
}

/** A repository of CodeCommit, which the delivery's source stack makes. Its events start the pipeline. */
export class CodeCommitSource implements PipelineSource {
  readonly buildsImage = true;
  readonly repository: codecommit.IRepository;
  readonly pipelineStatements: readonly PolicyStatement[];
  readonly cloneStatements: readonly PolicyStatement[];
  readonly links: SourceLinks;
  readonly outputs: Readonly<Record<string, CfnOutputProps>>;

  constructor(
    scope: Construct,
    private readonly props: CodeCommitSourceProps,
  ) {
    const { repositoryName } = props.source;
    // By name, not by export: a stack has at most 200 outputs, and a delivery may have more services than that.
    this.repository = codecommit.Repository.fromRepositoryName(scope, 'Source', repositoryName);
    this.pipelineStatements = [
      allow(
        [
          'codecommit:CancelUploadArchive',
          'codecommit:GetBranch',
          'codecommit:GetCommit',
          // For the full clone's reference, in place of an archive.
          'codecommit:GetRepository',
          'codecommit:GetUploadArchiveStatus',
          'codecommit:UploadArchive',
        ],
        [this.repository.repositoryArn],
      ),
    ];
    this.cloneStatements = [allow(['codecommit:GitPull'], [this.repository.repositoryArn])];
    const { region } = Stack.of(scope);
    const console = `https://${region}.console.aws.amazon.com/codesuite/codecommit/repositories/${repositoryName}`;
    this.links = {
      commit: `${console}/commit/{commit}?region=${region}`,
      compare: `${console}/compare/{to}/.../{from}?region=${region}`,
      branch: `${console}/browse/refs/heads/{branch}?region=${region}`,
    };
    this.outputs = {
      CloneUrl: {
        value: this.repository.repositoryCloneUrlGrc,
        description: `git clone the source in ${repositoryName}, with git-remote-codecommit installed`,
      },
      CloneUrlHttps: {
        value: this.repository.repositoryCloneUrlHttp,
        description: "The same over HTTPS, with the AWS CLI's credential helper",
      },
    };
  }

  /** The whole repository with its history, not a ZIP file: a tree's hash is Git's to tell. */
  action(output: Artifact): IAction {
    return new actions.CodeCommitSourceAction({
      actionName: SOURCE_ACTION,
      repository: this.repository,
      branch: this.props.sourceBranch,
      output,
      codeBuildCloneOutput: true,
      // The repository's events are routed to pipelines elsewhere.
      trigger: actions.CodeCommitTrigger.NONE,
    });
  }

  /** CodePipeline has none for CodeCommit. */
  triggers(): TriggerProps[] {
    return [];
  }

  revision(value: string): SourceRevision {
    return { actionName: SOURCE_ACTION, revisionType: 'COMMIT_ID', revisionValue: value };
  }
}
