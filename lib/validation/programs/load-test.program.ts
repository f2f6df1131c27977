/** Sends requests at a steady rate to a deployed service, through its probe, and holds the answers against limits. */
import { Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { LOAD_SLICE_SECONDS, LOAD_TIMEOUT_MILLISECONDS } from '../constants';
import type { LoadResult } from '../probe-event';
import { LOAD_TEST_VARIABLES, type LoadPlan } from './constants';
import { reportLoad, slices } from './load-report';
import { enterEnvironment } from './probe-access';

runProgram(async (environment) => {
  const variables = readVariables(environment, LOAD_TEST_VARIABLES, { loadBalancer: '', executionId: '' });
  const plan = parsePlan(variables.plan);
  const { probe, target } = await enterEnvironment(variables);
  console.log(`GET ${plan.path}, ${plan.requestsPerSecond} a second for ${plan.seconds} s`);
  const pieces: LoadResult[] = [];
  for (const requests of slices(plan, LOAD_SLICE_SECONDS)) {
    pieces.push(
      await probe.load({
        ...target,
        path: plan.path,
        requests,
        requestsPerSecond: plan.requestsPerSecond,
        timeoutMilliseconds: LOAD_TIMEOUT_MILLISECONDS,
      }),
    );
    console.log(`sent ${pieces.reduce((total, piece) => total + piece.requests, 0)}`);
  }
  const { lines, failures } = reportLoad(plan, pieces);
  for (const line of lines) console.log(line);
  if (failures.length > 0) throw new Problem(`the load test failed: ${failures.join('; ')}`);
});

/** The configuration's checks have seen it; what can be wrong here is that the variable is not theirs. */
function parsePlan(text: string): LoadPlan {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(`${LOAD_TEST_VARIABLES.plan} is not JSON`);
  }
}
