import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { judgeAlways } from './findings';
import type { GateWork } from './gate';
import { isPassedOver, parseSecrets, withoutDirectives } from './secrets';
import { filesIn } from './source-tree';
import type { Tools } from './tools';

/** Where files stand that secretlint would pass over, or in which it is told to look away. */
const ALIASES = 'slipway-aliases';

/** Any secret stops, in whichever file of a copy of the source. */
export async function inspectSecrets(tree: string, tools: Tools): Promise<GateWork> {
  const files = await filesIn(tree);
  try {
    const names = await readableNames(tree, files);
    const groups = await tools.secretlint(tree, [...names.keys()]);
    const findings = groups.flatMap(({ output, files: paths }) =>
      parseSecrets(output, tree, new Map(paths.map((path) => [path, names.get(path)!]))),
    );
    return { findings: judgeAlways(findings), note: `${files.length} files` };
  } finally {
    await rm(join(tree, ALIASES), { recursive: true, force: true });
  }
}

/** The files by the paths under which secretlint reads all of them, which are mostly their own. */
async function readableNames(tree: string, files: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const [index, file] of files.entries()) {
    // Each byte as a character, so that no file becomes another one by being read.
    const text = await readFile(join(tree, file), 'latin1');
    const readable = withoutDirectives(text);
    if (readable === text && !isPassedOver(file)) {
      names.set(file, file);
      continue;
    }
    // With its extension, by which some rules know what they read.
    const alias = join(ALIASES, `${index}-${basename(file).replace(/^\.+/, '')}`.replace('secretlintrc', 'settings'));
    await mkdir(join(tree, ALIASES), { recursive: true });
    await writeFile(join(tree, alias), readable, 'latin1');
    names.set(alias, file);
  }
  return names;
}
