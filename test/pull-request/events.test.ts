import { readEvent } from '../../lib/pull-request/events';
import { buildEvent, pullRequestEvent, referenceEvent } from './documented-events';

test('a pull request that is opened or updated is read by its id alone', () => {
  expect(readEvent(pullRequestEvent('pullRequestCreated'))).toEqual({ kind: 'pullRequest', id: '1' });
  expect(readEvent(pullRequestEvent('pullRequestSourceBranchUpdated'))).toEqual({ kind: 'pullRequest', id: '1' });
});

test('a push is read by its repository and commit', () => {
  expect(readEvent(referenceEvent('referenceUpdated', 'feature/cart'))).toEqual({
    kind: 'push',
    repository: 'shop-web',
    commit: '3e5983DESTINATION',
  });
});

test("a build is read by its id, which is the end of the event's ARN", () => {
  expect(readEvent(buildEvent('SUCCEEDED', 'shop-web-check:8745a7a9-c340'))).toEqual({
    kind: 'build',
    project: 'shop-web-check',
    build: 'shop-web-check:8745a7a9-c340',
  });
});

test('an event of another kind is refused by its name', () => {
  expect(() => readEvent({ 'detail-type': 'EC2 Instance State-change Notification', detail: {} })).toThrow(
    'unexpected event: EC2 Instance State-change Notification',
  );
});

test('a deleted branch has no commit that could be checked', () => {
  expect(() => readEvent(referenceEvent('referenceDeleted', 'feature/cart'))).toThrow(
    'CodeCommit Repository State Change: no commitId in the event',
  );
});
