import { DRIFT_STEPS, RUN_HOURS, SIDE_BY_SIDE, WAIT_SECONDS } from './constants';
import type { StackName } from './model';

/** A failure that a later try may not have: the rates of CloudFormation, or of Lambda. */
const RETRY = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 20, MaxAttempts: 4, BackoffRate: 2 }];
const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Failed' }];

/**
 * The state machine in the Amazon States Language: of each stack start a detection, ask until it is finished, and go on
 * with the next; what fails, fails for its stack. In the end report all of them.
 */
export function driftStateMachine(functionArn: string, stacks: readonly StackName[]) {
  const task = (Parameters: Record<string, unknown>) => ({
    Type: 'Task',
    Resource: functionArn,
    Parameters,
    Retry: RETRY,
  });
  const eachStack = {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'Start',
    States: {
      Start: {
        ...task({ step: DRIFT_STEPS.start, 'stack.$': '$.stack' }),
        ResultPath: '$.detection',
        Catch: CATCH,
        Next: 'Wait',
      },
      Wait: { Type: 'Wait', Seconds: WAIT_SECONDS, Next: 'Check' },
      Check: {
        ...task({ step: DRIFT_STEPS.check, 'detection.$': '$.detection' }),
        ResultPath: '$.check',
        Catch: CATCH,
        Next: 'Finished?',
      },
      'Finished?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.check.finished', BooleanEquals: true, Next: 'Found' }],
        Default: 'Wait',
      },
      Found: { Type: 'Pass', Parameters: { 'result.$': '$.check.result' }, End: true },
      Failed: { Type: 'Pass', Parameters: { 'stack.$': '$.stack', 'error.$': '$.error' }, End: true },
    },
  };
  return {
    Comment: 'Compares what is deployed with what the stacks say',
    TimeoutSeconds: RUN_HOURS * 3600,
    StartAt: 'Stacks',
    States: {
      Stacks: { Type: 'Pass', Result: { stacks }, Next: 'Each' },
      Each: {
        Type: 'Map',
        ItemsPath: '$.stacks',
        ItemSelector: { 'stack.$': '$$.Map.Item.Value' },
        MaxConcurrency: SIDE_BY_SIDE,
        ItemProcessor: eachStack,
        ResultPath: '$.results',
        Next: 'Report',
      },
      Report: { ...task({ step: DRIFT_STEPS.report, 'results.$': '$.results' }), End: true },
    },
  };
}
