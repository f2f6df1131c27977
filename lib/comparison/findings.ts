import { ConfigurationError } from '../config/problem';
import { typeErrors } from './caught';
import { deliveryOf, edited } from './configuration';
import { hashOf, type Looked } from './linter';
import { MISTAKES, type Mistake, TEMPLATE_FILE } from './mistakes';

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
    synth: synthErrors(here[index]!, project),
    schema: looked.schema[index + 1]!,
    linter: looked.rules[index + 1]!,
  }));
}

function synthErrors({ path, text }: { readonly path: string; readonly text: string }, project: string): string[] {
  // Code of the application is run by its tests.
  if (!path.startsWith('config/')) return [];
  try {
    deliveryOf(text, path, project);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message.split('\n');
  }
}
