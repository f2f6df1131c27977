/** Writes what a person has to know to approve a release: as a file, as the approval's message, and to the topic. */
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { EXPORTS_VARIABLE, IMAGE_DETAIL_FILE, IMAGE_FILE } from '../../build/programs/constants';
import { withoutScheme, writeExports } from '../../build/programs/exports';
import { readArtifactFile, writeFiles } from '../../build/programs/files';
import { parseImageDetail, parseImageOrigin } from '../../build/programs/image-uri';
import { Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { parseSharedPaths } from '../../build/programs/source';
import type { DeployedRecord } from '../../deployment/deployed-record';
import { readDeployedRecord } from '../../deployment/programs/deployed-parameter';
import { SCAN_FILE } from '../../gates/programs/constants';
import { NOTES_EXPORTS, NOTES_FILE, NOTES_VARIABLES } from '../constants';
import { type Changes, fitIntoMessage, type Release, renderNotes, renderSubject, renderSummary } from '../notes';
import { describeScan } from '../scan-summary';
import { History } from './history';
import { publish } from './publish';

const VARIABLES = { ...NOTES_VARIABLES, exportsDirectory: EXPORTS_VARIABLE };
const DEFAULTS = { history: 'clone', sourcePaths: '["."]', imageDirectory: '.', scanDirectory: '', compareUrl: '' };

runProgram(async (environment) => {
  const variables = readVariables(environment, VARIABLES, DEFAULTS);
  const { commit, tag } = parseImageOrigin(await readArtifactFile(variables.imageDirectory, IMAGE_FILE));
  const { digest } = parseImageDetail(await readArtifactFile(variables.imageDirectory, IMAGE_DETAIL_FILE));
  const deployed = await readDeployedRecord(new SSMClient({}), variables.deployedParameter);
  const compareUrl = deployed
    ? variables.compareUrl.replaceAll('{from}', deployed.commit).replaceAll('{to}', commit)
    : '';
  const release: Release = {
    service: variables.serviceName,
    environment: variables.environmentName,
    ...{ commit, tag, digest, deployed },
    ...(compareUrl && { compareUrl }),
    changes: await changesSince(deployed, commit, variables.history, parseSharedPaths(variables.sourcePaths)),
    scan: describeScan(await scanSummary(variables.scanDirectory)),
    executionUrl: variables.executionUrl,
  };
  const notes = renderNotes(release);
  console.log(notes);
  await writeFiles(variables.outputDirectory, { [NOTES_FILE]: notes });
  await writeExports(variables.exportsDirectory, {
    [NOTES_EXPORTS.summary]: renderSummary(release),
    // An approval's link may not be empty.
    [NOTES_EXPORTS.compareUrl]: withoutScheme(compareUrl || variables.executionUrl),
  });
  await publish(new SNSClient({}), variables.topicArn, renderSubject(release), fitIntoMessage(notes));
});

async function changesSince(
  deployed: DeployedRecord | undefined,
  commit: string,
  from: string,
  paths: readonly string[],
): Promise<Changes> {
  if (!deployed) return { kind: 'first' };
  if (deployed.commit === commit) return { kind: 'same' };
  if (from === 'none') return { kind: 'unknown', reason: 'the commits are in the project that built the image' };
  const history = new History(process.cwd(), paths);
  try {
    const former = await history.find(deployed.commit);
    if (!former) return { kind: 'unknown', reason: 'the deployed commit is not in the repository any more' };
    return {
      kind: 'commits',
      commits: await history.between(former, commit),
      leftOut: await history.missing(former, commit),
    };
  } catch (error) {
    // Whoever approves decides; a release is not stopped by what is not known about another.
    if (!(error instanceof Problem)) throw error;
    return { kind: 'unknown', reason: error.message };
  }
}

async function scanSummary(directory: string): Promise<string | undefined> {
  return directory === '' ? undefined : readArtifactFile(directory, SCAN_FILE);
}
