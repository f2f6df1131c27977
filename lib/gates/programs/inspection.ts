import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { attempt, Problem } from '../../build/programs/problem';
import type { Gates } from '../../config/delivery';
import { runShell } from './command';
import { ANALYSIS_FILE } from './constants';
import { checkDockerfile, parseLint } from './dockerfile-rules';
import { type AllowList, type Finding, judgeBySeverity } from './findings';
import type { GateWork } from './gate';
import { manifestsOf } from './manifests';
import type { Osv } from './osv';
import { parseSarif } from './sarif';
import { packagesOf, parseSbom, type Sbom } from './sbom';
import { filesIn } from './source-tree';
import type { Tools } from './tools';
import { toFindings } from './vulnerabilities';

/** What the gates of a source work on. */
export interface Inspected {
  /** A copy of the files that the image is built from. */
  readonly tree: string;
  /** The clone that they come from, in which the team's commands run. */
  readonly clone: string;
  /** The service's directory in both. */
  readonly path: string;
  readonly tools: Tools;
  readonly gates: Gates;
  readonly list: AllowList;
}

/** A Dockerfile that cannot be built, ends as root, or takes an image from elsewhere. Nothing is accepted for a while. */
export async function inspectDockerfile(inspected: Inspected, ownRegistry: string): Promise<GateWork> {
  const { tree, path, tools, gates } = inspected;
  const file = posix.join(path, 'Dockerfile');
  const text = await attempt('read the Dockerfile', () => readFile(join(tree, file), 'utf8'));
  const findings = [
    ...parseLint(await tools.lintDockerfile(text), file),
    ...checkDockerfile(text, file, [...gates.baseRegistries, ownRegistry]),
  ];
  return { findings: judgeBySeverity(findings, 'medium', { allow: [], today: '' }), note: file };
}

/** What the source needs, as CycloneDX. An empty list of a source that names packages is no list. */
export async function listPackages({ tree, tools }: Inspected): Promise<{ sbom: Sbom; note: string }> {
  const sbom = parseSbom(await tools.cdxgen(tree));
  const { purls, others } = packagesOf(sbom);
  if (purls.length + others === 0) {
    const manifests = manifestsOf(await filesIn(tree), (file) => readFileSync(join(tree, file), 'utf8'));
    if (manifests.length > 0) {
      throw new Problem(
        `${manifests.join(', ')}: packages are named, but there is no lock file that tells their versions`,
      );
    }
  }
  return { sbom, note: `${purls.length + others} packages` };
}

/** Known vulnerabilities in what the source needs. */
export async function inspectDependencies({ gates, list }: Inspected, sbom: Sbom, osv: Osv): Promise<GateWork> {
  const { purls, others } = packagesOf(sbom);
  const packages = await osv.query(purls);
  const records = await osv.records(packages.flatMap(({ ids }) => ids));
  const findings = judgeBySeverity(toFindings(packages, records), gates.dependencies, list);
  return {
    findings,
    note: `${purls.length} packages asked about${others ? `, ${others} of kinds that OSV has not` : ''}`,
  };
}

/** The team's own analysis where it states one, else the platform's. */
export async function inspectCode(
  inspected: Inspected,
  commands: { readonly install: string; readonly analyze: string },
): Promise<GateWork> {
  const { gates, list } = inspected;
  const { findings, note } = commands.analyze ? await runAnalysis(inspected, commands) : await analyze(inspected);
  return { findings: judgeBySeverity(findings, gates.staticAnalysis, list), note };
}

interface Analyzed {
  readonly findings: readonly Finding[];
  readonly note: string;
}

async function analyze({ tree, tools }: Inspected): Promise<Analyzed> {
  const { findings, files = 0 } = parseSarif(await tools.eslint(tree), 'the analysis');
  if (files === 0) {
    throw new Problem(
      'there is no JavaScript or TypeScript to analyse: for other languages state commands.analyze, ' +
        `which writes ${ANALYSIS_FILE}`,
    );
  }
  return { findings, note: `${files} files` };
}

async function runAnalysis(
  { clone, path }: Inspected,
  { install, analyze }: { readonly install: string; readonly analyze: string },
): Promise<Analyzed> {
  const directory = join(clone, path);
  const file = join(directory, ANALYSIS_FILE);
  // One that was committed would pass in place of the one that the command did not write.
  await rm(file, { force: true });
  for (const command of [install, analyze]) {
    const code = await runShell(command, directory);
    if (code !== 0) throw new Problem(`"${command}" failed with exit code ${code}`);
  }
  if (!existsSync(file)) throw new Problem(`"${analyze}" has not written ${ANALYSIS_FILE}`);
  const { findings, tools } = parseSarif(await readFile(file, 'utf8'), ANALYSIS_FILE);
  return { findings, note: tools.join(', ') };
}
