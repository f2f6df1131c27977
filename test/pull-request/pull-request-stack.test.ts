import type { Delivery } from '../../lib/config/delivery';
import { codecommit, gitflow, github } from '../../lib/config/words';
import { SERVICE_DIRECTORY } from '../support/deliveries';
import { type EventPattern, matchesPattern } from '../support/event-pattern';
import { shop, TOOLS } from '../support/templates';
import { buildEvent, pullRequestEvent, referenceEvent } from './documented-events';
import { pullRequestStack } from './stacks';

const ARN = 'arn:aws:codecommit:eu-central-1:111111111111';
const shared = (name: string) =>
  codecommit({ repository: 'all', path: `services/${name}`, sharedPaths: ['libs/money'] });

const delivery = shop((input) => {
  input.tools = TOOLS;
  // A line for each of its kinds of branches.
  input.environments.push(
    { name: 'test', network: { cidr: '10.1.0.0/16' } },
    { name: 'prod', network: { cidr: '10.2.0.0/16' }, production: true },
  );
  Object.assign(input, { branching: gitflow() });
  input.services = [
    { name: 'web', directory: SERVICE_DIRECTORY },
    { name: 'orders', directory: SERVICE_DIRECTORY, listenerPort: 8081, source: shared('orders') },
    { name: 'stock', directory: SERVICE_DIRECTORY, listenerPort: 8082, source: shared('stock') },
    {
      name: 'portal',
      listenerPort: 8083,
      source: github({
        connectionArn:
          'arn:aws:codeconnections:eu-central-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef',
        repository: 'acme/portal',
      }),
    },
  ] as never;
});
const stack = pullRequestStack(delivery);
const withBranching = (change: Partial<Delivery['branching']>) =>
  pullRequestStack({ ...delivery, branching: { ...delivery.branching, ...change } });
const rules = Object.values(stack.all('AWS::Events::Rule'));
const lets = (event: unknown) =>
  rules.filter((rule) => matchesPattern(rule['EventPattern'] as EventPattern, event)).length;

describe('the function is called for', () => {
  test.each(['pullRequestCreated', 'pullRequestSourceBranchUpdated'])('a pull request: %s', (event) => {
    expect(lets(pullRequestEvent(event))).toBe(1);
    expect(lets(pullRequestEvent(event, 'shop-all'))).toBe(1);
  });

  test.each([
    'pullRequestStatusChanged',
    'pullRequestMergeStatusUpdated',
    'pullRequestApprovalStateChanged',
    'pullRequestApprovalRuleCreated',
  ])('nothing else about a pull request, as its own answers would call it again: %s', (event) => {
    expect(lets(pullRequestEvent(event))).toBe(0);
  });

  test("no other delivery's pull request", () => {
    expect(lets(pullRequestEvent('pullRequestCreated', 'store-web'))).toBe(0);
  });

  test.each(['referenceCreated', 'referenceUpdated'])('a commit on a branch that is verified: %s', (event) => {
    expect(lets(referenceEvent(event, 'feature/cart'))).toBe(1);
    expect(lets(referenceEvent(event, 'bugfix/cart/again'))).toBe(1);
  });

  test.each(['develop', 'main', 'release/1.0', 'feature', 'my/feature/cart'])('no commit on %s', (branch) => {
    expect(lets(referenceEvent('referenceUpdated', branch))).toBe(0);
  });

  test('no branch that is deleted and no tag', () => {
    expect(lets(referenceEvent('referenceDeleted', 'feature/cart'))).toBe(0);
    expect(lets(referenceEvent('referenceCreated', 'feature/1', { referenceType: 'tag' }))).toBe(0);
  });

  test.each(['SUCCEEDED', 'FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'])('a check that ended with %s', (status) => {
    expect(lets(buildEvent(status, 'shop-web-check:1'))).toBe(1);
  });

  test('no check that begins and no build of a release', () => {
    expect(lets(buildEvent('IN_PROGRESS', 'shop-web-check:1'))).toBe(0);
    expect(lets(buildEvent('SUCCEEDED', 'shop-web-main-verify:1'))).toBe(0);
    expect(lets(buildEvent('SUCCEEDED', 'store-web-check:1'))).toBe(0);
  });

  test('each kind of check that there is, and no other', () => {
    const verified = buildEvent('SUCCEEDED', 'shop-web-check:1');
    const inspected = buildEvent('SUCCEEDED', 'shop-web-inspect:1');
    expect([verified, inspected].map(lets)).toEqual([1, 1]);
    expect(lets(buildEvent('SUCCEEDED', 'shop-web-lint:1'))).toBe(0);
  });
});

test('every rule calls the one function, and may', () => {
  const named = stack.template.findResources('AWS::Lambda::Function', {
    Properties: { FunctionName: 'shop-pull-requests' },
  });
  const [arn] = Object.keys(named).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
  const targets = Object.values(stack.template.findResources('AWS::Events::Rule')).flatMap(
    ({ Properties }) => Properties.Targets,
  );
  expect(targets.map(({ Arn }) => Arn)).toEqual(rules.map(() => arn));
  stack.template.resourcePropertiesCountIs(
    'AWS::Lambda::Permission',
    { FunctionName: arn, Principal: 'events.amazonaws.com' },
    rules.length,
  );
});

test('without verified branches no push calls it', () => {
  const none = withBranching({ verified: [] });
  none.template.resourceCountIs('AWS::Events::Rule', 2);
});

