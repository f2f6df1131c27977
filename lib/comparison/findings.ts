import { ConfigurationError } from '../config/problem';
import { type Replaced, typeErrors } from './caught';
import { deliveryOf, edited } from './configuration';
import { hashOf, type Looked } from './linter';
import { CONFIGURATION_FILE, MISTAKES, type Mistake, TEMPLATE_FILE } from './mistakes';

/** Who finds a mistake, and what is said of it; an empty list is nobody and nothing. */
export interface Finding {
  readonly mistake: Mistake;
  /** TypeScript's, as an editor and `npm run typecheck` show them. */
  readonly types: readonly string[];
  /** What `cdk synth` says of a configuration. */
  readonly synth: readonly string[];
  /** What CloudFormation's rules in the CDK say of the template. */
  readonly schema: readonly string[];
  /** The rules of cfn-lint that the template breaks. */
  readonly linter: readonly string[];
}

/** The template with each mistake, after the one without. */
export function plantedTemplates(template: string): readonly string[] {
  return [template, ...MISTAKES.map((mistake) => edited(template, mistake.template))];
}

/**
 * Makes each mistake and has it looked for here; what was found in the templates is written down.
 *
 * @param project its directory
 * @param read a file's text by its path from there
 * @throws if what is written down is about other templates, or about one with findings before a mistake is made
 */
export function findingsOf(project: string, read: (path: string) => string, looked: Looked): readonly Finding[] {
  const { version } = JSON.parse(read('node_modules/aws-cdk-lib/package.json'));
  if (looked.hash !== hashOf(plantedTemplates(read(TEMPLATE_FILE)), version)) {
    throw new Error('the templates with mistakes, or the CDK, are others than those that were looked at: npm run docs');
  }
  const [schema = [], rules = []] = [looked.schema[0], looked.rules[0]];
  if (schema.length + rules.length > 0) throw new Error(`${TEMPLATE_FILE}: ${[...schema, ...rules].join('; ')}`);
  const here = MISTAKES.map((mistake) => ({
    path: mistake.here.file,
    text: edited(read(mistake.here.file), mistake.here.edits),
  }));
  const types = typeErrors(project, here);
  return MISTAKES.map((mistake, index) => ({
    mistake,
    types: types[index]!,
    synth: isConfiguration(mistake) ? configurationErrors(here[index]!, project) : looked.synth[index]!,
    schema: looked.schema[index + 1]!,
    linter: looked.rules[index + 1]!,
  }));
}

/** Whether a mistake is in the configuration, whose checks take no time; a synth of changed code does, and is written down. */
function isConfiguration({ here }: Mistake): boolean {
  return here.file === CONFIGURATION_FILE;
}

/**
 * What a real synth says of each mistake in the code; nothing of those in the configuration, which are looked for each time.
 * Those that only a test is known to find are made all at once, as a synth that trips over none of them does not over one.
 *
 * @param synth what a synth says of changed files
 */
export async function codeErrors(
  read: (path: string) => string,
  synth: (changed: readonly Replaced[]) => Promise<readonly string[]>,
): Promise<readonly (readonly string[])[]> {
  const alone = (mistake: Mistake) => synth(made([mistake], read));
  const inCode = MISTAKES.filter((mistake) => !isConfiguration(mistake));
  const hidden = inCode.filter(({ test }) => test !== undefined);
  const visible = inCode.filter(({ test }) => test === undefined);
  const [together, ...errors] = await Promise.all([synth(made(hidden, read)), ...visible.map(alone)]);
  const found = new Map(visible.map((mistake, index) => [mistake, errors[index]!]));
  if (together.length > 0) {
    for (const mistake of hidden) found.set(mistake, await alone(mistake));
  }
  return MISTAKES.map((mistake) => found.get(mistake) ?? []);
}

/** The files that mistakes are in, each once, with all of them. */
function made(mistakes: readonly Mistake[], read: (path: string) => string): readonly Replaced[] {
  const files = [...new Set(mistakes.map(({ here }) => here.file))];
  return files.map((path) => {
    const edits = mistakes.filter(({ here }) => here.file === path).flatMap(({ here }) => here.edits);
    return { path, text: edited(read(path), edits) };
  });
}

function configurationErrors({ path, text }: Replaced, project: string): string[] {
  try {
    deliveryOf(text, path, project);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n');
  }
}
