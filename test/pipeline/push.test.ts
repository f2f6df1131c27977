import { lastSuccess } from '../../lib/pipeline/push';

describe('the last success', () => {
  const run = (commitId: string, status: string, executionType = 'STANDARD') => ({ commitId, status, executionType });

  test('is the newest run that went well', () => {
    expect(
      lastSuccess([run('d', 'InProgress'), run('c', 'Failed'), run('b', 'Succeeded'), run('a', 'Succeeded')]),
    ).toBe('b');
  });

  test('is no rollback', () => {
    expect(lastSuccess([run('a', 'Succeeded', 'ROLLBACK'), run('b', 'Succeeded'), run('a', 'Succeeded')])).toBe('b');
  });

  test('is none before there was one', () => {
    expect(lastSuccess([run('a', 'Superseded'), run('b', 'Stopped')])).toBeUndefined();
  });
});
