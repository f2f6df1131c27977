import { NOT_FROZEN } from './constants';

/** What CodePipeline hands the function with a job. */
export interface FreezeQuestion {
  readonly environment: string;
  readonly pipeline: string;
  readonly executionId: string;
}

/** The text of a freeze parameter that stops releases starts with it. */
const FROZEN = /^on(?::\s*(?<reason>.*))?$/is;

/**
 * Why no release may enter an environment, or undefined when one may.
 *
 * @param text the freeze parameter: `off`, `on`, or `on: reason`. Anything else stops as well: who wrote it meant something.
 */
export function frozenBecause(text: string): string | undefined {
  const value = text.trim();
  if (value.toLowerCase() === NOT_FROZEN) return undefined;
  const match = FROZEN.exec(value);
  if (match) return match.groups?.['reason']?.trim() || 'no reason was given';
  return `its freeze parameter must be ${NOT_FROZEN} or on: reason (got ${JSON.stringify(value)})`;
}

/** What a person reads in the console when a release is stopped. */
export function explainFreeze({ environment }: FreezeQuestion, parameter: string, reason: string): string {
  return (
    `${environment} is frozen: ${reason}. When ${parameter} is ${NOT_FROZEN} again, retry the stage; ` +
    'rollbacks that people ask for are let through.'
  );
}

/** Reads the question that the pipeline's rule asks, as {@link formatQuestion} wrote it. */
export function parseQuestion(text: string | undefined): FreezeQuestion {
  let value: Partial<FreezeQuestion> | null = null;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    // Reported below, with what came.
  }
  const { environment, pipeline, executionId } = Object(value) as Partial<Record<keyof FreezeQuestion, unknown>>;
  if (typeof environment !== 'string' || typeof pipeline !== 'string' || typeof executionId !== 'string') {
    throw new Error(
      `the rule's UserParameters must be JSON with environment, pipeline and executionId (got ${JSON.stringify(text)})`,
    );
  }
  return { environment, pipeline, executionId };
}

/** The `UserParameters` of the pipeline's rule. */
export function formatQuestion(question: FreezeQuestion): string {
  return JSON.stringify(question);
}
