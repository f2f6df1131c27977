import type { LambdaClient } from '@aws-sdk/client-lambda';
import { callFunction } from '../../build/programs/call-function';
import type { DeployAnswers, DeployRequest, RolloutSnapshot } from '../../workload/requests';

/** A function that nobody has called for weeks gets its network back within that time. */
const WAKE_UP_MILLISECONDS = 120_000;

/** One service on EKS, through the function that works inside its cluster. */
export class RolloutClient {
  constructor(
    private readonly lambda: LambdaClient,
    private readonly functionName: string,
  ) {}

  deploy(values: Extract<DeployRequest, { kind: 'deploy' }>['values']): Promise<DeployAnswers['deploy']> {
    return this.ask({ kind: 'deploy', values }, ({ revision }) => Number.isInteger(revision));
  }

  look(): Promise<RolloutSnapshot> {
    return this.ask({ kind: 'look' }, ({ phase, analyses }) => typeof phase === 'string' && Array.isArray(analyses));
  }

  abort(image: string): Promise<DeployAnswers['abort']> {
    return this.ask({ kind: 'abort', image }, ({ aborted }) => typeof aborted === 'boolean');
  }

  restore(image: string): Promise<DeployAnswers['restore']> {
    return this.ask(
      { kind: 'restore', image },
      ({ restored, reason }) => restored !== undefined || reason !== undefined,
    );
  }

  private ask<K extends DeployRequest['kind']>(
    request: Extract<DeployRequest, { kind: K }>,
    isAnswer: (answer: Partial<DeployAnswers[K]>) => boolean,
  ): Promise<DeployAnswers[K]> {
    const options = { wakeUpMilliseconds: WAKE_UP_MILLISECONDS };
    return callFunction<DeployAnswers[K]>(this.lambda, this.functionName, request, options, isAnswer);
  }
}
