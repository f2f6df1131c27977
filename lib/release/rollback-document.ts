/**
 * The content of the SSM Automation document that takes an environment back to its last good release: an SSM runbook of
 * schema 0.3, in SSM's own words.
 */
import { readAnswer } from '../shared/automation-answer';

/** What the document needs to know. */
export interface RollbackDocumentProps {
  readonly pipelineName: string;
  /** Names of the environments that the pipeline deploys to, at least one. */
  readonly environments: readonly string[];
  /** The function of `rollback.lambda.ts`, by its ARN. */
  readonly functionArn: string;
  /** The role that SSM works under. */
  readonly roleArn: string;
}

/** The ends that an execution of CodePipeline comes to. */
const ENDS = ['Succeeded', 'Failed', 'Stopped', 'Superseded', 'Cancelled'];
/** A deployment may bake for a day, and one before it may have to end first. */
const LONGEST_ROLLBACK_SECONDS = 3 * 24 * 60 * 60;
/** SSM gives an invocation five minutes at most. */
const SEARCH_SECONDS = 120;

const EXECUTION_ID = '^$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** The document as an object. */
export function rollbackDocument(props: RollbackDocumentProps): Record<string, unknown> {
  const { pipelineName, environments } = props;
  const verdict = {
    Service: 'codepipeline',
    Api: 'GetPipelineExecution',
    pipelineName,
    pipelineExecutionId: '{{ read.ExecutionId }}',
    PropertySelector: '$.pipelineExecution.status',
  };
  return {
    schemaVersion: '0.3',
    description: `Takes an environment of ${pipelineName} back to its last good release, or to one that you name.`,
    assumeRole: props.roleArn,
    parameters: {
      Environment: {
        type: 'String',
        description: 'The environment to roll back.',
        allowedValues: environments,
        ...(environments.length === 1 && { default: environments[0] }),
      },
      ExecutionId: {
        type: 'String',
        description: "The pipeline's execution to go back to. Empty: the last good one before what runs now.",
        allowedPattern: EXECUTION_ID,
        default: '',
      },
    },
    mainSteps: [
      {
        name: 'rollBack',
        description: 'Finds the release to go back to and starts the rollback.',
        action: 'aws:invokeLambdaFunction',
        timeoutSeconds: SEARCH_SECONDS,
        // A second call might find the first one's rollback, and go back one more.
        maxAttempts: 1,
        onFailure: 'Abort',
        inputs: {
          FunctionName: props.functionArn,
          InvocationType: 'RequestResponse',
          InputPayload: { environment: '{{ Environment }}', executionId: '{{ ExecutionId }}' },
        },
        nextStep: 'read',
      },
      {
        name: 'read',
        description: 'Reads which execution that is, or why there is none.',
        action: 'aws:executeScript',
        timeoutSeconds: SEARCH_SECONDS,
        onFailure: 'Abort',
        inputs: {
          Runtime: 'python3.11',
          Handler: 'read',
          InputPayload: { answer: '{{ rollBack.Payload }}' },
          Script: readAnswer('executionId'),
        },
        outputs: [
          { Name: 'ExecutionId', Selector: '$.Payload.executionId', Type: 'String' },
          { Name: 'TargetExecutionId', Selector: '$.Payload.targetExecutionId', Type: 'String' },
          { Name: 'Revision', Selector: '$.Payload.revision', Type: 'String' },
        ],
        nextStep: 'wait',
      },
      {
        name: 'wait',
        description: 'Waits for the end of the rollback.',
        action: 'aws:waitForAwsResourceProperty',
        timeoutSeconds: LONGEST_ROLLBACK_SECONDS,
        onFailure: 'Abort',
        inputs: { ...verdict, DesiredValues: ENDS },
        nextStep: 'judge',
      },
      {
        name: 'judge',
        description: 'Fails unless the rollback has succeeded.',
        action: 'aws:assertAwsResourceProperty',
        onFailure: 'Abort',
        inputs: { ...verdict, DesiredValues: ['Succeeded'] },
        isEnd: true,
      },
    ],
    outputs: ['read.ExecutionId', 'read.TargetExecutionId', 'read.Revision'],
  };
}
