/** CodeDeploy's hook after test traffic has been let in (`AfterAllowTestTraffic`). */
import {
  CodeDeployClient,
  LifecycleEventAlreadyCompletedException,
  PutLifecycleEventHookExecutionStatusCommand,
} from '@aws-sdk/client-codedeploy';
import type { Context } from 'aws-lambda';
import { isNewVersionGood } from './validate';

/** What CodeDeploy calls a hook with. */
export interface CodeDeployHookEvent {
  readonly DeploymentId: string;
  readonly LifecycleEventHookExecutionId: string;
}

const codeDeploy = new CodeDeployClient({});

/** An answer that could not be given is thrown, as Lambda then calls again. */
export async function handler(event: CodeDeployHookEvent, context: Context): Promise<void> {
  const isGood = await isNewVersionGood(context);
  try {
    await codeDeploy.send(
      new PutLifecycleEventHookExecutionStatusCommand({
        deploymentId: event.DeploymentId,
        lifecycleEventHookExecutionId: event.LifecycleEventHookExecutionId,
        status: isGood ? 'Succeeded' : 'Failed',
      }),
    );
  } catch (error) {
    // The event came twice, or somebody stopped the deployment meanwhile.
    if (!(error instanceof LifecycleEventAlreadyCompletedException)) throw error;
    console.log(`${event.DeploymentId} has an answer already`);
  }
}
