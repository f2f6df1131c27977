/**
 * Looks whether what was released is merged back. In the line that has to get it, a release that is missing fails the run;
 * in the line that released, people get a message.
 */
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { describe, Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { parseSharedPaths } from '../../build/programs/source';
import { readDeployedRecord } from '../../deployment/programs/deployed-parameter';
import { describeUnmerged } from '../back-merge';
import { BACK_MERGE_VARIABLES } from '../constants';
import { parseNames } from '../json-variables';
import { History } from './history';
import { publish } from './publish';

type Variables = Record<keyof typeof BACK_MERGE_VARIABLES, string>;

runProgram(async (environment) => {
  const variables = readVariables(environment, BACK_MERGE_VARIABLES, {
    deployedParameters: '[]',
    sourcePaths: '["."]',
    topicArn: '',
  });
  const history = new History(process.cwd(), parseSharedPaths(variables.sourcePaths));
  const { mode } = variables;
  if (mode === 'check') await check(history, variables);
  else if (mode === 'report') await report(history, variables);
  else throw new Problem(`${BACK_MERGE_VARIABLES.mode} must be check or report (got ${JSON.stringify(mode)})`);
});

/** Fails when HEAD lacks commits of what production runs. */
async function check(history: History, variables: Variables): Promise<void> {
  const { from, into, serviceName: service } = variables;
  const head = await history.head();
  const ssm = new SSMClient({});
  let unmerged = 0;
  for (const name of parseNames(BACK_MERGE_VARIABLES.deployedParameters, variables.deployedParameters)) {
    const deployed = await readDeployedRecord(ssm, name);
    if (!deployed) {
      console.log(`${name}: nothing is deployed yet`);
      continue;
    }
    const commit = await history.find(deployed.commit);
    if (!commit) throw new Problem(`the release ${deployed.commit} (${name}) is in no branch of the repository`);
    const missing = await history.missing(commit, head);
    if (missing.length === 0) {
      console.log(`${name}: ${commit} is merged into ${into}`);
      continue;
    }
    unmerged++;
    console.log(describeUnmerged({ from, into, service, commit, missing }));
  }
  if (unmerged > 0) {
    throw new Problem(`${into} lacks what ${from} has released; the log above says what, and how to mend it`);
  }
}

/**
 * Tells people when `into` lacks commits of HEAD. It never fails: the release is out, and a failed stage might be rolled
 * back because of a message.
 */
async function report(history: History, variables: Variables): Promise<void> {
  const { from, into, serviceName: service } = variables;
  try {
    const message = await findUnmerged(history, variables);
    if (!message) return;
    console.log(message);
    await publish(new SNSClient({}), variables.topicArn, `Merge ${from} into ${into}: ${service}`, message);
  } catch (error) {
    console.error(`warning: nobody was told whether ${from} is merged into ${into}: ${describe(error)}`);
  }
}

/** What to tell, or nothing when all is merged. */
async function findUnmerged(history: History, { from, into, ...variables }: Variables): Promise<string | undefined> {
  const commit = await history.head();
  const target = await history.findBranch(into);
  if (!target) return `${variables.serviceName}: ${from} cannot be merged into ${into}, as there is no such branch.`;
  const missing = await history.missing(commit, target);
  if (missing.length > 0) return describeUnmerged({ from, into, service: variables.serviceName, commit, missing });
  console.log(`${commit} is merged into ${into}`);
  return undefined;
}
