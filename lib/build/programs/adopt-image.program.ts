/** Takes over an image that another CI has built and pushed: checks that it is what its labels say, for deployments. */
import { ECRClient } from '@aws-sdk/client-ecr';
import { ADOPT_VARIABLES, IMAGE_DETAIL_FILE, IMAGE_FILE } from './constants';
import { findDigest, readConfiguration } from './ecr';
import { readArtifactFile, toJson, writeFiles } from './files';
import { imageUri, parsePlatform, parseRepositoryUri } from './image-uri';
import { readVariables, runProgram } from './program';
import { parsePushedImage, readSourceLabels, requireTag } from './pushed-image';
import { treeTag } from './source';

runProgram(async (environment) => {
  const variables = readVariables(environment, ADOPT_VARIABLES);
  const repository = parseRepositoryUri(variables.repositoryUri);
  const platform = parsePlatform(variables.platform);
  const pushed = parsePushedImage(await readArtifactFile(variables.imageDirectory, IMAGE_DETAIL_FILE), repository);
  const client = new ECRClient({ region: repository.region });

  const { digest } = pushed;
  const source = readSourceLabels(digest, await readConfiguration(client, pushed), platform);
  const tag = treeTag(source);
  requireTag(tag, await findDigest(client, repository, tag), digest);

  const uri = imageUri(pushed);
  await writeFiles(variables.outputDirectory, {
    [IMAGE_DETAIL_FILE]: toJson({ ImageURI: uri }),
    [IMAGE_FILE]: toJson({ repository: repository.uri, tag, digest, platform, ...source, reused: true }),
  });
  console.log(`image: ${uri}`);
  console.log(`${tag} of commit ${source.commit}`);
});
