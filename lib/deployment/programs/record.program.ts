/**
 * Writes down what an environment runs: as a tag in ECR, so that no lifecycle rule expires the image, and as an SSM
 * parameter for the next release's notes, the back-merge check and redeployments. The delivery's records get to know it.
 */
import { ECRClient } from '@aws-sdk/client-ecr';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { IMAGE_DETAIL_FILE, IMAGE_FILE } from '../../build/programs/constants';
import { readArtifactFile } from '../../build/programs/files';
import { imageUri, parseImageDetail, parseImageOrigin } from '../../build/programs/image-uri';
import { readVariables, runProgram } from '../../build/programs/program';
import { ANNOUNCE_ATTEMPTS, announce } from '../../delivery-events/announce';
import { formatDeployedRecord } from '../deployed-record';
import { RECORD_VARIABLES } from './constants';
import { writeDeployedRecord } from './deployed-parameter';
import { deployedTag, moveTag } from './deployed-tag';

runProgram(async (environment) => {
  const variables = readVariables(environment, RECORD_VARIABLES);
  const tag = deployedTag(variables.environmentName);
  const image = parseImageDetail(await readArtifactFile(variables.imageDirectory, IMAGE_DETAIL_FILE));
  const origin = parseImageOrigin(await readArtifactFile(variables.imageDirectory, IMAGE_FILE));
  const { environmentName, executionId } = variables;
  const at = new Date().toISOString();
  const record = formatDeployedRecord({ ...origin, digest: image.digest, executionId, at });
  // The tag first: an image that expires is worse than a record that is old.
  const result = await moveTag(new ECRClient({ region: image.repository.region }), image, tag);
  console.log(`${tag}: ${imageUri(image)} (${result})`);
  await writeDeployedRecord(new SSMClient({}), variables.deployedParameter, record);
  console.log(`${variables.deployedParameter}: ${origin.commit}`);

  await announce(new EventBridgeClient({ maxAttempts: ANNOUNCE_ATTEMPTS }), variables.deliveryName, async () => ({
    kind: 'release-recorded',
    id: `release-recorded/${environmentName}/${executionId}/${at}`,
    at,
    service: variables.serviceName,
    environment: environmentName,
    execution: executionId,
    digest: image.digest,
    commit: origin.commit,
  }));
});
