import { deployment, rolledOut, without } from '../events';
import type { GoldenCase } from './golden';

const first = deployment({
  execution: 'e1',
  image: 'v1',
  commits: [['a', '02 09:00']],
  start: '02 09:50',
  end: '02 10:00',
});
const second = deployment({
  execution: 'e2',
  image: 'v2',
  commits: [['b', '03 09:00']],
  start: '03 09:50',
  end: '03 10:00',
});
const third = deployment({
  execution: 'e3',
  image: 'v3',
  commits: [['c', '04 09:00']],
  start: '04 09:50',
  end: '04 10:00',
});

/** Three deployments of a commit that took an hour each; of the second something was lost. */
const ALL_WELL = { deployments: 3, succeeded: 3, changeFailRate: 0, reworkRate: 0 };

export const LOST: readonly GoldenCase[] = [
  {
    title: 'the end was lost: that of the rollout stands in for it',
    events: [
      ...first,
      ...without(second, 'deployment-ended', 'release-recorded'),
      // At 09:58: b took 58 minutes.
      rolledOut('d-2', '03 09:58', 'succeeded'),
      ...third,
    ],
    // 58, 60, 60.
    expected: { ...ALL_WELL, leadTime: { commits: 3, median: 60, p90: 60 } },
  },
  {
    title: 'the end of a failure was lost: its rollout tells of it, and the next one of the way back',
    events: [
      ...first,
      ...without(second, 'deployment-ended', 'release-recorded'),
      // Failed at 09:56 without an alarm, the traffic back at 09:59: 3 minutes. Its commit has no traffic.
      rolledOut('d-2', '03 09:56', 'failed'),
      rolledOut('d-2-back', '03 09:59', 'succeeded'),
      ...third,
    ],
    expected: {
      deployments: 3,
      succeeded: 2,
      failed: 1,
      changeFailRate: 100 / 3,
      recovered: { count: 1, median: 3 },
      reworkRate: 0,
      leadTime: { commits: 2, median: 60, p90: 60 },
    },
  },
  {
    title: 'the end was lost, and no rollout tells of it: the record does, a minute later',
    events: [...first, ...without(second, 'deployment-ended'), ...third],
    // 60, 60, 61.
    expected: { ...ALL_WELL, leadTime: { commits: 3, median: 60, p90: 61 } },
  },
  {
    title: 'the start was lost: nothing changes',
    events: [...first, ...without(second, 'deployment-started'), ...third],
    expected: { ...ALL_WELL, leadTime: { commits: 3, median: 60, p90: 60 } },
  },
  {
    title: 'what was prepared was lost: a deployment whose commits nobody knows',
    events: [...first, ...without(second, 'release-prepared'), ...third],
    expected: { ...ALL_WELL, leadTime: { commits: 2, median: 60, p90: 60 } },
  },
  {
    title: 'what was prepared and recorded was lost: taken for a new change',
    events: [...first, ...without(second, 'release-prepared', 'release-recorded'), ...third],
    expected: { ...ALL_WELL, leadTime: { commits: 2, median: 60, p90: 60 } },
  },
  {
    title: 'what was prepared for a redeployment was lost: its record says that it is none',
    events: [
      ...first,
      ...without(deployment({ execution: 'e2', image: 'v1', start: '03 09:50', end: '03 10:00' }), 'release-prepared'),
    ],
    expected: {
      deployments: 1,
      succeeded: 1,
      redeployments: 1,
      changeFailRate: 0,
      reworkRate: 0,
      leadTime: { commits: 1, median: 60, p90: 60 },
    },
  },
  {
    title: 'start and end were lost: the record alone tells of the deployment',
    events: [...first, ...without(second, 'deployment-started', 'deployment-ended'), ...third],
    // 60, 60, 61.
    expected: { ...ALL_WELL, leadTime: { commits: 3, median: 60, p90: 61 } },
  },
  {
    title: 'clock skew: a commit from after its traffic takes no time',
    events: [
      ...deployment({ execution: 'e1', image: 'v1', commits: [['a', '02 10:05']], start: '02 09:50', end: '02 10:00' }),
      // Ends before it begins, says another clock: it begins and ends at 09:50, 20 minutes after 09:30.
      ...deployment({ execution: 'e2', image: 'v2', commits: [['b', '03 09:30']], start: '03 09:50', end: '03 09:48' }),
    ],
    // 0 and 20.
    expected: {
      deployments: 2,
      succeeded: 2,
      changeFailRate: 0,
      reworkRate: 0,
      leadTime: { commits: 2, median: 10, p90: 20 },
    },
  },
];
