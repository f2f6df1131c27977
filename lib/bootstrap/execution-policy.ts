import { resourceType } from '../cloudformation/resource-types';
import { isObject, listOf, type Resource, type Template } from '../cloudformation/template';
import { isUnused } from '../cloudformation/unused-actions';
import { SCOPES, SERVICE_LINKED_ROLES } from './scopes';

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Characters of a managed policy (IAM and STS quotas); white space does not count, and there is none here. */
export const POLICY_LIMIT = 6144;

/** Types of CloudFormation's own, for which it calls no service. */
const NO_CALLS = /^AWS::CDK::|^AWS::CloudFormation::WaitCondition/;
/** Have conditions of their own below. */
const CONDITIONAL = ['iam:AttachRolePolicy', 'iam:CreateServiceLinkedRole', 'iam:DetachRolePolicy', 'iam:PassRole'];

/**
 * What CloudFormation may do to deploy these templates: managed policies for `cdk bootstrap
 * --cloudformation-execution-policies`. The calls are those that the schemas of the resource types name, on resources
 * with the delivery's name where there is one.
 *
 * @throws Error for a resource type that the table does not have
 */
export function executionPolicies(delivery: string, templates: readonly Template[]): readonly Policy[] {
  const resources = templates.flatMap((template) => Object.values(template.Resources ?? {}));
  const types = [...new Set(resources.map(({ Type }) => Type))].filter((type) => !NO_CALLS.test(type));
  const unknown = types.filter((type) => !resourceType(type));
  if (unknown.length > 0) {
    throw new Error(`no calls are known for ${unknown.sort().join(', ')}: add them with scripts/resource-types.mjs`);
  }
  const actions = types.flatMap((type) => [...resourceType(type)!.read, ...resourceType(type)!.write]);
  // Every template has a parameter that is read from there; functions and repositories have their code from the bucket.
  const always = ['ssm:GetParameters', 's3:GetObject'];
  // CloudFormation looks it up under the role of the stack that asks ("Fn::GetStackOutput" in its template reference).
  const lookingUp = JSON.stringify(templates).includes('"Fn::GetStackOutput"') ? ['cloudformation:DescribeStacks'] : [];
  const needed = new Set([...actions, ...always, ...lookingUp].filter((action) => !isUnused(action)));
  const statements = [
    ...scoped([...needed].filter((action) => !CONDITIONAL.includes(action)).sort()),
    ...(needed.has('iam:PassRole') ? [passRole(resources)] : []),
    ...attachPolicies(resources),
    ...serviceLinkedRoles(types),
  ];
  return packed(JSON.parse(JSON.stringify(statements).replaceAll('{delivery}', delivery)));
}

function scoped(actions: readonly string[]): Statement[] {
  const groups = new Map<readonly string[], string[]>();
  const everything = ['*'];
  for (const action of actions) {
    const scope = SCOPES.find((one) => one.actions.test(action))?.resources ?? everything;
    const key = scope.length === 1 && scope[0] === '*' ? everything : scope;
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  return [...groups].map(([Resource, Action]) => ({ Effect: 'Allow', Action, Resource }));
}

/** The delivery's own roles, to services that roles of these templates let in. */
function passRole(resources: readonly Resource[]): Statement {
  const services = ofType(resources, 'AWS::IAM::Role').flatMap(({ Properties = {} }) => {
    const policy = Properties['AssumeRolePolicyDocument'];
    const statements = isObject(policy) ? listOf(policy['Statement']) : [];
    return statements.flatMap((statement) => {
      const principal = isObject(statement) ? statement['Principal'] : undefined;
      return isObject(principal) ? listOf(principal['Service']).filter((name) => typeof name === 'string') : [];
    });
  });
  return {
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: ['arn:aws:iam::*:role/{delivery}-*'],
    Condition: { StringEquals: { 'iam:PassedToService': [...new Set(services as string[])].sort() } },
  };
}

/** Policies of AWS's that the templates attach, and the delivery's own; none else. */
function attachPolicies(resources: readonly Resource[]): Statement[] {
  const managed = ofType(resources, 'AWS::IAM::Role')
    .flatMap(({ Properties = {} }) => listOf(Properties['ManagedPolicyArns']))
    .flatMap((arn) => /policy\/[\w+=,.@/-]+(?="|$)/.exec(JSON.stringify(arn)) ?? [])
    .map((path) => `arn:aws:iam::aws:${path}`);
  return [
    {
      Effect: 'Allow',
      Action: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      Resource: ['arn:aws:iam::*:role/{delivery}-*'],
      Condition: { ArnLike: { 'iam:PolicyARN': ['arn:aws:iam::*:policy/{delivery}-*', ...new Set(managed)].sort() } },
    },
  ];
}

function serviceLinkedRoles(types: readonly string[]): Statement[] {
  const services = types.flatMap((type) => SERVICE_LINKED_ROLES[type] ?? []);
  if (services.length === 0) return [];
  return [
    {
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: ['arn:aws:iam::*:role/aws-service-role/*'],
      Condition: { StringEquals: { 'iam:AWSServiceName': [...new Set(services)].sort() } },
    },
  ];
}

function ofType(resources: readonly Resource[], type: string): Resource[] {
  return resources.filter(({ Type }) => Type === type);
}

/** As few policies as the statements fit into in their order; one that is too long by itself is divided by its actions. */
function packed(statements: readonly Statement[]): Policy[] {
  const policies: Policy[] = [];
  let last: Statement[] = [];
  for (const statement of statements.flatMap(divided)) {
    if (last.length > 0 && JSON.stringify(policy([...last, statement])).length > POLICY_LIMIT) {
      policies.push(policy(last));
      last = [];
    }
    last.push(statement);
  }
  return last.length > 0 ? [...policies, policy(last)] : policies;
}

function divided(statement: Statement): Statement[] {
  const { Action: actions } = statement;
  if (actions.length < 2 || JSON.stringify(policy([statement])).length <= POLICY_LIMIT / 2) return [statement];
  const half = Math.ceil(actions.length / 2);
  return [actions.slice(0, half), actions.slice(half)].flatMap((Action) => divided({ ...statement, Action }));
}

function policy(Statement: readonly Statement[]): Policy {
  return { Version: '2012-10-17', Statement };
}
