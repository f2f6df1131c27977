import { shareOf } from '../../../lib/comparison/platforms/shares';

// What Argo Rollouts' own tests expect with a surge of one (`TestApproximateWeightedNewStableReplicaCounts`).
test.each([
  [1, 1, 1, 1],
  [1, 50, 1, 1],
  [1, 100, 1, 0],
  [2, 1, 1, 2],
  [2, 50, 1, 1],
  [2, 99, 2, 1],
  [2, 100, 2, 0],
  [3, 10, 1, 3],
  [3, 25, 1, 3],
  [3, 33, 1, 2],
  [3, 34, 1, 2],
  [3, 49, 2, 2],
  [3, 50, 2, 2],
  [10, 1, 1, 10],
  [10, 18, 2, 9],
  [10, 19, 2, 9],
  [10, 20, 2, 8],
  [10, 23, 2, 8],
  [10, 24, 3, 8],
  [10, 25, 3, 8],
  [10, 99, 10, 1],
  [10, 100, 10, 0],
])('of %i pods %i percent are %i new and %i old ones', (pods, percent, next, before) => {
  expect(shareOf(pods, percent)).toEqual({ next, before });
});

test('between none and all there are pods of both versions', () => {
  for (let pods = 1; pods <= 40; pods += 1) {
    for (let percent = 1; percent <= 99; percent += 1) {
      const { next, before } = shareOf(pods, percent);
      expect([pods, percent, next > 0, before > 0]).toEqual([pods, percent, true, true]);
    }
  }
});
