import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CommitHistory, parseHistory } from '../../build/programs/commits';
import { COMMITS_FILE, IMAGE_DETAIL_FILE, IMAGE_FILE } from '../../build/programs/constants';
import { readArtifactFile } from '../../build/programs/files';
import { parseImageDetail, parseImageOrigin } from '../../build/programs/image-uri';
import { Problem } from '../../build/programs/problem';
import type { ReleasePrepared } from '../../delivery-events/events';
import type { DeployedRecord } from '../deployed-record';
import { releasedCommits } from '../released-commits';
import { RENDER_VARIABLES } from './constants';

/** What Render tells the delivery's records. @param deployed what the environment runs until now */
export async function preparedRelease(
  variables: Readonly<Record<keyof typeof RENDER_VARIABLES, string>>,
  deployed: DeployedRecord | undefined,
  now: Date,
): Promise<ReleasePrepared> {
  const { environmentName: environment, executionId: execution, imageDirectory } = variables;
  const bakeMinutes = Number(variables.bakeMinutes);
  if (!(bakeMinutes >= 0)) {
    throw new Problem(`${RENDER_VARIABLES.bakeMinutes} must be a number of minutes (got ${variables.bakeMinutes})`);
  }
  const { digest } = parseImageDetail(await readArtifactFile(imageDirectory, IMAGE_DETAIL_FILE));
  const { commit } = parseImageOrigin(await readArtifactFile(imageDirectory, IMAGE_FILE));
  const history = await historyIn(imageDirectory);
  const at = now.toISOString();
  return {
    kind: 'release-prepared',
    // A stage that is run again prepares again, from what the environment has by then.
    id: `release-prepared/${environment}/${execution}/${at}`,
    at,
    service: variables.serviceName,
    environment,
    execution,
    digest,
    commit,
    ...(history && { author: history.author, subject: history.subject }),
    commits: releasedCommits({ commit, digest }, deployed, history),
    strategy: variables.strategy,
    bakeMinutes,
  };
}

/** Undefined where another CI has built the image. */
async function historyIn(directory: string): Promise<CommitHistory | undefined> {
  if (!existsSync(join(directory, COMMITS_FILE))) return undefined;
  return parseHistory(await readArtifactFile(directory, COMMITS_FILE));
}
