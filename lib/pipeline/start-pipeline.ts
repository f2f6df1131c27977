import type { IPipeline } from 'aws-cdk-lib/aws-codepipeline';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';

/** The part of StartPipelineExecution's request that an event may fill in. */
export interface PipelineInput {
  readonly sourceRevisions: readonly {
    readonly actionName: string;
    readonly revisionType: 'COMMIT_ID';
    readonly revisionValue: string;
  }[];
}

/** A rule's target that starts a pipeline, with an input, which CDK's own target does not take. */
export class StartPipeline extends targets.CodePipeline {
  constructor(
    pipeline: IPipeline,
    private readonly input: PipelineInput,
  ) {
    super(pipeline);
  }

  override bind(rule: events.IRuleRef, id?: string): events.RuleTargetConfig {
    return { ...super.bind(rule, id), input: events.RuleTargetInput.fromObject(this.input) };
  }
}
