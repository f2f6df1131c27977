import '../support/aws-environment';
import { setTimeout } from 'node:timers/promises';
import { APPROVAL_RULE_TYPE, BRANCHES_TYPE } from '../../lib/pull-request/constants';
import { handler } from '../../lib/pull-request/setup.lambda';
import { AwsServer, awsError } from '../support/aws-server';
import { CloudFormation } from '../support/cloudformation';
import { FakeCodeCommit } from './fake-codecommit';

jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn(async () => {}) }));

const aws = AwsServer.forTests();
const cloudFormation = CloudFormation.forTests();
let codecommit: FakeCodeCommit;

beforeAll(() => {
  process.env['AWS_ENDPOINT_URL'] = aws.url;
});
beforeEach(() => {
  codecommit = new FakeCodeCommit();
  codecommit.repositories.set('shop-web', new Map([['develop', 'c1']]));
  codecommit.repositories.set('shop-orders', new Map([['develop', 'c2']]));
  aws.on(codecommit.handlers);
  jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

type Type = 'Create' | 'Update' | 'Delete';

function setUp(type: Type, resourceType: string, properties: Record<string, unknown>, physicalId?: string) {
  return cloudFormation.ask(handler, cloudFormation.event(type, resourceType, properties, physicalId));
}

describe('branches', () => {
  const properties = { repository: 'shop-web', defaultBranch: 'develop', branches: ['develop', 'main'] };
  const branches = () => Object.fromEntries(codecommit.repositories.get('shop-web')!);

  test('that are missing start at the tip of the default branch', async () => {
    expect(await setUp('Create', BRANCHES_TYPE, properties)).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'shop-web/branches',
    });
    expect(branches()).toEqual({ develop: 'c1', main: 'c1' });
  });

  test('that are there stay where they are', async () => {
    codecommit.repositories.get('shop-web')!.set('main', 'c0');
    await setUp('Create', BRANCHES_TYPE, properties);
    await setUp('Update', BRANCHES_TYPE, { ...properties, branches: ['develop', 'main', 'next'] }, 'shop-web/branches');
    expect(branches()).toEqual({ develop: 'c1', main: 'c0', next: 'c1' });
  });

  test("start at the repository's own default where the configured one is missing", async () => {
    codecommit.repositories.set('shop-web', new Map([['main', 'c7']]));
    await setUp('Update', BRANCHES_TYPE, properties);
    expect(branches()).toEqual({ main: 'c7', develop: 'c7' });
  });

  test('are left to the first push of an empty repository', async () => {
    codecommit.repositories.set('shop-web', new Map());
    expect(await setUp('Create', BRANCHES_TYPE, properties)).toMatchObject({ Status: 'SUCCESS' });
    expect(branches()).toEqual({});
  });

  test('are never deleted', async () => {
    expect(await setUp('Delete', BRANCHES_TYPE, properties, 'shop-web/branches')).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'shop-web/branches',
    });
    expect(aws.actions).toEqual([]);
  });

  test('of a repository that does not exist are a failure that says so', async () => {
    expect(await setUp('Create', BRANCHES_TYPE, { ...properties, repository: 'shop-none' })).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('RepositoryDoesNotExistException: shop-none does not exist'),
    });
  });
});

