import { parseDocument, type ScalarTag } from 'yaml';
import type { Template } from '../cloudformation/template';

const FUNCTIONS = ['Ref', 'Condition', 'GetAtt', 'Sub', 'ImportValue'];
const TAGS = FUNCTIONS.map((name): ScalarTag => ({ tag: `!${name}`, resolve: (text) => spelt(name, text) }));

/**
 * A template from YAML, with the short forms of functions that take one text spelt out: `!Ref A` is `{Ref: 'A'}`.
 *
 * @throws if it is no YAML, or has a short form that is not known here
 */
export function parseTemplate(text: string): Template {
  const document = parseDocument(text, { customTags: TAGS });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw problem;
  return document.toJS();
}

function spelt(name: string, argument: string): unknown {
  if (name === 'Ref' || name === 'Condition') return { [name]: argument };
  if (name !== 'GetAtt') return { [`Fn::${name}`]: argument };
  const [id, ...attribute] = argument.split('.');
  return { 'Fn::GetAtt': [id, attribute.join('.')] };
}
