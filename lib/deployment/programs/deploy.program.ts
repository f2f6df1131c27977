/**
 * Has ECS deploy what Render left, and waits until all of it is done: with exit code 0 the new version has all traffic and
 * the old tasks are gone, else the old version has it and the log says why.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ECSClient, type RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { STSClient } from '@aws-sdk/client-sts';
import { readArtifactFile } from '../../build/programs/files';
import { Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { DEFAULT_POLL_SECONDS, DEPLOY_VARIABLES, SERVICE_UPDATE_FILE, TASK_DEFINITION_FILE } from './constants';
import { EcsService } from './ecs-service';
import { assumeRole } from './environment-account';
import { look, type Watch } from './service-deployment';
import type { ServiceUpdate } from './service-update';
import { sessionName } from './session';

/** ECS lists a deployment within seconds. */
const FIND_MINUTES = 5;
/** A deployment takes hours at times: a few throttled or lost calls are no reason to fail. */
const MOST_ATTEMPTS = 8;

runProgram(async (environment) => {
  const variables = readVariables(environment, DEPLOY_VARIABLES, {
    executionId: '',
    pollSeconds: String(DEFAULT_POLL_SECONDS),
  });
  const pause = () => sleep(Number(variables.pollSeconds) * 1000);
  const read = async (name: string) => JSON.parse(await readArtifactFile(variables.directory, name));
  const taskDefinition: RegisterTaskDefinitionCommandInput = await read(TASK_DEFINITION_FILE);
  const { update, minutes }: ServiceUpdate = await read(SERVICE_UPDATE_FILE);

  const sts = new STSClient({});
  const service = new EcsService(
    new ECSClient({
      region: variables.region,
      maxAttempts: MOST_ATTEMPTS,
      // Called again whenever a session is about to end: a role that another role enters has an hour at most.
      credentials: () => assumeRole(sts, variables.deployRoleArn, sessionName(variables.executionId)),
    }),
    update,
  );
  await service.requireIdle();
  const startedAt = Date.now();
  const revision = await service.deploy(taskDefinition);
  console.log(`task definition: ${revision}`);
  const deployment = await find(service, revision, startedAt, pause);
  console.log(`deployment:      ${deployment}`);
  await follow(service, deployment, { startedAt, minutes }, pause);
});

type Pause = () => Promise<void>;

async function find(service: EcsService, revision: string, since: number, pause: Pause): Promise<string> {
  while (Date.now() - since < FIND_MINUTES * 60_000) {
    const found = await service.findDeployment(revision, since);
    if (found) return found;
    await pause();
  }
  throw new Problem(`ECS lists no deployment of ${revision} after ${FIND_MINUTES} minutes`);
}

async function follow(service: EcsService, deployment: string, start: Watch, pause: Pause): Promise<void> {
  for (let watch = start; ; await pause()) {
    const seen = look(watch, await service.describe(deployment), Date.now());
    for (const line of seen.lines) console.log(line);
    watch = seen.watch;
    if (seen.verdict.kind === 'done') return;
    if (seen.verdict.kind === 'failed') throw new Problem(seen.verdict.reason);
    if (seen.verdict.kind === 'giveUp') {
      console.log(`${seen.verdict.reason}: asking ECS to roll back`);
      if (!(await service.rollBack(deployment))) console.log('ECS does not roll it back any more');
    }
  }
}
