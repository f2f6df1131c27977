/**
 * Has the function in the environment's cluster install what Render left, and waits for the rollout's verdict: with exit code 0
 * the new version has all traffic and was watched, else the old version has it and the log says why.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { readArtifactFile } from '../../build/programs/files';
import { Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { BEING_INSTALLED, ROLLOUT_SECONDS } from '../../workload/constants';
import { assumeRole } from './assume-role';
import { DEFAULT_POLL_SECONDS, DEPLOY_VARIABLES, ROLLOUT_FILE } from './constants';
import { RolloutClient } from './rollout-client';
import type { RolloutRelease } from './rollout-release';
import { lookAt, type RolloutWatch } from './rollout-watch';
import { sessionName } from './session';

/** A deployment takes hours at times: a few throttled or lost calls are no reason to fail. */
const MOST_ATTEMPTS = 8;
/** Calls that may fail one after another, as while the cluster's API is renewed. */
const MOST_LOST = 20;
/**
 * What the function, or Lambda for it, says while a run of it may still be at work: one whose answer was lost, which the SDK has
 * started once more, or one that was cut off. To install the same again is no change.
 */
const AT_WORK = [BEING_INSTALLED, 'Task timed out'];

runProgram(async (environment) => {
  const variables = readVariables(environment, DEPLOY_VARIABLES, {
    executionId: '',
    pollSeconds: String(DEFAULT_POLL_SECONDS),
  });
  const pause = () => sleep(Number(variables.pollSeconds) * 1000);
  const release: RolloutRelease = JSON.parse(await readArtifactFile(variables.directory, ROLLOUT_FILE));
  const { values, minutes } = release;

  const sts = new STSClient({});
  const service = new RolloutClient(
    new LambdaClient({
      region: variables.region,
      maxAttempts: MOST_ATTEMPTS,
      // Called again whenever a session is about to end: a role that another role enters has an hour at most.
      credentials: () => assumeRole(sts, variables.deployRoleArn, sessionName(variables.executionId)),
    }),
    release.function,
  );
  const startedAt = Date.now();
  const { revision } = await install(service, values, pause);
  console.log(`release: ${values.service}, revision ${revision}`);
  await follow(service, { startedAt, minutes, image: values.image }, pause);
});

type Pause = () => Promise<void>;

/** Waits for a run that is at work, as long as one can be: the second one finds what the first has done. */
async function install(service: RolloutClient, values: RolloutRelease['values'], pause: Pause) {
  const end = Date.now() + 2 * ROLLOUT_SECONDS * 1000;
  for (;;) {
    try {
      return await service.deploy(values);
    } catch (error) {
      const { message } = error as Error;
      if (!AT_WORK.some((said) => message.includes(said)) || Date.now() >= end) throw error;
      console.log(`${message}: trying again`);
      await pause();
    }
  }
}

/** Both ways back may be asked for again. */
async function insist<T>(call: () => Promise<T>, pause: Pause): Promise<T> {
  for (let lost = 1; ; lost++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Problem) || lost > MOST_LOST) throw error;
      console.log(`${error.message}: trying again`);
      await pause();
    }
  }
}

async function follow(service: RolloutClient, start: RolloutWatch, pause: Pause): Promise<void> {
  let lost = 0;
  for (let watch = start; ; await pause()) {
    const snapshot = await service.look().catch((error: unknown) => {
      if (!(error instanceof Problem) || ++lost > MOST_LOST) throw error;
      console.log(`${error.message}: looking again`);
      return undefined;
    });
    if (!snapshot) continue;
    lost = 0;
    const seen = lookAt(watch, snapshot, Date.now());
    for (const line of seen.lines) console.log(line);
    watch = seen.watch;
    const { verdict } = seen;
    if (verdict.kind === 'done') return;
    if (verdict.kind === 'failed') throw new Problem(verdict.reason);
    if (verdict.kind === 'abort') await abort(service, watch.image, verdict.reason, pause);
    if (verdict.kind === 'restore') await restore(service, watch.image, verdict.reason, pause);
  }
}

async function abort(service: RolloutClient, image: string, reason: string, pause: Pause): Promise<void> {
  console.log(`${reason}: asking Argo Rollouts to go back`);
  const { aborted } = await insist(() => service.abort(image), pause);
  if (!aborted) console.log('there is nothing to abort any more');
}

async function restore(service: RolloutClient, image: string, reason: string, pause: Pause): Promise<void> {
  const { restored, reason: why } = await insist(() => service.restore(image), pause);
  if (restored === undefined) throw new Problem(`the deployment failed: ${reason}; nothing is restored, as ${why}`);
  console.log(`${reason}: revision ${restored} is restored`);
}
