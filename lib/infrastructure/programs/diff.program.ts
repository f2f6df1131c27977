/** Says what a deployment will do to an environment: what is replaced, what goes, who may do more than before. */
import { withoutScheme, writeExports } from '../../build/programs/exports';
import { toJson, writeFiles } from '../../build/programs/files';
import { readVariables, runProgram } from '../../build/programs/program';
import { changesBetween } from '../../cloudformation/changes';
import { sessionName } from '../../deployment/programs/session';
import { broadenings } from '../broadening';
import { readStacks } from './assembly';
import { cdkDiff } from './cdk';
import { CHANGES_FILE, DIFF_EXPORTS, DIFF_VARIABLES, SUMMARY_FILE, TEMPLATE_DIFF_FILE } from './constants';
import { readDeployedTemplate } from './deployed-template';
import { Lookup } from './lookup';
import { isBroadened, type StackChanges, summarize } from './summary';

runProgram(async (environment) => {
  const variables = readVariables(environment, DIFF_VARIABLES, { executionId: '', buildUrl: '' });
  const stacks = await readStacks(variables.assemblyDirectory, variables.stackPath);
  const { region, lookupRoleArn } = variables;
  const lookup = new Lookup({ region, lookupRoleArn }, sessionName(variables.executionId));

  const changed: StackChanges[] = [];
  for (const { name, template, place } of stacks) {
    const deployed = await readDeployedTemplate(await lookup.clientFor(place), name);
    changed.push({
      name,
      changes: changesBetween(deployed, template),
      broadenings: broadenings(deployed, template),
    });
  }
  const templateDiff = await cdkDiff(variables.cdk, variables.assemblyDirectory, `${variables.stackPath}*`);
  const summary = summarize(variables.part, changed);
  await writeFiles(variables.outputDirectory, {
    [TEMPLATE_DIFF_FILE]: templateDiff,
    [CHANGES_FILE]: toJson(changed),
    [SUMMARY_FILE]: `${summary}\n`,
  });
  await writeExports(variables.exportsDirectory, {
    [DIFF_EXPORTS.summary]: summary,
    [DIFF_EXPORTS.broadened]: String(isBroadened(changed)),
    [DIFF_EXPORTS.url]: withoutScheme(variables.buildUrl),
  });
  console.log(templateDiff);
  for (const { name, changes, broadenings } of changed) {
    for (const { impact, type, id, properties } of changes) {
      console.log(`${name}: ${impact}: ${type} ${id}${properties.length > 0 ? ` (${properties.join(', ')})` : ''}`);
    }
    for (const line of broadenings) console.log(`${name}: BROADENED: ${line}`);
  }
  console.log(summary);
});
