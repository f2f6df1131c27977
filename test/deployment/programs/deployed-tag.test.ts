import {
  BatchGetImageCommand,
  ECRClient,
  ImageTagAlreadyExistsException,
  PutImageCommand,
  RepositoryNotFoundException,
} from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { parseImageUri } from '../../../lib/build/programs/image-uri';
import { moveTag } from '../../../lib/deployment/programs/deployed-tag';

const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sandbox/storefront';
const IMAGE = parseImageUri(`${URI}@sha256:${'a'.repeat(64)}`);
const ecr = mockClient(ECRClient);
const move = () => moveTag(new ECRClient({ region: 'eu-west-1' }), IMAGE, 'deployed-prod');

beforeEach(() => {
  ecr.reset();
  ecr.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: '{}', imageManifestMediaType: 'x' }] });
});

test('a repository whose tags may not move is named with the missing exclusion', async () => {
  ecr.on(PutImageCommand).rejects(new ImageTagAlreadyExistsException({ message: 'taken', $metadata: {} }));
  await expect(move()).rejects.toThrow(
    `${URI} does not let the tag deployed-prod move: exclude deployed-* from its tag immutability`,
  );
});

test('every kind of manifest that ECR stores is accepted', async () => {
  ecr.on(PutImageCommand).resolves({});
  await move();
  expect(ecr.commandCalls(BatchGetImageCommand)[0]!.args[0].input.acceptedMediaTypes).toEqual(
    expect.arrayContaining([
      'application/vnd.oci.image.index.v1+json',
      'application/vnd.oci.image.manifest.v1+json',
      'application/vnd.docker.distribution.manifest.list.v2+json',
      'application/vnd.docker.distribution.manifest.v2+json',
    ]),
  );
});

test('another error of ECR fails', async () => {
  ecr.on(PutImageCommand).rejects(new RepositoryNotFoundException({ message: 'gone', $metadata: {} }));
  await expect(move()).rejects.toThrow(
    `cannot move the tag deployed-prod to ${IMAGE.digest}: RepositoryNotFoundException: gone`,
  );
});
