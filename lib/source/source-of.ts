import type { Construct } from 'constructs';
import type { Delivery, ReleaseLine, Service } from '../config/delivery';
import { CodeCommitSource } from './codecommit-source';
import { ConnectionSource } from './connection-source';
import { GitlabCiSource } from './gitlab-ci-source';
import type { PipelineSource } from './pipeline-source';

/** One service on one release line. */
export interface SourceOfProps {
  readonly delivery: Delivery;
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  /** The profile that signs the delivery's images. @default - they are not signed */
  readonly signingProfileArn?: string;
}

/** The source of a pipeline: the one place where its kind matters. @param scope the pipeline's stack, for one source */
export function sourceOf(scope: Construct, props: SourceOfProps): PipelineSource {
  const { source } = props.service;
  const { branches, sourceBranch } = props.releaseLine;
  switch (source.kind) {
    case 'codecommit':
      return new CodeCommitSource(scope, { source, sourceBranch });
    case 'github':
    case 'gitlab':
      return new ConnectionSource({ source, sourceBranch, pushes: branches });
    case 'gitlabCi':
      return new GitlabCiSource(scope, { ...props, source });
  }
}
