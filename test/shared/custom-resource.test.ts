import { answerCloudFormation } from '../../lib/shared/custom-resource';
import { CloudFormation } from '../support/cloudformation';

const cloudFormation = CloudFormation.forTests();
const context = { getRemainingTimeInMillis: () => 60_000, logStreamName: 'stream-1' };

beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

function answering(work: () => Promise<void>, physicalId = 'thing-1') {
  return (event: Parameters<typeof answerCloudFormation>[0]) =>
    answerCloudFormation(event, context, { physicalId, work });
}
const well = async () => {};
const badly = async () => {
  throw new TypeError('no such thing');
};

test('work that is done is told under the name of the resource', async () => {
  const answer = await cloudFormation.ask(answering(well), cloudFormation.event('Create', 'Custom::Thing', {}));
  expect(answer).toEqual({
    Status: 'SUCCESS',
    PhysicalResourceId: 'thing-1',
    StackId: 'arn:aws:cloudformation:eu-central-1:111111111111:stack/shop/1',
    RequestId: 'request-1',
    LogicalResourceId: 'Thing',
  });
});

test('the answer has no type, as its address is signed for none', async () => {
  await cloudFormation.ask(answering(well), cloudFormation.event('Create', 'Custom::Thing', {}));
  expect(cloudFormation.headers[0]).toMatchObject({ 'content-type': '' });
  expect(Number(cloudFormation.headers[0]!['content-length'])).toBeGreaterThan(0);
});

test('a failure is told with its reason and where its log is', async () => {
  const answer = await cloudFormation.ask(answering(badly), cloudFormation.event('Create', 'Custom::Thing', {}));
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'TypeError: no such thing (log stream stream-1)' });
});

test('a creation that failed names what may be half there, so that its rollback deletes it', async () => {
  const answer = await cloudFormation.ask(answering(badly), cloudFormation.event('Create', 'Custom::Thing', {}));
  expect(answer.PhysicalResourceId).toBe('thing-1');
});

test('an update that failed leaves the old resource the one that counts', async () => {
  const event = cloudFormation.event('Update', 'Custom::Thing', {}, 'thing-0');
  expect((await cloudFormation.ask(answering(badly), event)).PhysicalResourceId).toBe('thing-0');
});

test('an update to another name hands the old resource to CloudFormation for deletion', async () => {
  const event = cloudFormation.event('Update', 'Custom::Thing', {}, 'thing-0');
  expect((await cloudFormation.ask(answering(well), event)).PhysicalResourceId).toBe('thing-1');
});

test('a function that runs out of time says so before it does', async () => {
  const event = cloudFormation.event('Create', 'Custom::Thing', {});
  const late = { ...context, getRemainingTimeInMillis: () => 5_001 };
  await answerCloudFormation(event, late, { physicalId: 'thing-1', work: () => new Promise(() => {}) });
  expect(cloudFormation.answers).toMatchObject([
    { Status: 'FAILED', Reason: expect.stringMatching(/^Error: the function ran out of time/) },
  ]);
});

test('an endless reason is cut to what CloudFormation takes', async () => {
  const work = async () => {
    throw new Error('x'.repeat(10_000));
  };
  const answer = await cloudFormation.ask(answering(work), cloudFormation.event('Create', 'Custom::Thing', {}));
  expect(JSON.stringify(answer).length).toBeLessThan(4096);
});

test('an answer that does not arrive is sent again', async () => {
  cloudFormation.statuses.push(503);
  await answering(well)(cloudFormation.event('Create', 'Custom::Thing', {}));
  expect(cloudFormation.answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS']);
});

test('an answer that cannot be sent fails the function, which Lambda then calls again', async () => {
  cloudFormation.statuses.push(503, 503, 503);
  await expect(answering(well)(cloudFormation.event('Create', 'Custom::Thing', {}))).rejects.toThrow('503');
});

test('the signed address is not logged', async () => {
  await cloudFormation.ask(answering(badly), cloudFormation.event('Create', 'Custom::Thing', {}));
  const calls = [...jest.mocked(console.log).mock.calls, ...jest.mocked(console.error).mock.calls];
  expect(calls.length).toBeGreaterThan(0);
  expect(JSON.stringify(calls)).not.toContain('signature');
});
