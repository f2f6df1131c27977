import { rmSync } from 'node:fs';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DriftStack } from '../../lib/drift/drift-stack';
import { driftStateMachine } from '../../lib/drift/state-machine';
import { newApp } from '../support/app';
import { evaluator } from '../support/intrinsics';
import { asList, type Properties } from '../support/template';
import { only, shop, TOOLS } from '../support/templates';

const env = { account: '222222222222', region: 'us-east-1' };
const app = newApp();
const stack = new DriftStack(app, 'drift', {
  stackName: 'shop-dev-drift',
  env,
  delivery: shop((input) => Object.assign(input, { tools: TOOLS })),
  part: 'dev',
  stacks: [{ name: 'shop-dev-network' }, { name: 'shop-dev-elsewhere', region: 'eu-west-1' }],
  retention: RetentionDays.ONE_WEEK,
  removalPolicy: RemovalPolicy.DESTROY,
});
const template = Template.fromStack(stack);
const { violations } = new AwsSolutionsChecks(app).validateScope(app);
const silenced = app.node
  .findAll()
  .flatMap(({ node }) =>
    node.metadata.flatMap(({ data }) => Object.keys(Object(data)).map((id) => `${id} ${node.path}`)),
  );
afterAll(() => rmSync(app.outdir, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: whatever shape the template has there
const evaluated = (value: unknown): any => {
  const synthesized = { name: 'shop-dev-drift', ...env, template: template.toJSON() as never };
  return evaluator([synthesized])(synthesized, value);
};
const statements: Properties[] = evaluated(
  Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => id.startsWith('StepPolicy'))![1][
    'Properties'
  ].PolicyDocument.Statement,
);
const reach = (action: string) =>
  statements
    .filter(({ Action }) => asList(Action).includes(action))
    .flatMap(({ Resource }) => asList<string>(Resource))
    .sort();

test('it runs once a day', () => {
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'cron(17 3 * * ? *)' });
});

test('the state machine is the one that the other test runs, with the stacks in their regions', () => {
  const machine = only(template, 'AWS::StepFunctions::StateMachine').Properties!;
  const definition = JSON.parse(evaluated(machine['DefinitionString']));
  expect(definition).toEqual(
    driftStateMachine(definition.States.Report.Resource, [
      { name: 'shop-dev-network', region: 'us-east-1' },
      { name: 'shop-dev-elsewhere', region: 'eu-west-1' },
      // Itself.
      { name: 'shop-dev-drift', region: 'us-east-1' },
    ]),
  );
});

test('a run is over before the next one starts', () => {
  const machine = only(template, 'AWS::StepFunctions::StateMachine').Properties!;
  // In the definition itself: CDK drops a state machine's timeout where the definition is a string.
  expect(JSON.parse(evaluated(machine['DefinitionString']))).toMatchObject({ TimeoutSeconds: 12 * 3600 });
});

test('every state is reached and leads somewhere', () => {
  const machine = driftStateMachine('arn', []);
  const inner = machine.States.Each.ItemProcessor;
  for (const { StartAt, States } of [machine, inner] as { StartAt: string; States: Record<string, Properties> }[]) {
    const next = Object.values(States).flatMap(({ Next, Default, Choices = [], Catch = [] }) => [
      Next,
      Default,
      ...[...Choices, ...Catch].map((one: Properties) => one['Next']),
    ]);
    expect(new Set([StartAt, ...next.filter(Boolean)])).toEqual(new Set(Object.keys(States)));
  }
});

test("it detects drift of the part's own stacks only", () => {
  const arns = [
    'arn:aws:cloudformation:eu-west-1:222222222222:stack/shop-dev-*',
    'arn:aws:cloudformation:us-east-1:222222222222:stack/shop-dev-*',
  ];
  expect(reach('cloudformation:DetectStackDrift')).toEqual(arns);
  expect(reach('cloudformation:DescribeStackResourceDrifts')).toEqual(arns);
});

test('besides that it reads, and tells people', () => {
  const actions = statements.flatMap(({ Action }) => asList<string>(Action));
  const others = actions.filter((action) => !/:(Batch)?(Get|List|Describe|Detect|View)/.test(action));
  expect(others.sort()).toEqual([
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'sns:Publish',
  ]);
  expect(reach('sns:Publish')).toEqual(['arn:aws:sns:eu-central-1:111111111111:shop-notifications']);
});

test.each([
  's3:GetObject',
  's3:ListBucket',
  'dynamodb:GetItem',
  'dynamodb:Scan',
  'secretsmanager:GetSecretValue',
  'iam:PassRole',
])('it does not get at data: %s', (action) => {
  expect(reach(action)).toEqual([]);
});

test.each([
  ['iam:GetRolePolicy', ['arn:aws:iam::222222222222:policy/shop-*', 'arn:aws:iam::222222222222:role/shop-*']],
  ['ssm:GetParameters', ['arn:aws:ssm:*:222222222222:parameter/shop/*']],
  ['lambda:GetFunction', ['arn:aws:lambda:*:222222222222:function:shop-*']],
  ['s3:GetBucketPolicy', ['arn:aws:s3:::shop-*']],
  ['dynamodb:DescribeTable', ['arn:aws:dynamodb:*:222222222222:table/shop-*']],
])('%s is for what bears the name of the delivery', (action, arns) => {
  expect(reach(action)).toEqual(arns);
});

test.each([
  'ec2:DescribeVpcs',
  'elasticloadbalancing:DescribeListeners',
  'kms:GetKeyPolicy',
  'codebuild:BatchGetProjects',
  'fis:GetExperimentTemplate',
  'logs:DescribeQueryDefinitions',
  'synthetics:GetCanary',
  'xray:GetGroup',
  // These take no resource.
  'iam:ListRoles',
  's3:ListAllMyBuckets',
])('it can read what a stack holds: %s', (action) => {
  expect(reach(action)).toEqual(['*']);
});

test('the state machine calls the function and nothing else', () => {
  const [, policy] = Object.entries(template.findResources('AWS::IAM::Policy')).find(([id]) => /^Policy/.test(id))!;
  expect(evaluated(policy['Properties'].PolicyDocument.Statement)).toEqual([
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: expect.stringContaining('Step') },
  ]);
});

test('the findings of cdk-nag are acknowledged one by one', () => {
  const open = violations
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `AwsSolutions::${ruleName} ${constructPath}`),
    )
    .filter((finding) => !silenced.some((one) => finding.startsWith(one)));
  expect(open).toEqual([]);
});
