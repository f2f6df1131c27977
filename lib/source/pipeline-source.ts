import type { CfnOutputProps } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-codecommit';
import type { Artifact, IAction, TriggerProps } from 'aws-cdk-lib/aws-codepipeline';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { SOURCE_ACTION } from './constants';

/**
 * Where a pipeline gets what it releases, and what that asks of everything around it. One class for each kind of source;
 * `source-of.ts` chooses.
 */
export interface PipelineSource {
  /**
   * Whether the pipeline verifies the code and builds the image. Else another CI has done both, what {@link action} leaves
   * is the pushed image, and an `AdoptProject` stands in place of the builds.
   */
  readonly buildsImage: boolean;
  /** The repository whose events start the pipeline. Undefined where {@link triggers} or another CI start it. */
  readonly repository?: IRepository;
  /** What the pipeline's own role does to hand over the source. */
  readonly pipelineStatements: readonly PolicyStatement[];
  /** What a build does to clone the code; none where there is nothing to clone. */
  readonly cloneStatements: readonly PolicyStatement[];
  /** Addresses for people. Undefined where nothing is known about the repository. */
  readonly links?: SourceLinks;
  /** What the team needs to know to use the source, by the output's id. */
  readonly outputs: Readonly<Record<string, CfnOutputProps>>;

  /** The pipeline's first action, called {@link SOURCE_ACTION}. */
  action(output: Artifact): IAction;
  /** CodePipeline's own triggers, if it has any for this kind of source. @param action what {@link action} made */
  triggers(action: IAction): TriggerProps[];
  /** How a start says what the run is of. @param value a commit, or the digest of an image */
  revision(value: string): SourceRevision;
}

/** Of the request of `StartPipelineExecution`. */
export interface SourceRevision {
  readonly actionName: typeof SOURCE_ACTION;
  readonly revisionType: 'COMMIT_ID' | 'IMAGE_DIGEST';
  readonly revisionValue: string;
}

/** Addresses with placeholders in braces. */
export interface SourceLinks {
  /** With `{commit}`. */
  readonly commit: string;
  /** With `{from}` and `{to}`, commits both. */
  readonly compare: string;
  /** With `{branch}`. */
  readonly branch: string;
}
