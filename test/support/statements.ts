import type { Evaluate } from './intrinsics';
import { asList, type Properties, resourcesIn, type SynthesizedStack, walk } from './template';

/** One statement of any policy in the templates, evaluated. */
export interface Statement {
  /** For messages: stack and logical id. */
  readonly where: string;
  readonly stack: SynthesizedStack;
  readonly type: string;
  /** Who it is about: a principal of its own, the roles of a resource's owner, or the users of a resource. */
  readonly kind: 'trust' | 'identity' | 'resource';
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principal: Properties | string | undefined;
  readonly conditions: Readonly<Record<string, Properties>>;
}

/** Every statement of every policy, wherever a resource has one. */
export function statementsIn(stacks: readonly SynthesizedStack[], evaluate: Evaluate): Statement[] {
  return resourcesIn(stacks).flatMap(({ stack, type, where, properties }) => {
    const found: Statement[] = [];
    // That of a log group is JSON, as a text.
    const isText = type === 'AWS::Logs::ResourcePolicy';
    walk(isText ? JSON.parse(evaluate(stack, properties['PolicyDocument'])) : properties, (object, key) => {
      if (!Array.isArray(object['Statement'])) return;
      for (const raw of object['Statement']) {
        const statement = evaluate(stack, raw);
        if (statement['NotAction'] ?? statement['NotResource'] ?? statement['NotPrincipal']) {
          throw new Error(`${where}: a statement by exclusion`);
        }
        found.push({
          where,
          stack,
          type,
          kind: key === 'AssumeRolePolicyDocument' ? 'trust' : statement['Principal'] ? 'resource' : 'identity',
          allows: statement['Effect'] === 'Allow',
          actions: asList(statement['Action']),
          resources: asList(statement['Resource']),
          principal: statement['Principal'],
          conditions: statement['Condition'] ?? {},
        });
      }
    });
    return found;
  });
}
