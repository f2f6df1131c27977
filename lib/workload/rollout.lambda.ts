/**
 * Works on one service's releases from inside the environment's network, where the cluster's API answers: installs one with
 * Helm, looks at its rollout, takes it back. See `DeployRequest`.
 */

import { parseImageUri } from '../build/programs/image-uri';
import { Problem } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { clusterToken } from './cluster-token';
import { namespaceOf, ROLLOUT_SECONDS, ROLLOUT_VARIABLES } from './constants';
import { diagnose } from './diagnosis';
import { Helm } from './helm';
import { KubernetesClient } from './kubernetes-client';
import { Releases } from './releases';
import type { DeployAnswers, DeployRequest } from './requests';

/** For what is around a run of Helm. */
const REST_SECONDS = 60;

export async function handler(request: DeployRequest): Promise<DeployAnswers[DeployRequest['kind']]> {
  try {
    return await answer(request);
  } catch (error) {
    // Lambda tells the caller the message alone.
    console.error(error instanceof Problem ? `error: ${error.message}` : error);
    throw error;
  }
}

async function answer(request: DeployRequest): Promise<DeployAnswers[DeployRequest['kind']]> {
  const variables = readVariables(process.env, ROLLOUT_VARIABLES);
  const { service, endpoint, cluster } = variables;
  const certificateAuthority = Buffer.from(variables.certificateAuthority, 'base64').toString();
  const namespace = namespaceOf(service);
  const token = await clusterToken({
    region: process.env['AWS_REGION']!,
    cluster,
    credentials: credentialsOf(process.env),
  });
  const kubernetes = new KubernetesClient({ endpoint, certificateAuthority, token, namespace });
  const helm = new Helm({
    program: variables.helm,
    chart: variables.chart,
    endpoint,
    certificateAuthority,
    token,
    release: namespace,
    timeoutSeconds: ROLLOUT_SECONDS - REST_SECONDS,
  });
  const releases = new Releases(service, kubernetes, helm);
  switch (request.kind) {
    case 'deploy':
      requireOwnImage(request.values.image, variables.repository);
      return releases.deploy(request.values);
    case 'look':
      return releases.look();
    case 'abort':
      return releases.abort(request.image);
    case 'restore':
      return releases.restore(request.image);
    case 'scale':
      return releases.scale(request.minimum);
    case 'diagnose':
      return diagnose(service, kubernetes, releases);
    default: {
      const { kind } = Object(request) as { readonly kind?: unknown };
      throw new Problem(
        `kind must be deploy, look, abort, restore, scale or diagnose (got ${JSON.stringify(kind) ?? 'nothing'})`,
      );
    }
  }
}

/** Whoever may ask this function may have a build of the service run, and no other program. */
function requireOwnImage(image: string, own: string): void {
  const { repository } = parseImageUri(image);
  if (repository.uri !== own) throw new Problem(`the image must be of ${own} (got one of ${repository.uri})`);
}

/** Those of the function's role, as Lambda hands them over. */
function credentialsOf(environment: NodeJS.ProcessEnv) {
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID']!,
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY']!,
    sessionToken: environment['AWS_SESSION_TOKEN'],
  };
}
