import { evaluator } from '../intrinsics';
import { type Statement, statementsIn } from '../statements';
import { asList, type Properties, resourcesIn, type SynthesizedStack } from '../template';
import { add, type Check, type CheckedApp, change, type Find } from './check';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const KEY = 'AWS::KMS::Key';

/** What may be allowed on every resource, and why (service authorization reference: no resource types, but for one). */
const ON_EVERYTHING: Readonly<Record<string, string>> = {
  'cloudwatch:DescribeAlarms': 'CodeDeploy asks for all alarms of a group in one call',
  'ecr:GetAuthorizationToken': 'takes no resource',
  'ecs:DescribeTaskDefinition': 'takes no resource',
  'elasticloadbalancing:DescribeListeners': 'takes no resource',
  'elasticloadbalancing:DescribeRules': 'takes no resource',
  'elasticloadbalancing:DescribeTargetGroups': 'takes no resource',
};

/** The services that enter the product's roles, and whether they say on whose behalf. */
const SERVICES: Readonly<Record<string, { readonly mustSayAccount: boolean }>> = {
  'codebuild.amazonaws.com': { mustSayAccount: true },
  'codedeploy.amazonaws.com': { mustSayAccount: true },
  'codepipeline.amazonaws.com': { mustSayAccount: true },
  'ecs-tasks.amazonaws.com': { mustSayAccount: true },
  // These roles are CDK's own; each opens one pipeline, one log group or what CloudFormation hands to the function.
  'events.amazonaws.com': { mustSayAccount: false },
  'lambda.amazonaws.com': { mustSayAccount: false },
  'vpc-flow-logs.amazonaws.com': { mustSayAccount: false },
};

/** AWS's own policies reach every resource of an account. */
const MANAGED_POLICIES = ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'];

const allowedIn = ({ stacks }: CheckedApp): Statement[] =>
  statementsIn(stacks, evaluator(stacks)).filter(({ allows }) => allows);

const actions: Find = (app) =>
  allowedIn(app).flatMap((statement) =>
    statement.actions
      .filter((action) => /^\*$|:\*$/.test(action) && !isAdministration(statement))
      .map((action) => `${statement.where}: allows ${action}`),
  );

/** A key that its own account could not administer would be lost; the account's policies say who really may. */
function isAdministration({ type, principal }: Statement): boolean {
  return type === KEY && /^arn:aws:iam::\d{12}:root$/.test(String((principal as Properties)['AWS']));
}

const resources: Find = (app) =>
  allowedIn(app)
    .filter(({ kind, resources }) => kind === 'identity' && resources.includes('*'))
    .flatMap(({ where, actions }) =>
      actions.filter((action) => !(action in ON_EVERYTHING)).map((action) => `${where}: ${action} on everything`),
    );

const exceptions: Find = (app) => {
  const used = allowedIn(app)
    .filter(({ resources }) => resources.includes('*'))
    .flatMap((statement) => statement.actions);
  return Object.keys(ON_EVERYTHING).filter((action) => !used.includes(action));
};

const managed: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, ROLE).flatMap(({ where, stack, properties }) =>
    asList<string>(evaluate(stack, properties['ManagedPolicyArns']))
      .filter((arn) => !MANAGED_POLICIES.includes(arn))
      .map((arn) => `${where}: ${arn}`),
  );
};

const trust: Find = (app) =>
  allowedIn(app)
    .filter(({ kind }) => kind === 'trust')
    .flatMap(({ where, stack, principal, conditions }) =>
      asList<string>((principal as Properties)['Service']).flatMap((service) => {
        const known = SERVICES[service];
        if (!known) return [`${where}: unknown service ${service}`];
        const account = conditions['StringEquals']?.['aws:SourceAccount'];
        const own = evaluator(app.stacks)(stack, { Ref: 'AWS::AccountId' });
        return known.mustSayAccount && account !== own ? [`${where}: ${service} may come from any account`] : [];
      }),
    );