describe('the function may', () => {
  const repositories = [`${ARN}:shop-all`, `${ARN}:shop-web`];
  const projects = ['orders', 'stock', 'web'].flatMap((name) =>
    ['check', 'inspect'].map((end) => `arn:aws:codebuild:eu-central-1:111111111111:project/shop-${name}-${end}`),
  );
  const allowed = stack.allowed('Checks');

  test('answer and approve the pull requests of the delivery, and read what they change', () => {
    for (const action of [
      'GetDifferences',
      'GetMergeOptions',
      'GetPullRequest',
      'ListPullRequests',
      'PostCommentForPullRequest',
      'UpdatePullRequestApprovalState',
    ]) {
      expect(allowed[`codecommit:${action}`]).toEqual(repositories);
    }
  });

  test('start the checks and look at them', () => {
    for (const action of ['BatchGetBuilds', 'ListBuildsForProject', 'StartBuild']) {
      expect(allowed[`codebuild:${action}`]).toEqual(projects);
    }
  });

  test('write its log and do nothing else', () => {
    const others = Object.keys(allowed).filter((action) => !/^(codecommit|codebuild):/.test(action));
    expect(others).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(Object.keys(allowed)).toHaveLength(11);
  });
});

test('policies of a hundred services fit into what AWS takes', () => {
  const many = shop((input) => {
    input.tools = { account: '111111111111', region: 'ap-southeast-1' };
    input.services = Array.from({ length: 100 }, (_, index) => ({
      name: `a-long-name-${index}`,
      directory: SERVICE_DIRECTORY,
      listenerPort: 8000 + index,
    }));
  });
  const large = pullRequestStack(many);
  const managed = Object.entries(large.all('AWS::IAM::ManagedPolicy'));
  // IAM and STS quotas: a managed policy's characters, and how many of them a role has.
  for (const [, { PolicyDocument }] of managed) expect(JSON.stringify(PolicyDocument).length).toBeLessThan(6144);
  expect(managed.filter(([id]) => id.startsWith('Checks')).length).toBeLessThanOrEqual(10);
  expect(Object.keys(large.template.toJSON()['Resources']).length).toBeLessThan(500);
});

describe('the setup', () => {
  const branches = Object.values(stack.all('Custom::CodeCommitBranches'));
  const approvalRules = Object.values(stack.all('Custom::CodeCommitApprovalRule'));

  test('gives each CodeCommit repository the branches that the model names', () => {
    expect(branches.map(({ repository }) => repository)).toEqual(['shop-web', 'shop-all']);
    for (const { defaultBranch, branches: names } of branches) {
      expect(defaultBranch).toBe('develop');
      expect(names).toEqual(['develop', 'main']);
    }
  });

  test('binds both approval rules to each repository', () => {
    expect(approvalRules.map(({ name }) => name)).toEqual(['shop-checks', 'shop-people-and-checks']);
    for (const { repositories } of approvalRules) expect(repositories).toEqual(['shop-web', 'shop-all']);
  });

  test("lets the sessions of the function's own role satisfy the rule of the checks", () => {
    const { Statements } = JSON.parse(approvalRules[0]!['content']);
    expect(Statements[0].ApprovalPoolMembers).toEqual(['arn:aws:sts::111111111111:assumed-role/shop-pull-requests/*']);
    stack.template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'shop-pull-requests' });
    stack.template.hasResourceProperties('AWS::IAM::Role', { RoleName: 'shop-pull-requests' });
  });

  test('lets that role be entered by Lambda alone', () => {
    const [role] = Object.values(stack.all('AWS::IAM::Role')).filter(
      ({ RoleName }) => RoleName === 'shop-pull-requests',
    );
    expect(role!['AssumeRolePolicyDocument'].Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  });

  test('may create branches in the repositories of the delivery, and neither move nor delete any', () => {
    const allowed = stack.allowed('Setup');
    expect(allowed['codecommit:CreateBranch']).toEqual([`${ARN}:shop-all`, `${ARN}:shop-web`]);
    expect(Object.keys(allowed).filter((action) => /Branch|Git|Merge|PullRequest|Commit$/.test(action))).toEqual([
      'codecommit:CreateBranch',
      'codecommit:GetBranch',
    ]);
  });

  test('begins when its function may act, and does not keep a stack waiting for an hour', () => {
    for (const type of ['Custom::CodeCommitBranches', 'Custom::CodeCommitApprovalRule']) {
      for (const { DependsOn, Properties } of Object.values(stack.template.findResources(type))) {
        expect(DependsOn.filter((id: string) => id.startsWith('SetupFunctionPolicy'))).toHaveLength(1);
        expect(Properties.ServiceTimeout).toBe('360');
      }
    }
    for (const { DependsOn } of Object.values(stack.template.findResources('AWS::Lambda::Function'))) {
      expect(DependsOn.some((id: string) => /^(SetupBranches|ChecksRepositories)/.test(id))).toBe(true);
    }
  });

  test('has no approval rule where nobody has to approve, and then may make none', () => {
    const none = withBranching({ approvals: undefined });
    none.template.resourceCountIs('Custom::CodeCommitApprovalRule', 0);
    expect(Object.keys(none.allowed('Setup')).filter((action) => action.includes('Template'))).toEqual([]);
  });
});

test('logs and functions go with the stack', () => {
  const stack = pullRequestStack(shop());
  stack.template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  stack.template.resourceCountIs('AWS::Logs::LogGroup', 2);
});
