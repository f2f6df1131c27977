/** Checks how much of the service its unit tests run. */
import { readFile } from 'node:fs/promises';
import { COVERAGE_VARIABLES } from './constants';
import { parseCobertura, requireCoverage } from './coverage';
import { attempt, Problem } from './problem';
import { readVariables, runProgram } from './program';

runProgram(async (environment) => {
  const variables = readVariables(environment, COVERAGE_VARIABLES);
  const minimum = Number(variables.minimum);
  if (!(minimum >= 0 && minimum <= 100)) {
    throw new Problem(`${COVERAGE_VARIABLES.minimum} must be a number from 0 to 100 (got ${variables.minimum})`);
  }
  const xml = await attempt(`read the coverage report ${variables.file}, which the test command has to write`, () =>
    readFile(variables.file, 'utf8'),
  );
  console.log(requireCoverage(parseCobertura(xml), minimum));
});