const deployRoles: Find = ({ delivery, stacks }) => {
  const evaluate = evaluator(stacks);
  const roles = resourcesIn(stacks, ROLE).map((role) => ({
    ...role,
    properties: evaluate(role.stack, role.properties),
  }));
  const toolchain = stacks.find(({ name }) => name === `${delivery.name}-toolchain-artifacts`)!;
  const tools = evaluate(toolchain, { Ref: 'AWS::AccountId' });
  const existing = new Set(roles.map(({ properties }) => properties['RoleName']));
  return delivery.environments.flatMap((environment) =>
    delivery.services.flatMap((service) => {
      const name = `${delivery.name}-${environment.name}-${service.name}-deploy`;
      const role = roles.find(({ properties }) => properties['RoleName'] === name);
      if (!role) return [`no role ${name}`];
      const line = delivery.releaseLines.find((one) => one.environments.includes(environment))!;
      const callers = ['pipeline', 'render'].map((end) => `${delivery.name}-${service.name}-${line.name}-${end}`);
      const wanted = {
        Action: 'sts:AssumeRole',
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': callers.map((caller) => `arn:aws:iam::${tools}:role/${caller}`) },
        },
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${tools}:root` },
      };
      const statements = role.properties['AssumeRolePolicyDocument'].Statement;
      return [
        ...(JSON.stringify(statements) === JSON.stringify([wanted]) ? [] : [`${role.where}: lets in others`]),
        ...callers.filter((caller) => !existing.has(caller)).map((caller) => `${role.where}: no role ${caller}`),
      ];
    }),
  );
};

/** Whoever may enter a role is let in there. */
const entries: Find = (app) => {
  const statements = allowedIn(app);
  const trusts = new Map(
    resourcesIn(app.stacks, ROLE).map(({ stack, id, where }) => [
      evaluator(app.stacks)(stack, { 'Fn::GetAtt': [id, 'Arn'] }),
      where,
    ]),
  );
  return statements
    .filter(({ kind, actions }) => kind === 'identity' && actions.includes('sts:AssumeRole'))
    .flatMap(({ where, resources }) =>
      resources.filter((arn) => !trusts.has(arn)).map((arn) => `${where}: may enter ${arn}, which is not there`),
    );
};

const passing: Find = (app) =>
  allowedIn(app)
    .filter(({ actions }) => actions.some((action) => action === 'iam:PassRole' || action === 'iam:*'))
    .filter(({ conditions }) => conditions['StringEquals']?.['iam:PassedToService'] === undefined)
    .map(({ where }) => `${where}: passes roles to any service`);

/**
 * S3, KMS and ECR refuse a policy that names a role which is not there yet: a role of another stack may be named in a
 * condition only.
 */
const principals: Find = (app) => {
  const evaluate = evaluator(app.stacks);
  return allowedIn(app)
    .filter(({ kind }) => kind !== 'identity')
    .flatMap(({ where, stack, principal, conditions }) => {
      const own = new Set(resourcesIn([stack], ROLE).map(({ id }) => evaluate(stack, { 'Fn::GetAtt': [id, 'Arn'] })));
      return asList<string>(typeof principal === 'string' ? principal : principal?.['AWS']).flatMap((arn) => {
        if (arn === '*') return isNarrowed(conditions) ? [] : [`${where}: open to everyone`];
        return arn.endsWith(':root') || own.has(arn) ? [] : [`${where}: names ${arn} of another stack`];
      });
    });
};

function isNarrowed(conditions: Statement['conditions']): boolean {
  const keys = Object.entries(conditions).flatMap(([operator, members]) =>
    /Equals|ArnLike/.test(operator) && !/Not/.test(operator) ? Object.keys(members) : [],
  );
  return keys.some((key) => ['kms:CallerAccount', 'aws:PrincipalArn', 'aws:PrincipalAccount'].includes(key));
}

const statement = (others: Properties) => ({
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*', ...others }] },
});
const trusting = (Principal: Properties, Condition?: Properties) =>
  add(ROLE, {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, Condition }] },
  });
const inRole = (part: string, spoil: (role: Properties) => void) => (stacks: readonly SynthesizedStack[]) =>
  change(ROLE, spoil, ({ RoleName }) => RoleName === part)(stacks);

export const POLICY_CHECKS: readonly Check[] = [
  {
    title: 'nobody may do everything that a service offers',
    find: actions,
    planted: [
      { defect: 'everything', plant: add(POLICY, statement({ Action: '*' })), finding: /allows \*/ },
      { defect: 'all of S3', plant: add(POLICY, statement({ Action: ['s3:*'] })), finding: /allows s3:\*/ },
      {
        defect: 'all of a key for a role',
        plant: add(KEY, {
          KeyPolicy: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 'kms:*',
                Principal: { AWS: 'arn:aws:iam::111111111111:role/a' },
                Resource: '*',
              },
            ],
          },
        }),
        finding: /allows kms:\*/,
      },
    ],
  },
  {
    title: 'an action that takes a resource is allowed on named resources only',
    find: resources,
    planted: [
      { defect: 'any bucket', plant: add(POLICY, statement({ Resource: '*' })), finding: /s3:GetObject on everything/ },
      {
        defect: 'any bucket, within a role',
        plant: add(ROLE, { Policies: [statement({ Resource: ['*'] })] }),
        finding: /s3:GetObject on everything/,
      },
    ],
  },
  {
    title: 'no exception is kept that nothing needs',
    find: exceptions,
    planted: [
      {
        defect: 'one that nothing needs',
        plant: (stacks) => {
          for (const { properties } of resourcesIn(stacks, POLICY)) {
            for (const one of properties['PolicyDocument'].Statement) {
              if (asList(one.Action).includes('ecs:DescribeTaskDefinition')) one.Resource = 'arn';
            }
          }
        },
        finding: /ecs:DescribeTaskDefinition/,
      },
    ],
  },
  {
    title: "no role has a policy of AWS's but that of CDK's own functions",
    find: managed,
    planted: [
      {
        defect: 'an administrator',
        plant: add(ROLE, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
        finding: /AdministratorAccess/,
      },
    ],
  },
  {
    title: 'a role lets in services that exist, on behalf of its own account',
    find: trust,
    planted: [
      {
        defect: 'a misspelt service',
        plant: trusting({ Service: 'ecs-task.amazonaws.com' }),
        finding: /unknown service ecs-task\./,
      },
      {
        defect: 'no account',
        plant: trusting({ Service: 'codebuild.amazonaws.com' }),
        finding: /codebuild\.amazonaws\.com may come from any account/,
      },
      {
        defect: 'another account',
        plant: trusting(
          { Service: 'codebuild.amazonaws.com' },
          { StringEquals: { 'aws:SourceAccount': '999999999998' } },
        ),
        finding: /may come from any account/,
      },
    ],
  },
  {
    title: "a deploy role lets in its service's own pipeline and render roles, and nobody else",
    find: deployRoles,
    planted: [
      {
        defect: 'no condition',
        plant: inRole('acme-dev-web-deploy', (role) => delete role['AssumeRolePolicyDocument'].Statement[0].Condition),
        finding: /acme-dev-web\/\S+: lets in others/,
      },
      {
        defect: "another service's pipeline",
        plant: inRole('acme-dev-web-deploy', (role) => {
          const [{ Condition }] = role['AssumeRolePolicyDocument'].Statement;
          Condition.ArnEquals['aws:PrincipalArn'].push('arn:aws:iam::111111111111:role/acme-admin-develop-pipeline');
        }),
        finding: /lets in others/,
      },
      {
        defect: 'a renamed caller',
        plant: inRole('acme-web-develop-render', (role) => Object.assign(role, { RoleName: 'acme-render' })),
        finding: /no role acme-web-develop-render/,
      },
    ],
  },
  {
    title: 'whoever may enter a role enters one that is there',
    find: entries,
    planted: [
      {
        defect: 'a role of nobody',
        plant: add(POLICY, statement({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::222222222222:role/none' })),
        finding: /may enter \S+role\/none/,
      },
    ],
  },
  {
    title: 'a role is passed to a named service only',
    find: passing,
    planted: [
      {
        defect: 'to any',
        plant: add(POLICY, statement({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::111111111111:role/a' })),
        finding: /passes roles to any service/,
      },
    ],
  },
  {
    title: "a resource's policy names accounts and roles of its own stack, and everyone only within an account",
    find: principals,
    planted: [
      {
        defect: 'a role of another stack',
        plant: add(
          'AWS::S3::BucketPolicy',
          statement({ Principal: { AWS: 'arn:aws:iam::222222222222:role/acme-dev-web-deploy' } }),
        ),
        finding: /Planted: names \S+acme-dev-web-deploy of another stack/,
      },
      {
        defect: 'everyone',
        plant: add('AWS::S3::BucketPolicy', statement({ Principal: '*' })),
        finding: /open to everyone/,
      },
    ],
  },
];
