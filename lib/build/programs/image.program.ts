/** Builds the image of the checked-out source, once: a tree that has an image in ECR is not built again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECRClient } from '@aws-sdk/client-ecr';
import { formatHistory, readHistory } from './commits';
import { COMMITS_FILE, IMAGE_DETAIL_FILE, IMAGE_FILE, IMAGE_VARIABLES, type ImagePlatform } from './constants';
import * as docker from './docker';
import * as ecr from './ecr';
import { toJson, writeFiles } from './files';
import { exportSource, readSource } from './git';
import { imageUri, parsePlatform, parseRepositoryUri, type Repository } from './image-uri';
import { requirePlatform } from './manifest';
import { describe, Problem } from './problem';
import { readVariables, runProgram } from './program';
import { parseSharedPaths, parseSourcePath, type Source, sourceLabels, treeTag } from './source';

runProgram(async (environment) => {
  const variables = readVariables(environment, IMAGE_VARIABLES, { sourcePath: '.', sharedPaths: '[]' });
  const repository = parseRepositoryUri(variables.repositoryUri);
  const platform = parsePlatform(variables.platform);
  const source = await readSource(
    process.cwd(),
    parseSourcePath(variables.sourcePath),
    parseSharedPaths(variables.sharedPaths),
  );
  const client = new ECRClient({ region: repository.region });

  const existing = await findExisting(client, repository, source, platform);
  if (existing) console.log(`${treeTag(source)} is in ECR already: reusing it, nothing is built`);
  const { digest, reused } = existing ?? (await buildAndPush(client, repository, source, platform));

  const uri = imageUri({ repository, digest });
  const { commit, tree } = source;
  const image = { repository: repository.uri, tag: treeTag(source), digest, platform, commit, tree };
  await writeFiles(variables.outputDirectory, {
    [IMAGE_DETAIL_FILE]: toJson({ ImageURI: uri }),
    [IMAGE_FILE]: toJson({ ...image, reused }),
    ...(await historyFile(source)),
  });
  console.log(`image: ${uri}`);
});

/** For the delivery's records, on which no release depends. */
async function historyFile({ path, sharedPaths }: Source): Promise<Record<string, string>> {
  try {
    return { [COMMITS_FILE]: formatHistory(await readHistory(process.cwd(), [path, ...sharedPaths])) };
  } catch (error) {
    const reason = error instanceof Problem ? error.message : describe(error);
    console.error(`warning: no lead times will be known of this release: ${reason}`);
    return {};
  }
}

interface Result {
  readonly digest: string;
  readonly reused: boolean;
}

async function findExisting(
  client: ECRClient,
  repository: Repository,
  source: Source,
  platform: ImagePlatform,
): Promise<Result | undefined> {
  const tag = treeTag(source);
  const digest = await ecr.findDigest(client, repository, tag);
  if (!digest) return undefined;
  requirePlatform(tag, await ecr.readPlatforms(client, { repository, digest }), platform);
  return { digest, reused: true };
}

async function buildAndPush(
  client: ECRClient,
  repository: Repository,
  source: Source,
  platform: ImagePlatform,
): Promise<Result> {
  const tag = treeTag(source);
  const reference = `${repository.uri}:${tag}`;
  const { username, password } = await ecr.authorize(client);
  await docker.login(repository.registry, username, password);
  await withContext(source, (context) => docker.build(context, reference, platform, sourceLabels(source)));
  if ((await docker.push(reference)) === 'tag-exists') {
    console.log(`a concurrent build has pushed ${tag} first: using its image`);
    const first = await findExisting(client, repository, source, platform);
    if (first) return first;
    throw new Problem(`the push found ${tag} taken, but ${repository.uri} has no such image`);
  }
  // Asked of ECR and not of Docker: what counts is what the registry stores.
  const digest = await ecr.findDigest(client, repository, tag);
  if (!digest) throw new Problem(`${tag} was pushed, but ${repository.uri} has no such image`);
  return { digest, reused: false };
}

/**
 * A service by itself is built in its own directory. One with shared paths is built in a copy of the repository that has
 * just what its tag stands for: what is not shared cannot find its way into the image.
 */
async function withContext(source: Source, build: (context: docker.BuildContext) => Promise<void>): Promise<void> {
  if (source.sharedPaths.length === 0) return build({ directory: source.path });
  const directory = await mkdtemp(join(tmpdir(), 'slipway-context-'));
  try {
    await exportSource(process.cwd(), source, directory);
    await build({ directory, file: join(directory, source.path, 'Dockerfile') });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
