import type { CfnOutputProps } from 'aws-cdk-lib';
import type { Artifact, IAction, TriggerProps } from 'aws-cdk-lib/aws-codepipeline';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../shared/allow';
import * as names from '../shared/names';
import { CANDIDATE_TAG_PREFIX, SOURCE_ACTION } from './constants';
import { GitlabCiAccess, type GitlabCiAccessProps } from './gitlab-ci-access';
import { gitlabIssuer } from './gitlab-issuer';
import type { PipelineSource, SourceLinks, SourceRevision } from './pipeline-source';
import { PushedImageAction } from './pushed-image-action';
import { templateInputs } from './template-inputs';

/** Images that GitLab CI has built, tested and pushed. Its own job starts the pipeline, with the digest of the image. */
export class GitlabCiSource implements PipelineSource {
  readonly buildsImage = false;
  readonly pipelineStatements: readonly PolicyStatement[];
  readonly cloneStatements: readonly PolicyStatement[] = [];
  readonly links: SourceLinks;
  readonly outputs: Readonly<Record<string, CfnOutputProps>>;
  private readonly images: ecr.IRepository;
  private readonly tag: string;

  constructor(scope: Construct, props: GitlabCiAccessProps) {
    const { delivery, service, releaseLine, source } = props;
    this.images = ecr.Repository.fromRepositoryName(
      scope,
      'PushedImages',
      names.repositoryName(delivery.name, service.name),
    );
    this.tag = `${CANDIDATE_TAG_PREFIX}${releaseLine.name}`;
    this.pipelineStatements = [allow(['ecr:DescribeImages'], [this.images.repositoryArn])];
    const page = `${gitlabIssuer(source.url).url}/${source.project}/-`;
    this.links = {
      commit: `${page}/commit/{commit}`,
      compare: `${page}/compare/{from}...{to}`,
      branch: `${page}/tree/{branch}`,
    };
    const { role } = new GitlabCiAccess(scope, 'GitlabCi', props);
    const inputs = templateInputs({
      line: releaseLine.name,
      branches: releaseLine.branches,
      role: role.roleArn,
      repository: this.images.repositoryUri,
      pipeline: names.pipelineName(delivery.name, service.name, releaseLine.name),
      architecture: service.architecture,
      gates: service.gates,
    });
    this.outputs = {
      GitlabInputs: { value: inputs, description: `The inputs of slipway.gitlab-ci.yml in ${source.project}` },
    };
  }

  action(output: Artifact): IAction {
    return new PushedImageAction({ images: this.images, tag: this.tag, output });
  }

  /** CodePipeline has none for ECR. */
  triggers(): TriggerProps[] {
    return [];
  }

  revision(value: string): SourceRevision {
    return { actionName: SOURCE_ACTION, revisionType: 'IMAGE_DIGEST', revisionValue: value };
  }
}
