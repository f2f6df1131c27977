import { evaluator } from '../intrinsics';
import { locationOf } from '../places';
import { asList, type Properties, resourcesIn, type SynthesizedStack } from '../template';
import { add, type Check, type CheckedApp, change, type Find } from './check';
import { allowedIn, statement } from './policies';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';

/** The services that enter the product's roles, and whether they say on whose behalf. */
const SERVICES: Readonly<Record<string, { readonly mustSayAccount: boolean }>> = {
  // Nothing states that it does; its role looks at alarms and OpsItems only.
  'chatbot.amazonaws.com': { mustSayAccount: false },
  'codebuild.amazonaws.com': { mustSayAccount: true },
  'codedeploy.amazonaws.com': { mustSayAccount: true },
  'codepipeline.amazonaws.com': { mustSayAccount: true },
  // The account's own instances.
  'ec2.amazonaws.com': { mustSayAccount: false },
  'ecs-tasks.amazonaws.com': { mustSayAccount: true },
  // The condition is there if ECS says so: nothing states that it does.
  'ecs.amazonaws.com': { mustSayAccount: false },
  // Nothing states that it does; whoever makes a cluster hands its role over.
  'eks.amazonaws.com': { mustSayAccount: false },
  // These roles are CDK's own; each opens one pipeline, one log group or what CloudFormation hands to the function.
  'events.amazonaws.com': { mustSayAccount: false },
  'fis.amazonaws.com': { mustSayAccount: true },
  'lambda.amazonaws.com': { mustSayAccount: false },
  // It says for which cluster, whose ARN has the account: a check of its own holds it to that.
  'pods.eks.amazonaws.com': { mustSayAccount: false },
  'ssm.amazonaws.com': { mustSayAccount: true },
  'states.amazonaws.com': { mustSayAccount: true },
  'vpc-flow-logs.amazonaws.com': { mustSayAccount: false },
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

/** Its guide has the policy without a condition ("Enable access logs for your Application Load Balancer"). */
const NEVER_SAYS_ACCOUNT = ['logdelivery.elasticloadbalancing.amazonaws.com'];

/** Services that a resource lets in: for the account's own work, or for one resource that is named. */
const guests: Find = (app) =>
  allowedIn(app)
    .filter(({ kind }) => kind === 'resource')
    .flatMap(({ where, stack, principal, conditions }) => {
      const own = evaluator(app.stacks)(stack, { Ref: 'AWS::AccountId' });
      const isOwn = conditions['StringEquals']?.['aws:SourceAccount'] === own;
      const isNamed = [conditions['ArnEquals'], conditions['ArnLike']].some((arns) => arns?.['aws:SourceArn']);
      return asList<string>((principal as Properties)?.['Service'])
        .filter((service) => !isOwn && !isNamed && !NEVER_SAYS_ACCOUNT.includes(service))
        .map((service) => `${where}: ${service} may come from any account`);
    });

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
      const deployer = service.in[environment.name]!.controller === 'codedeploy' ? 'pipeline' : 'shift';
      const callers = [deployer, 'render'].map((end) => `${delivery.name}-${service.name}-${line.name}-${end}`);
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
  const bootstrapped = bootstrapRoles(app);
  return statements
    .filter(({ kind, actions }) => kind === 'identity' && actions.includes('sts:AssumeRole'))
    .flatMap(({ where, stack, resources }) =>
      resources
        .filter((arn) => !trusts.has(arn) && !(isInfrastructure(stack) && bootstrapped.has(arn)))
        .map((arn) => `${where}: may enter ${arn}, which is not there`),
    );
};

/** The roles that `cdk bootstrap` makes wherever the delivery has a stack. */
function bootstrapRoles({ stacks }: CheckedApp): Set<string> {
  const evaluate = evaluator(stacks);
  return new Set(
    stacks.flatMap((stack) => {
      const { account, region } = locationOf(stack, evaluate);
      return ['deploy', 'file-publishing', 'lookup'].map(
        (role) => `arn:aws:iam::${account}:role/cdk-hnb659fds-${role}-role-${account}-${region}`,
      );
    }),
  );
}

/** The application's own pipeline, which alone deploys stacks. */
function isInfrastructure({ name }: SynthesizedStack): boolean {
  return name.endsWith('-toolchain-infrastructure');
}

const trusting = (Principal: Properties, Condition?: Properties) =>
  add(ROLE, {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, Condition }] },
  });
const inRole = (part: string, spoil: (role: Properties) => void) => (stacks: readonly SynthesizedStack[]) =>
  change(ROLE, spoil, ({ RoleName }) => RoleName === part)(stacks);

export const ROLE_CHECKS: readonly Check[] = [
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
    title: 'a resource lets in services on behalf of its own account, or of one resource',
    find: guests,
    planted: [
      {
        defect: 'a queue for all rules of the world',
        plant: change('AWS::SQS::QueuePolicy', ({ PolicyDocument }) => {
          for (const one of PolicyDocument.Statement) if (one.Effect === 'Allow') delete one.Condition;
        }),
        finding: /events\.amazonaws\.com may come from any account/,
      },
      {
        defect: 'a log for all traces of the world',
        plant: add('AWS::Logs::ResourcePolicy', {
          PolicyDocument: JSON.stringify({
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'xray.amazonaws.com' },
                Action: 'logs:PutLogEvents',
                Resource: 'arn:aws:logs:eu-central-1:111111111111:log-group:aws/spans:*',
              },
            ],
          }),
        }),
        finding: /Planted: xray\.amazonaws\.com may come from any account/,
      },
    ],
  },
  {
    title: 'a deploy role lets in the roles that render and deploy its service, and nobody else',
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
      {
        defect: "bootstrap's role, from a service's pipeline",
        plant: (stacks) =>
          add(
            POLICY,
            statement({
              Action: 'sts:AssumeRole',
              Resource: 'arn:aws:iam::222222222222:role/cdk-hnb659fds-deploy-role-222222222222-eu-central-1',
            }),
          )(stacks.filter(({ name }) => name === 'acme-toolchain-web-main-pipeline')),
        finding: /may enter \S+role\/cdk-hnb659fds-deploy-role/,
      },
    ],
  },
];
