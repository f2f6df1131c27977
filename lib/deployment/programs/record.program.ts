/** Marks the deployed image in ECR, so that no lifecycle rule expires what an environment runs. */
import { ECRClient } from '@aws-sdk/client-ecr';
import { IMAGE_DETAIL_FILE } from '../../build/programs/constants';
import { readArtifactFile } from '../../build/programs/files';
import { imageUri, parseImageDetail } from '../../build/programs/image-uri';
import { readVariables, runProgram } from '../../build/programs/program';
import { RECORD_VARIABLES } from './constants';
import { deployedTag, moveTag } from './deployed-tag';

runProgram(async (environment) => {
  const variables = readVariables(environment, RECORD_VARIABLES);
  const tag = deployedTag(variables.environmentName);
  const image = parseImageDetail(await readArtifactFile(variables.imageDirectory, IMAGE_DETAIL_FILE));
  const result = await moveTag(new ECRClient({ region: image.repository.region }), image, tag);
  console.log(`${tag}: ${imageUri(image)} (${result})`);
});
