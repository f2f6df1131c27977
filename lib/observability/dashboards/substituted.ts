import { type IResolvable, Lazy } from 'aws-cdk-lib';

/**
 * A text in which each value that CloudFormation fills in stands once, however often the text has it: `Fn::Sub` instead of the
 * `Fn::Join` that CDK writes. With a hundred services that is the difference between a template and one that is too long.
 */
export function substituted(text: string): IResolvable {
  return Lazy.uncachedAny({ produce: (context) => fromJoin(context.resolve(text)) });
}

function fromJoin(resolved: unknown): unknown {
  const join = (resolved as { readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]] })[
    'Fn::Join'
  ];
  // A text without such values is one already.
  if (!join) return resolved;
  const names = new Map<string, string>();
  const values: Record<string, unknown> = {};
  const text = join[1].map((part) => {
    // What looks like a value, and is none.
    if (typeof part === 'string') return part.replaceAll('${', '${!');
    const key = JSON.stringify(part);
    const name = pseudoParameter(part) ?? names.get(key) ?? `Value${names.size + 1}`;
    if (!name.startsWith('AWS::')) {
      names.set(key, name);
      // Within Fn::Sub, linters do not know Fn::GetStackOutput yet; within Fn::Join, where CDK has it, they do.
      values[name] = { 'Fn::Join': ['', [part]] };
    }
    return `\${${name}}`;
  });
  return { 'Fn::Sub': [text.join(join[0]), values] };
}

function pseudoParameter(part: unknown): string | undefined {
  const { Ref } = part as { readonly Ref?: string };
  return Ref?.startsWith('AWS::') ? Ref : undefined;
}
