/** The gates of a source: all of them do their work, and then one that is closed stops the release. */
import { toJson, writeFiles } from '../../build/programs/files';
import { readSource } from '../../build/programs/git';
import { Problem } from '../../build/programs/problem';
import { readVariables, runProgram } from '../../build/programs/program';
import { parseSharedPaths, parseSourcePath } from '../../build/programs/source';
import { INSPECT_VARIABLES, INSPECTION_FILE, OSV_URL, SBOM_FILE } from './constants';
import { requireOpen, runGate } from './gate';
import { inspectSecrets } from './inspect-secrets';
import { type Inspected, inspectCode, inspectDependencies, inspectDockerfile, listPackages } from './inspection';
import { parseGates } from './limits';
import { Osv } from './osv';
import { publish } from './report';
import type { Sbom } from './sbom';
import { withTree } from './source-tree';
import { type InspectionSummary, summaryOf, usedIn } from './summary';
import { Tools } from './tools';

runProgram(async (environment) => {
  const defaults = { sourcePath: '.', sharedPaths: '[]', analyzeCommand: '', installCommand: 'true', osvUrl: OSV_URL };
  const variables = readVariables(environment, INSPECT_VARIABLES, defaults);
  const gates = parseGates(variables.gates);
  const clone = process.cwd();
  const path = parseSourcePath(variables.sourcePath);
  const source = await readSource(clone, path, parseSharedPaths(variables.sharedPaths));
  const list = { allow: gates.allow, today: new Date().toISOString().slice(0, 10) };
  const tools = new Tools(variables.toolsDirectory);
  const commands = { install: variables.installCommand, analyze: variables.analyzeCommand };

  let sbom: Sbom | undefined;
  const results = await withTree(clone, source, async (tree) => {
    const inspected: Inspected = { tree, clone, path, tools, gates, list };
    return [
      await runGate('secrets', () => inspectSecrets(tree, tools)),
      await runGate('Dockerfile', () => inspectDockerfile(inspected, variables.ownRegistry)),
      await runGate('SBOM', async () => {
        const { note, ...listed } = await listPackages(inspected);
        sbom = listed.sbom;
        return { findings: [], note };
      }),
      await runGate('dependencies', async () => {
        if (!sbom) throw new Problem('without an SBOM nobody can be asked about them');
        return inspectDependencies(inspected, sbom, new Osv(variables.osvUrl));
      }),
      // Last, as a command of the team's own may do anything.
      await runGate('static analysis', () => inspectCode(inspected, commands)),
    ];
  });
  await publish(results, variables.reportsDirectory);
  const summary: InspectionSummary = {
    commit: source.commit,
    tree: source.tree,
    gates: results.map(summaryOf),
    used: usedIn(results, gates.allow),
  };
  await writeFiles(variables.outputDirectory, {
    [INSPECTION_FILE]: toJson(summary),
    ...(sbom && { [SBOM_FILE]: toJson(sbom) }),
  });
  requireOpen(results);
});
