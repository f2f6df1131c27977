/**
 * Works on one service's releases from inside the environment's network, where the cluster's API answers: installs one with
 * Helm, looks at its rollout, takes it back. See `DeployRequest`.
 */

import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { parseImageUri } from '../build/programs/image-uri';
import { attempt, Problem } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import { requireAudience } from './audiences';
import { clusterToken } from './cluster-token';
import { namespaceOf, ROLLOUT_SECONDS, ROLLOUT_VARIABLES } from './constants';
import { diagnose } from './diagnosis';
import { Helm } from './helm';
import { KubernetesClient } from './kubernetes-client';
import { requirePublished } from './published-values';
import { Releases } from './releases';
import type { DeployAnswers, DeployRequest } from './requests';

/** For what is around a run of Helm. */
const REST_SECONDS = 60;
/** Where no way leads to AWS, that is said while the function still runs. */
const CONNECTION_MILLISECONDS = 5_000;

/** What Lambda says of a call. */
export interface CallContext {
  /** With the alias, where the function was called by one. */
  readonly invokedFunctionArn: string;
}

export async function handler(
  request: DeployRequest,
  { invokedFunctionArn }: CallContext,
): Promise<DeployAnswers[DeployRequest['kind']]> {
  try {
    requireAudience(invokedFunctionArn, request);
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
      requirePublished(request.values, await published(variables.releaseParameter));
      return releases.deploy(request.values);
    case 'look':
      return releases.look();
    case 'abort':
      return releases.abort(request.image);
    case 'restore':
      return releases.restore(request.image);
    case 'scale':
      return releases.scaling.scale(request.minimum);
    case 'diagnose':
      return diagnose(kubernetes, releases);
  }
}

/** Whoever may have this function deploy may have a build of the service run, and no other program. */
function requireOwnImage(image: string, own: string): void {
  const { repository } = parseImageUri(image);
  if (repository.uri !== own) throw new Problem(`the image must be of ${own} (got one of ${repository.uri})`);
}

/** Now, and not when the release was rendered: whoever asks cannot say what it is. */
async function published(parameter: string): Promise<string> {
  return attempt(`read the parameter ${parameter}`, async () => {
    const ssm = new SSMClient({ requestHandler: { connectionTimeout: CONNECTION_MILLISECONDS } });
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter }));
    return Parameter?.Value ?? '';
  });
}

/** Those of the function's role, as Lambda hands them over. */
function credentialsOf(environment: NodeJS.ProcessEnv) {
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID']!,
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY']!,
    sessionToken: environment['AWS_SESSION_TOKEN'],
  };
}
