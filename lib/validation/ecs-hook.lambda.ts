/** The hook of ECS's own controller after test traffic has moved (`POST_TEST_TRAFFIC_SHIFT`). */
import type { Context } from 'aws-lambda';
import { isNewVersionGood } from './validate';

/** What ECS wants to hear. Anything else, or an error, also rolls the deployment back. */
export interface EcsHookAnswer {
  readonly hookStatus: 'SUCCEEDED' | 'FAILED';
}

export async function handler(_event: unknown, context: Context): Promise<EcsHookAnswer> {
  return { hookStatus: (await isNewVersionGood(context)) ? 'SUCCEEDED' : 'FAILED' };
}
