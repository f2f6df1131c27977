/**
 * `npm run docs`: writes the generated parts of the pages below docs/ anew. With `--check` it writes nothing and fails if a page is
 * not what it would write; mistakes are then looked for again, with cfn-lint where that is installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { version } from 'aws-cdk-lib/package.json';
import { schemaFindings } from '../lib/comparison/caught';
import { codeErrors, plantedTemplates } from '../lib/comparison/findings';
import { hashOf, type Looked, linted } from '../lib/comparison/linter';
import { TEMPLATE_FILE } from '../lib/comparison/mistakes';
import { withBlocks } from '../lib/comparison/page';
import { parseTemplate } from '../lib/comparison/parse-yaml';
import { synthErrors } from '../lib/comparison/synth-errors';
import { synthesize } from '../test/support/synthesized';
import { LOOKED_FILE, PAGES, readProjectFile, surroundings } from './lib/pages';

const PROJECT = resolve(__dirname, '..');
const isCheck = asked(process.argv.slice(2));

// The strict synth validates the templates.
process.env['CDK_VALIDATION'] = 'false';

// Where synthesized templates are put, as in a test run.
const directory = mkdtempSync(join(tmpdir(), 'slipway-docs-'));
process.env['SLIPWAY_TEST_RUN'] = directory;

void writeDocs().finally(() => rmSync(directory, { recursive: true }));

async function writeDocs(): Promise<void> {
  // A check takes mistakes as they are written down, and looks for them meanwhile.
  if (isCheck) await Promise.all([lookForMistakes(), writePages()]);
  else await lookForMistakes().then(writePages);
}

async function writePages(): Promise<void> {
  for (const { file, blocks } of PAGES) {
    const text = readProjectFile(file);
    const next = withBlocks(text, await blocks(surroundings(synthesize)));
    if (next !== text) changed(file);
    if (!isCheck) writeFileSync(join(PROJECT, file), next);
  }
}

/** Finds mistakes in the templates as far as it was not done before, or once more for a check. */
async function lookForMistakes(): Promise<void> {
  const templates = plantedTemplates(readProjectFile(TEMPLATE_FILE));
  const known: Looked = JSON.parse(readProjectFile(LOOKED_FILE));
  const hash = hashOf(templates, version);
  if (known.hash === hash && !isCheck) return;
  const synth = codeErrors(readProjectFile, (changed) => synthErrors(PROJECT, changed));
  const found = linted(templates);
  if (!found && !isCheck) throw new Error('install cfn-lint, which is needed here: python3 -m pip install cfn-lint');
  if (!found) console.log('NOT RUN cfn-lint on the templates with mistakes: it is not installed');
  const { linter, rules } = found ?? known;
  const schema = schemaFindings(templates.map(parseTemplate));
  const next: Looked = { hash, synth: await synth, schema, linter, rules };
  // Another version of cfn-lint or Node may call it by another name, which is no reason for a check to fail.
  const isSame = isDeepStrictEqual(counts(known), counts(next));
  if (!isSame) changed(LOOKED_FILE);
  if (isCheck) return;
  writeFileSync(join(PROJECT, LOOKED_FILE), JSON.stringify(next));
  spawnSync(join(PROJECT, 'node_modules/.bin/biome'), ['format', '--write', LOOKED_FILE], { cwd: PROJECT });
}

function counts({ hash, synth, schema, rules }: Looked): unknown {
  const isFound = ({ length }: readonly string[]) => length > 0;
  return { hash, synth: synth.map(isFound), schema, rules: rules.map(isFound) };
}

/** Whether it is a check. Whoever asks for anything else gets nothing written. */
function asked(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { check: { type: 'boolean', default: false } } }).values.check;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`error: ${error.message}\n\nnpm run docs [-- --check]`);
    process.exit(2);
  }
}

function changed(file: string): void {
  console.log(isCheck ? `${file} is out of date: npm run docs` : `${file} has changed`);
  if (isCheck) process.exitCode = 1;
}
