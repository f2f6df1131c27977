/**
 * The content of the SSM Automation document that collects what explains an incident: an SSM runbook of schema 0.3, in
 * SSM's own words.
 */
import { readAnswer } from '../shared/automation-answer';

/** What the document needs to know. */
export interface DiagnosticsDocumentProps {
  readonly environment: string;
  /** Names, at least one. */
  readonly services: readonly string[];
  /** The function of `diagnostics.lambda.ts`, by its ARN. */
  readonly functionArn: string;
  /** The role that SSM works under. */
  readonly roleArn: string;
}

/** SSM gives an invocation five minutes at most; the function itself has less. */
const COLLECT_SECONDS = 300;
const READ_SECONDS = 60;

/** The document as an object. */
export function diagnosticsDocument(props: DiagnosticsDocumentProps): Record<string, unknown> {
  return {
    schemaVersion: '0.3',
    description: `Collects into S3 what explains the state of a service in ${props.environment}, before it is gone.`,
    assumeRole: props.roleArn,
    parameters: {
      Service: { type: 'String', description: 'The service.', allowedValues: props.services },
    },
    mainSteps: [
      {
        name: 'collect',
        description: 'Asks AWS, and writes what it answers into the bucket.',
        action: 'aws:invokeLambdaFunction',
        timeoutSeconds: COLLECT_SECONDS,
        maxAttempts: 1,
        onFailure: 'Abort',
        inputs: {
          FunctionName: props.functionArn,
          InvocationType: 'RequestResponse',
          InputPayload: { service: '{{ Service }}' },
        },
        nextStep: 'read',
      },
      {
        name: 'read',
        description: 'Reads where that is, and what is missing there.',
        action: 'aws:executeScript',
        timeoutSeconds: READ_SECONDS,
        onFailure: 'Abort',
        inputs: {
          Runtime: 'python3.11',
          Handler: 'read',
          InputPayload: { answer: '{{ collect.Payload }}' },
          Script: readAnswer('location'),
        },
        outputs: [
          { Name: 'Location', Selector: '$.Payload.location', Type: 'String' },
          { Name: 'Missing', Selector: '$.Payload.missing', Type: 'StringList' },
        ],
        isEnd: true,
      },
    ],
    outputs: ['read.Location', 'read.Missing'],
  };
}
