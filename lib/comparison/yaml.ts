import { isObject } from '../cloudformation/template';

/** Functions that have a short form, and stand on the line of what they are the value of where they take one text. */
const SHORT: Readonly<Record<string, string>> = {
  Ref: '!Ref',
  Condition: '!Condition',
  'Fn::GetAtt': '!GetAtt',
  'Fn::Sub': '!Sub',
  'Fn::ImportValue': '!ImportValue',
};

/**
 * A template as YAML in the form that people write: block style, functions in their short form, text of several lines as a
 * block, everything else on one line however long.
 */
export function yamlLines(value: unknown): readonly string[] {
  const block = blockOf(value);
  return typeof block === 'string' ? [block] : block;
}

/** What goes on the line of its key, or the lines below it. */
function blockOf(value: unknown): string | readonly string[] {
  if (typeof value === 'string') return value.includes('\n') ? textBlock(value) : scalar(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : value.flatMap(item);
  if (!isObject(value)) return String(value);
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  const [[name, argument]] = members as [[string, unknown]];
  const short = members.length === 1 ? shortForm(name, argument) : undefined;
  return short ?? members.flatMap(([key, member]) => underKey(scalar(key), blockOf(member)));
}

function shortForm(name: string, argument: unknown): string | readonly string[] | undefined {
  const tag = SHORT[name];
  if (tag === undefined) return undefined;
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `${tag} ${argument.join('.')}`;
  const value = blockOf(argument);
  // A function in a function takes the long form.
  if (typeof value === 'string') return value.startsWith('!') ? undefined : `${tag} ${value}`;
  return isBlockHead(value[0]!) ? [`${tag} ${value[0]}`, ...value.slice(1)] : undefined;
}

function underKey(key: string, value: string | readonly string[]): readonly string[] {
  if (typeof value === 'string') return [`${key}: ${value}`];
  const [first, ...others] = value as [string, ...string[]];
  if (isBlockHead(first)) return [`${key}: ${first}`, ...others.map(indented)];
  return [`${key}:`, ...value.map(indented)];
}

function item(value: unknown): readonly string[] {
  const block = blockOf(value);
  if (typeof block === 'string') return [`- ${block}`];
  const [first, ...others] = block as [string, ...string[]];
  return [`- ${first}`, ...others.map(indented)];
}

function textBlock(text: string): readonly string[] {
  const ending = /\n*$/.exec(text)![0].length;
  const head = ending === 0 ? '|-' : ending === 1 ? '|' : '|+';
  const lines = (ending === 0 ? text : text.slice(0, -1)).split('\n');
  // A first line that begins with a blank would be taken for the indentation of all.
  return /^\s/.test(text) ? [JSON.stringify(text)] : [head, ...lines];
}

function isBlockHead(line: string): boolean {
  return /^(!\w+ )?\|[-+]?$/.test(line);
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** Plain where YAML reads it as that very text. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z/$][^\n\t]*$/.test(text) &&
    !/: |:$| #|[\s]$|[\p{Cc}]/u.test(text) &&
    !/^(true|false|null|yes|no|on|off|y|n|~)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
