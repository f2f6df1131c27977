import { asList, type Properties } from './template';

/** The policy of what it is attached to, said in full: a role's or a repository's own names no resource. */
export function aboutItself(policy: Properties): Properties {
  const statements = policy['Statement'] as Properties[];
  return { ...policy, Statement: statements.map((statement) => ({ ...statement, Resource: '*' })) };
}

/** Whether one of a policy's statements is about the action. */
export function speaksOf(policy: Properties, action: string): boolean {
  return (policy['Statement'] as Properties[]).some((statement) =>
    asList<string>(statement['Action']).some((pattern) => {
      const expression = pattern
        .replace(/[.+^$()|{}[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
      return new RegExp(`^${expression}$`, 'i').test(action);
    }),
  );
}

/** The policy of a key that leaves everything to its account's own policies. */
export function openTo(account: string): Properties {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: '*', Resource: '*' }] };
}
