import { canonical, isObject, listOf, type Resource, rendered, type Template } from '../cloudformation/template';

/** One thing that somebody may do, or may not: a statement of a policy, taken apart. */
export interface Grant {
  readonly allows: boolean;
  /** Whose policy says it: `role ${Role}`, or the logical id of a resource with a policy of its own. */
  readonly holder: string;
  /** Who is let in, as `Service:…` or `AWS:…`; empty where that is the holder. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The conditions as JSON; empty without any. */
  readonly condition: string;
}

/** Resources that let somebody in by being there. */
const DOORS = ['AWS::IAM::AccessKey', 'AWS::IAM::OIDCProvider', 'AWS::IAM::SAMLProvider', 'AWS::IAM::User'];

/** Everything that the policies of a template allow and deny. */
export function grantsIn(template: Template): readonly Grant[] {
  return Object.entries(template.Resources ?? {}).flatMap(([id, resource]) => grantsOf(id, resource));
}

function grantsOf(id: string, { Type: type, Properties: properties = {} }: Resource): readonly Grant[] {
  switch (type) {
    case 'AWS::IAM::Role':
    case 'AWS::IAM::User':
    case 'AWS::IAM::Group':
      return [...identityGrants(id, properties), ...doors(id, type)];
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return holdersOf(id, type, properties).flatMap((holder) => grantsOfPolicy(holder, properties['PolicyDocument']));
    case 'AWS::Lambda::Permission':
      return [permission(properties)];
    default:
      return [...policiesIn(properties).flatMap((policy) => grantsOfPolicy(id, policy)), ...doors(id, type)];
  }
}

function doors(id: string, type: string): readonly Grant[] {
  return DOORS.includes(type) ? [grant({ holder: id, action: `is a ${type}` })] : [];
}

function identityGrants(id: string, properties: Readonly<Record<string, unknown>>): readonly Grant[] {
  const holder = `role \${${id}}`;
  const boundary = properties['PermissionsBoundary'];
  return [
    ...grantsOfPolicy(`entering ${holder}`, properties['AssumeRolePolicyDocument']),
    ...listOf(properties['Policies']).flatMap((policy) =>
      grantsOfPolicy(holder, isObject(policy) ? policy['PolicyDocument'] : undefined),
    ),
    ...listOf(properties['ManagedPolicyArns']).map((arn) =>
      grant({ holder, action: 'what the managed policy allows', resource: rendered(arn) }),
    ),
    ...(boundary === undefined
      ? []
      : [grant({ allows: false, holder, action: 'what the boundary leaves out', resource: rendered(boundary) })]),
  ];
}

/** Whom a policy is attached to; a policy of nobody allows nothing yet, but whoever gets it. */
function holdersOf(id: string, type: string, properties: Readonly<Record<string, unknown>>): readonly string[] {
  const attached = ['Roles', 'Users', 'Groups'].flatMap((list) =>
    listOf(properties[list]).map((holder) => `role ${rendered(holder)}`),
  );
  return type === 'AWS::IAM::ManagedPolicy' ? [...attached, `policy \${${id}}`] : attached;
}

function permission(properties: Readonly<Record<string, unknown>>): Grant {
  const { FunctionName, Action, Principal, ...conditions } = properties;
  return grant({
    holder: `function ${rendered(FunctionName)}`,
    principal: rendered(Principal),
    action: String(Action).toLowerCase(),
    condition: canonical(conditions) === '{}' ? '' : canonical(conditions),
  });
}

/** Every policy document in a resource's properties, in whatever property it stands. */
function policiesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(policiesIn);
  if (!isObject(value)) return [];
  if (isObject(value['Statement']) || Array.isArray(value['Statement'])) return [value];
  return Object.values(value).flatMap(policiesIn);
}

function grantsOfPolicy(holder: string, policy: unknown): readonly Grant[] {
  if (!isObject(policy)) return policy === undefined ? [] : [grant({ holder, action: canonical(policy) })];
  return listOf(policy['Statement']).flatMap((statement) =>
    isObject(statement) ? grantsOfStatement(holder, statement) : [],
  );
}

function grantsOfStatement(holder: string, statement: Readonly<Record<string, unknown>>): readonly Grant[] {
  const common = {
    holder,
    allows: statement['Effect'] === 'Allow',
    condition: statement['Condition'] === undefined ? '' : canonical(statement['Condition']),
  };
  // By exclusion: what it comes to depends on everything else that there is, so it is compared as a whole.
  if (['NotAction', 'NotResource', 'NotPrincipal'].some((name) => name in statement)) {
    const { Effect, Sid, ...rest } = statement;
    return [grant({ ...common, action: canonical(rest), resource: '' })];
  }
  const resources = 'Resource' in statement ? listOf(statement['Resource']).map(rendered) : [''];
  return principalsOf(statement['Principal']).flatMap((principal) =>
    listOf(statement['Action']).flatMap((action) =>
      resources.map((resource) => grant({ ...common, principal, action: rendered(action).toLowerCase(), resource })),
    ),
  );
}

function principalsOf(principal: unknown): readonly string[] {
  if (principal === undefined) return [''];
  if (!isObject(principal)) return [rendered(principal)];
  return Object.entries(principal).flatMap(([kind, who]) => listOf(who).map((one) => `${kind}:${rendered(one)}`));
}

function grant(parts: Partial<Grant> & Pick<Grant, 'holder' | 'action'>): Grant {
  return { allows: true, principal: '', resource: '', condition: '', ...parts };
}