describe('an approval rule', () => {
  const properties = {
    name: 'shop-checks',
    description: 'The checks have passed.',
    content: '{"a":1}',
    repositories: ['shop-web', 'shop-orders'],
  };
  const template = (name = 'shop-checks') => {
    const found = codecommit.templates.get(name);
    return found && { ...found, repositories: [...found.repositories] };
  };
  const { content, description, repositories } = properties;

  test('is made and bound to its repositories, and named after itself', async () => {
    const answer = await setUp('Create', APPROVAL_RULE_TYPE, properties);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'shop-checks' });
    expect(template()).toEqual({ content, description, repositories });
  });

  test('that is there half done is completed', async () => {
    codecommit.templates.set('shop-checks', { content: '{}', description, repositories: new Set(['shop-web']) });
    expect(await setUp('Create', APPROVAL_RULE_TYPE, properties)).toMatchObject({ Status: 'SUCCESS' });
    expect(template()).toEqual({ content, description, repositories });
  });

  test('that is asked for twice is the same as asked for once', async () => {
    await setUp('Create', APPROVAL_RULE_TYPE, properties);
    const once = template();
    expect(await setUp('Create', APPROVAL_RULE_TYPE, properties)).toMatchObject({ Status: 'SUCCESS' });
    expect(template()).toEqual(once);
    expect(aws.actions.filter((action) => action.startsWith('Associate'))).toHaveLength(2);
  });

  test('is updated where it differs', async () => {
    await setUp('Create', APPROVAL_RULE_TYPE, properties);
    await setUp('Update', APPROVAL_RULE_TYPE, { ...properties, content: '{"a":2}' }, 'shop-checks');
    expect(template()).toEqual({ content: '{"a":2}', description, repositories });
    expect(aws.actions).not.toContain('UpdateApprovalRuleTemplateDescription');
    await setUp('Update', APPROVAL_RULE_TYPE, { ...properties, description: 'Passed.' }, 'shop-checks');
    expect(template()).toEqual({ content, description: 'Passed.', repositories });
  });

  test('is bound to repositories that are new and no more to those that are not listed', async () => {
    await setUp('Create', APPROVAL_RULE_TYPE, properties);
    codecommit.repositories.set('shop-stock', new Map([['develop', 'c3']]));
    await setUp(
      'Update',
      APPROVAL_RULE_TYPE,
      { ...properties, repositories: ['shop-orders', 'shop-stock'] },
      'shop-checks',
    );
    expect(template()?.repositories).toEqual(['shop-orders', 'shop-stock']);
  });

  test('is let go of a repository that is gone', async () => {
    await setUp('Create', APPROVAL_RULE_TYPE, properties);
    codecommit.repositories.delete('shop-web');
    const answer = await setUp(
      'Update',
      APPROVAL_RULE_TYPE,
      { ...properties, repositories: ['shop-orders'] },
      'shop-checks',
    );
    expect(answer.Status).toBe('SUCCESS');
  });

  test('under a new name is a new one, and the old one is deleted by its id', async () => {
    await setUp('Create', APPROVAL_RULE_TYPE, properties);
    const answer = await setUp('Update', APPROVAL_RULE_TYPE, { ...properties, name: 'shop-tests' }, 'shop-checks');
    expect(answer.PhysicalResourceId).toBe('shop-tests');
    // What CloudFormation sends next, with the old properties.
    await setUp('Delete', APPROVAL_RULE_TYPE, properties, 'shop-checks');
    expect([...codecommit.templates.keys()]).toEqual(['shop-tests']);
  });

  test('is deleted although repositories have it', async () => {
    await setUp('Create', APPROVAL_RULE_TYPE, properties);
    expect(await setUp('Delete', APPROVAL_RULE_TYPE, properties, 'shop-checks')).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'shop-checks',
    });
    expect(codecommit.templates.size).toBe(0);
  });

  test('that a person has deleted already is deleted', async () => {
    expect(await setUp('Delete', APPROVAL_RULE_TYPE, properties, 'shop-checks')).toMatchObject({ Status: 'SUCCESS' });
  });

  test('whose creation fails on the way is deleted by the rollback', async () => {
    const wrong = { ...properties, repositories: ['shop-web', 'shop-none'] };
    const failed = await setUp('Create', APPROVAL_RULE_TYPE, wrong);
    expect(failed).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'shop-checks' });
    expect(template()?.repositories).toEqual(['shop-web']);
    await setUp('Delete', APPROVAL_RULE_TYPE, wrong, failed.PhysicalResourceId);
    expect(codecommit.templates.size).toBe(0);
  });
});

test("a role's policy that has not arrived everywhere yet is waited for", async () => {
  let denials = 2;
  aws.on({
    GetBranch: (input) => {
      if (denials-- > 0) throw awsError('AccessDeniedException', 'not authorized to perform codecommit:GetBranch');
      return codecommit.handlers['GetBranch']!(input);
    },
  });
  const properties = { repository: 'shop-web', defaultBranch: 'develop', branches: ['main'] };
  expect(await setUp('Create', BRANCHES_TYPE, properties)).toMatchObject({ Status: 'SUCCESS' });
  expect(jest.mocked(setTimeout).mock.calls).toEqual([[5000], [5000]]);
});

test('a permission that is missing for good is a failure', async () => {
  aws.on({
    GetBranch: () => {
      throw awsError('AccessDeniedException', 'not authorized to perform codecommit:GetBranch');
    },
  });
  const properties = { repository: 'shop-web', defaultBranch: 'develop', branches: ['main'] };
  expect(await setUp('Create', BRANCHES_TYPE, properties)).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('AccessDeniedException'),
  });
});

test('a resource of another type is refused', async () => {
  expect(await setUp('Create', 'Custom::Other', {})).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('unknown resource type Custom::Other'),
  });
});
