import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../../deployment/programs/environment-account';
import { sessionName } from '../../deployment/programs/session';
import { HOOK_EXTRA_SECONDS } from '../constants';
import { loadBalancerAddresses } from '../load-balancer-addresses';
import { ProbeClient } from '../probe-client';
import type { Target } from '../probe-event';

/** What a program is told about the service that it tests. */
export interface ProbeAccessVariables {
  readonly probeRoleArn: string;
  readonly region: string;
  readonly probe: string;
  readonly loadBalancer: string;
  readonly executionId: string;
}

/** How long a session of `assumeRole` lasts, in milliseconds. */
const SESSION_MILLISECONDS = 900_000;

/** Enters the environment's account and finds the way to the service's production listener. */
export async function enterEnvironment(
  variables: ProbeAccessVariables,
): Promise<{ probe: ProbeClient; target: Target }> {
  // STS in the pipeline's own region: the environment's may be one that this account has not opted in to.
  const sts = new STSClient({});
  const client = {
    region: variables.region,
    // The SDK asks again before a session ends: tests may last longer.
    credentials: async () => {
      const expiration = new Date(Date.now() + SESSION_MILLISECONDS);
      return { ...(await assumeRole(sts, variables.probeRoleArn, sessionName(variables.executionId))), expiration };
    },
    // An account that is new has ten functions at a time for everything: patience rather than a failed test.
    maxAttempts: 6,
  };
  const lambda = new LambdaClient(client);
  // With the same session.
  const ec2 = new EC2Client({ ...client, credentials: lambda.config.credentials });
  const addresses = variables.loadBalancer ? await loadBalancerAddresses(ec2, variables.loadBalancer) : undefined;
  return {
    probe: new ProbeClient(lambda, variables.probe, {
      wakeUpMilliseconds: HOOK_EXTRA_SECONDS.wakeUp * 1000,
    }),
    target: { listener: 'production', addresses },
  };
}
