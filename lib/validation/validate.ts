import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import { describe, Problem } from '../build/programs/problem';
import { readVariables } from '../build/programs/program';
import type { Validation } from '../config/delivery';
import { HOOK_EXTRA_SECONDS, HOOK_VARIABLES } from './constants';
import { within } from './deadline';
import { loadBalancerAddresses } from './load-balancer-addresses';
import { ProbeClient } from './probe-client';
import type { Verdict } from './probe-event';

const lambda = new LambdaClient({});
const ec2 = new EC2Client({});

/**
 * Whether the new version behind the test listener is good. It always comes to an answer, in time for telling it: a
 * version of which nothing is known is not good. Everything that speaks against it is a line of the log.
 */
export async function isNewVersionGood(context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<boolean> {
  try {
    const time = context.getRemainingTimeInMillis() - HOOK_EXTRA_SECONDS.answer * 1000;
    const { requests, failures } = await within(time, validate);
    for (const failure of failures) console.error(`failed: ${failure}`);
    console.log(
      failures.length === 0
        ? `the new version is good: requests ${requests}, all as expected`
        : `the new version is not good: requests ${requests}, failed expectations ${failures.length}`,
    );
    return failures.length === 0;
  } catch (error) {
    console.error(`the new version could not be validated: ${describe(error)}`);
    return false;
  }
}

async function validate(signal: AbortSignal): Promise<Verdict> {
  const variables = readVariables(process.env, HOOK_VARIABLES, { loadBalancer: '' });
  const validation = parseValidation(variables.validation);
  const addresses = variables.loadBalancer
    ? await loadBalancerAddresses(ec2, variables.loadBalancer, signal)
    : undefined;
  const probe = new ProbeClient(lambda, variables.probe, {
    signal,
    wakeUpMilliseconds: HOOK_EXTRA_SECONDS.wakeUp * 1000,
  });
  return probe.smoke({ listener: 'test', addresses, validation });
}

/** The configuration's checks have seen it; what can be wrong here is that the variable is not theirs. */
function parseValidation(text: string): Validation {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`${HOOK_VARIABLES.validation} is not JSON`);
  }
}
