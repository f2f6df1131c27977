/** Runs a team's tests against a deployed service, which they reach through its probe. */
import { resolve } from 'node:path';
import { readVariables, runProgram } from '../../build/programs/program';
import { parseSourcePath } from '../../build/programs/source';
import { runCommand } from './command';
import { BASE_URL, SERVICE_TEST_VARIABLES } from './constants';
import { enterEnvironment } from './probe-access';
import { openTunnel } from './tunnel';

runProgram(async (environment) => {
  const variables = readVariables(environment, SERVICE_TEST_VARIABLES, {
    sourcePath: '.',
    loadBalancer: '',
    executionId: '',
  });
  const cwd = resolve(parseSourcePath(variables.sourcePath));
  await runCommand(variables.installCommand, { cwd, env: environment });
  const { probe, target } = await enterEnvironment(variables);
  const tunnel = await openTunnel(probe, target);
  try {
    await runCommand(variables.testCommand, { cwd, env: { ...environment, [BASE_URL]: tunnel.url } });
  } finally {
    await tunnel.close();
  }
});
