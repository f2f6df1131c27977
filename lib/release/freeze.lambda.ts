/** Answers CodePipeline's question before a stage: may a release enter this environment now? */
import {
  CodePipelineClient,
  GetPipelineExecutionCommand,
  PutJobFailureResultCommand,
  PutJobSuccessResultCommand,
} from '@aws-sdk/client-codepipeline';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { CodePipelineEvent } from 'aws-lambda';
import { attempt, describe } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { FREEZE_VARIABLES } from './constants';
import { explainFreeze, type FreezeQuestion, frozenBecause, parseQuestion } from './freeze';
import { parseNameMap } from './json-variables';

/** Longest message of a failure (API reference of CodePipeline, FailureDetails). */
const MESSAGE_LIMIT = 5000;

const codePipeline = new CodePipelineClient({});
const ssm = new SSMClient({});

/** The reference of the rule says neither how its function gets the parameters nor how it answers; actions do it by a job. */
type RuleEvent = CodePipelineEvent | Readonly<Record<string, unknown>>;

/**
 * Always answers, for CodePipeline would wait twenty minutes for an answer that does not come. What cannot be found out
 * stops the release. Without a job the function's own end is the answer: an error means no.
 */
export async function handler(event: RuleEvent): Promise<void> {
  const job = (event as Partial<CodePipelineEvent>)['CodePipeline.job'];
  const parameters = job ? job.data.actionConfiguration.configuration.UserParameters : parametersIn(event);
  const refusal = await refuse(parameters).catch(
    (error) => `it could not be found out whether releases are frozen: ${describe(error)}`,
  );
  console.log(refusal ?? 'not frozen');
  if (job) await answer(job.id, refusal);
  else if (refusal !== undefined) throw new Error(refusal);
}

/** As they are, or as a member by the name that the rule's configuration has for them. */
function parametersIn(event: RuleEvent): string {
  const parameters = (event as Readonly<Record<string, unknown>>)['UserParameters'] ?? event;
  return typeof parameters === 'string' ? parameters : JSON.stringify(parameters);
}

async function answer(jobId: string, refusal: string | undefined): Promise<void> {
  if (refusal === undefined) {
    await codePipeline.send(new PutJobSuccessResultCommand({ jobId }));
    return;
  }
  const failureDetails = { type: 'JobFailed' as const, message: refusal.slice(0, MESSAGE_LIMIT) };
  await codePipeline.send(new PutJobFailureResultCommand({ jobId, failureDetails }));
}

/** Why the release must not go on, or undefined when it may. */
async function refuse(userParameters: string | undefined): Promise<string | undefined> {
  const question = parseQuestion(userParameters);
  const parameters = parseNameMap(FREEZE_VARIABLES.parameters, readVariables(process.env, FREEZE_VARIABLES).parameters);
  const parameter = parameters[question.environment];
  if (!parameter) throw new Error(`there is no environment ${question.environment}`);
  const { Parameter: stored } = await attempt(`read the parameter ${parameter}`, () =>
    ssm.send(new GetParameterCommand({ Name: parameter })),
  );
  const reason = frozenBecause(stored?.Value ?? '');
  if (reason === undefined) return undefined;
  if (!(await isAskedForRollback(question))) return explainFreeze(question, parameter, reason);
  console.log(`${question.environment} is frozen, but this is a rollback`);
  return undefined;
}

/**
 * Whether a person has asked for what ran before: a freeze must not keep anybody from that. CodePipeline's own rollback is
 * no such case: should a refused entry count as a failed stage, it would deploy what runs already.
 */
async function isAskedForRollback({ pipeline, executionId }: FreezeQuestion): Promise<boolean> {
  const { pipelineExecution } = await attempt(`read the execution ${executionId}`, () =>
    codePipeline.send(new GetPipelineExecutionCommand({ pipelineName: pipeline, pipelineExecutionId: executionId })),
  );
  const { executionType, trigger } = pipelineExecution ?? {};
  return executionType === 'ROLLBACK' && trigger?.triggerType !== 'AutomatedRollback';
}
