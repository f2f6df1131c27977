import type { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { BuildContext } from '../build/build-project';
import type { ProgramsAsset } from '../build/programs-asset';
import type { ReleaseLine, Service } from '../config/delivery';
import type { PipelineSource } from '../source/pipeline-source';

/** What the steps of a pipeline have in common. */
export interface StepContext extends BuildContext {
  readonly service: Service;
  readonly releaseLine: ReleaseLine;
  readonly source: PipelineSource;
  readonly images: IRepository;
  readonly programs: ProgramsAsset;
  /** The profile that signs the delivery's images. @default - they are not signed */
  readonly signingProfileArn?: string;
}

/** What the first stages leave for those of the environments. */
export interface Artifacts {
  /** The clone; another CI's image where that builds. */
  readonly source: Artifact;
  /** The image's digest and origin. */
  readonly image: Artifact;
  /** What the registry's scan found. */
  readonly scan: Artifact;
}
