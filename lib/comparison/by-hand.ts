import { isObject } from '../cloudformation/template';

/** A tag by which the platform finds what is its own; by hand it would be a tag of the stack, stated once. */
const STACK_TAG = /^slipway:/;
/** The name of a file in the bucket of assets; it depends on what is in the file, and on nothing that a template says. */
const CONTENT = /[0-9a-f]{64}/g;
/** What the CDK adds for its own deployment. */
const CDKS_OWN: Readonly<Record<string, readonly string[]>> = {
  Parameters: ['BootstrapVersion'],
  Rules: ['CheckBootstrapVersion'],
};

/**
 * A synthesized template as a person would write it: without what the CDK adds for itself and without the stack's tags, and
 * with concatenations as one `Fn::Sub`. It makes the same resources.
 */
export function byHand(template: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const sections = Object.entries(template).flatMap(([section, content]): [string, unknown][] => {
    if (!isObject(content)) return [[section, content]];
    const kept = Object.entries(content).filter(([name]) => !CDKS_OWN[section]?.includes(name));
    if (kept.length === 0) return [];
    return [[section, Object.fromEntries(kept.map(([name, part]) => [name, written(part)]))]];
  });
  return Object.fromEntries(sections);
}

/** One part of a template, likewise. */
export function written(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(CONTENT, 'CONTENT');
  if (Array.isArray(value)) return value.map(written);
  if (!isObject(value)) return value;
  const joined = substituted(value);
  if (joined !== undefined) return { 'Fn::Sub': written(joined) };
  const members = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    if (name === 'Metadata' && isObject(member)) {
      const own = Object.entries(member).filter(([key]) => !key.startsWith('aws:'));
      return own.length === 0 ? [] : [[name, Object.fromEntries(own)]];
    }
    if (name === 'Tags') return tags(member);
    return [[name, written(member)]];
  });
  return Object.fromEntries(members);
}

function tags(value: unknown): [string, unknown][] {
  const isOwn = (key: unknown) => typeof key !== 'string' || !STACK_TAG.test(key);
  if (Array.isArray(value)) {
    const own = value.filter((tag) => isOwn(isObject(tag) && (tag['Key'] ?? tag['key'])));
    return own.length === 0 ? [] : [['Tags', own.map(written)]];
  }
  if (!isObject(value)) return [['Tags', value]];
  const own = Object.entries(value).filter(([key]) => isOwn(key));
  return own.length === 0 ? [] : [['Tags', Object.fromEntries(own)]];
}

/** `arn:${AWS::Partition}:…` for a concatenation of texts, references and attributes; undefined for anything else. */
function substituted(value: Readonly<Record<string, unknown>>): string | undefined {
  const join = Object.keys(value).length === 1 ? value['Fn::Join'] : undefined;
  if (!Array.isArray(join) || !Array.isArray(join[1])) return undefined;
  const parts = join[1].map((part) => {
    if (typeof part === 'string') return part.replaceAll('${', '${!');
    const [[name, argument] = ['', undefined]] = isObject(part) ? Object.entries(part) : [];
    if (name === 'Ref') return `\${${argument}}`;
    if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `\${${argument.join('.')}}`;
    return undefined;
  });
  return parts.includes(undefined) ? undefined : parts.join(String(join[0]));
}
