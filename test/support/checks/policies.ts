import { evaluator } from '../intrinsics';
import { type Statement, statementsIn } from '../statements';
import { asList, type Properties, resourcesIn } from '../template';
import { add, type Check, type CheckedApp, type Find } from './check';
import { isLookForDrift, NARROWED, neededExceptions, ON_EVERYTHING } from './on-everything';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const KEY = 'AWS::KMS::Key';

/** AWS's own policies reach every resource of an account. What may have one all the same, by its logical id. */
const MANAGED_POLICIES: Readonly<Record<string, RegExp>> = {
  'service-role/AWSLambdaBasicExecutionRole': /^Custom|frameworkonEventServiceRole/,
  'service-role/AWSLambdaVPCAccessExecutionRole': /^ClusterKubectlProviderframeworkonEventServiceRole/,
  // What EKS wants of the role that Auto Mode works under ("EKS Auto Mode cluster IAM role").
  AmazonEKSBlockStoragePolicy: /^ClusterRole/,
  AmazonEKSClusterPolicy: /^ClusterRole/,
  AmazonEKSComputePolicy: /^ClusterRole/,
  AmazonEKSLoadBalancingPolicy: /^ClusterRole/,
  AmazonEKSNetworkingPolicy: /^ClusterRole/,
};

export const allowedIn = ({ stacks }: CheckedApp): Statement[] =>
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
    .flatMap((statement) =>
      statement.actions
        .filter((action) => !isException(statement, action) && !isLookForDrift(statement, action))
        .map((action) => `${statement.where}: ${action} on everything`),
    );

/** Whether it is one that the list knows, with the condition that goes with it. */
function isException({ conditions }: Statement, action: string): boolean {
  const key = NARROWED[action];
  const isNarrowed = key === undefined || Object.values(conditions).some((condition) => key in condition);
  return action in ON_EVERYTHING && isNarrowed;
}

const exceptions: Find = (app) => {
  const used = allowedIn(app)
    .filter(({ resources }) => resources.includes('*'))
    .flatMap((statement) => statement.actions);
  return neededExceptions(app.delivery).filter((action) => !used.includes(action));
};

const managed: Find = ({ stacks }) => {
  const evaluate = evaluator(stacks);
  return resourcesIn(stacks, ROLE).flatMap(({ where, id, stack, properties }) =>
    asList<string>(evaluate(stack, properties['ManagedPolicyArns']))
      .filter((arn) => !MANAGED_POLICIES[arn.replace('arn:aws:iam::aws:policy/', '')]?.test(id))
      .map((arn) => `${where}: ${arn}`),
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

/** A policy's properties, with one statement. */
export const statement = (others: Properties) => ({
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*', ...others }] },
});
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
      {
        defect: 'the tasks of all clusters',
        plant: (stacks) =>
          add(
            POLICY,
            statement({ Action: 'ecs:ListTasks', Resource: '*' }),
          )(stacks.filter(({ name }) => name === 'acme-dev-web')),
        finding: /Planted: ecs:ListTasks on everything/,
      },
      {
        defect: 'data, in the look for drift',
        plant: (stacks) =>
          add(
            POLICY,
            statement({ Action: 'dynamodb:GetItem', Resource: '*' }),
          )(stacks.filter(({ name }) => name === 'acme-dev-drift')),
        finding: /acme-dev-drift\/Planted: dynamodb:GetItem on everything/,
      },
      {
        defect: 'a change, in the look for drift',
        plant: (stacks) =>
          add(
            POLICY,
            statement({ Action: 'ecs:UpdateService', Resource: '*' }),
          )(stacks.filter(({ name }) => name === 'acme-dev-drift')),
        finding: /acme-dev-drift\/Planted: ecs:UpdateService on everything/,
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
    title: "no role has a policy of AWS's but those of CDK's own functions and of EKS",
    find: managed,
    planted: [
      {
        defect: "EKS's, for another role",
        plant: add(ROLE, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonEKSComputePolicy'] }),
        finding: /Planted: \S+AmazonEKSComputePolicy/,
      },
      {
        defect: 'an administrator',
        plant: add(ROLE, { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
        finding: /AdministratorAccess/,
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
