import { alarm, deployment, opened, resolved, rolledOut } from '../events';
import type { GoldenCase } from './golden';

/** The release that all these have before: no failure, one commit that took 60 minutes. */
const before = deployment({
  execution: 'e1',
  image: 'v1',
  commits: [['a', '02 09:00']],
  start: '02 09:50',
  end: '02 10:00',
});
const LEAD_OF_BEFORE = { commits: 1, median: 60, p90: 60 };

export const FAILURES: readonly GoldenCase[] = [
  {
    title: 'a rollback during canary: failed once, recovered when the traffic was back, its commit waits',
    events: [
      ...before,
      // Begins at 10:00; the alarm is raised at 10:06, CodeDeploy has moved the traffic back at 10:10, and the pipeline hears
      // of it at 10:12. Noticed 10:06, over 10:10: 4 minutes.
      ...deployment({
        execution: 'e2',
        image: 'v2',
        commits: [['b', '03 09:00']],
        start: '03 10:00',
        end: '03 10:12',
        outcome: 'failed',
      }),
      alarm('alarm', '03 10:06'),
      rolledOut('d-2', '03 10:08', 'failed'),
      rolledOut('d-2-back', '03 10:10', 'succeeded'),
      alarm('ok', '03 10:11'),
      // CodePipeline then runs the stage again with the release before: the same digest, no new change.
      ...deployment({ execution: 'e3', image: 'v1', start: '03 10:15', end: '03 10:25' }),
      // The mended release brings b and c. Lead times: a 60; b 03 09:00 → 04 10:00 = 1500; c 04 09:00 → 04 10:00 = 60.
      // Sorted 60, 60, 1500: the median is the second, the 90th percentile the third (0.9 × 3 = 2.7, so rank 3).
      ...deployment({
        execution: 'e4',
        image: 'v3',
        commits: [
          ['c', '04 09:00'],
          ['b', '03 09:00'],
        ],
        start: '04 09:50',
        end: '04 10:00',
      }),
    ],
    expected: {
      // e1, e2 and e4; e3 is a redeployment.
      deployments: 3,
      succeeded: 2,
      redeployments: 1,
      failed: 1,
      changeFailRate: 100 / 3,
      recovered: { count: 1, median: 4 },
      leadTime: { commits: 3, median: 60, p90: 1500 },
      reworkRate: 0,
    },
  },
  {
    title: 'two incidents in one failed deployment: one failure, which lasts until the second is over',
    events: [
      ...before,
      // Lead time 03 09:00 → 03 10:00 = 60.
      ...deployment({ execution: 'e2', image: 'v2', commits: [['b', '03 09:00']], start: '03 09:50', end: '03 10:00' }),
      // 10:30–10:50 and 12:00–12:15. From 10:30 to 12:15: 105 minutes.
      opened('i1', '03 10:30', 'e2'),
      resolved('i1', '03 10:50'),
      opened('i2', '03 12:00', 'e2'),
      resolved('i2', '03 12:15'),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      failed: 1,
      // One of two, though there were two incidents.
      changeFailRate: 50,
      recovered: { count: 1, median: 105 },
      incidents: 2,
      leadTime: { commits: 2, median: 60, p90: 60 },
      reworkRate: 0,
    },
  },
  {
    title: 'an incident long after the last deployment belongs to none',
    events: [...before, alarm('alarm', '20 08:00'), opened('i1', '20 08:05', null), resolved('i1', '20 09:00')],
    expected: {
      deployments: 1,
      succeeded: 1,
      changeFailRate: 0,
      incidents: 1,
      leadTime: LEAD_OF_BEFORE,
      reworkRate: 0,
    },
  },
  {
    title: 'a rollback by a person: the release before it failed, the rollback itself is rework and no deployment',
    events: [
      ...before,
      // Lead time 03 08:00 → 03 10:00 = 120.
      ...deployment({ execution: 'e2', image: 'v2', commits: [['b', '03 08:00']], start: '03 09:50', end: '03 10:00' }),
      // On since 10:20 when the rollback begins at 10:30; the old image has the traffic at 10:40 − 5 of bake = 10:35.
      // Noticed 10:20, over 10:35: 15 minutes.
      alarm('alarm', '03 10:20'),
      ...deployment({ execution: 'r1', image: 'v1', start: '03 10:30', end: '03 10:40', bake: 5 }),
      alarm('ok', '03 10:45'),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      failed: 1,
      changeFailRate: 50,
      recovered: { count: 1, median: 15 },
      rollbacks: 1,
      // r1 of e1, e2 and r1.
      rework: 1,
      reworkRate: 100 / 3,
      // 60 and 120: the median is the mean of both.
      leadTime: { commits: 2, median: 90, p90: 120 },
    },
  },
  {
    title: 'a release that comes again after its rollback: a deployment, but its commit has had its lead time',
    events: [
      ...before,
      ...deployment({ execution: 'e2', image: 'v2', commits: [['b', '03 09:00']], start: '03 09:50', end: '03 10:00' }),
      // Noticed at the rollback's start, 10:30; over with its traffic, 10:40: 10 minutes.
      ...deployment({ execution: 'r1', image: 'v1', start: '03 10:30', end: '03 10:40' }),
      // The environment lacks b once more, so that it is listed once more.
      ...deployment({ execution: 'e3', image: 'v2', commits: [['b', '03 09:00']], start: '05 09:50', end: '05 10:00' }),
    ],
    expected: {
      deployments: 3,
      succeeded: 3,
      failed: 1,
      changeFailRate: 100 / 3,
      recovered: { count: 1, median: 10 },
      rollbacks: 1,
      rework: 1,
      reworkRate: 25,
      // a and b, 60 minutes each.
      leadTime: { commits: 2, median: 60, p90: 60 },
    },
  },
  {
    title: 'a revert: a change like any other, and the change that it takes away has failed',
    events: [
      ...before,
      ...deployment({ execution: 'e2', image: 'v2', commits: [['b', '03 09:00']], start: '03 09:50', end: '03 10:00' }),
      // The revert has the files of v1 and thus its image, but is a commit of 03 11:30, in production at 03 12:00: 30 minutes.
      // e2 was noticed at the start, 11:50, and is over at 12:00: 10 minutes.
      ...deployment({
        execution: 'e3',
        image: 'v1',
        commits: [['revert', '03 11:30']],
        start: '03 11:50',
        end: '03 12:00',
      }),
    ],
    expected: {
      deployments: 3,
      succeeded: 3,
      failed: 1,
      changeFailRate: 100 / 3,
      recovered: { count: 1, median: 10 },
      // It is not what anyone had planned.
      rework: 1,
      reworkRate: 100 / 3,
      // 30, 60, 60.
      leadTime: { commits: 3, median: 60, p90: 60 },
    },
  },
  {
    title: 'a stage that is retried: one deployment, which failed and succeeded',
    events: [
      ...before,
      // Fails 09:30, retried with success until 10:00. Lead time 03 09:00 → 10:00 = 60. Nobody noticed anything before the
      // end of the first attempt, and the old version had the traffic then: 0 minutes.
      ...deployment({
        execution: 'e2',
        attempt: '1',
        image: 'v2',
        commits: [['b', '03 09:00']],
        start: '03 09:20',
        end: '03 09:30',
        outcome: 'failed',
      }),
      ...deployment({
        execution: 'e2',
        attempt: '2',
        image: 'v2',
        commits: [['b', '03 09:00']],
        start: '03 09:50',
        end: '03 10:00',
      }),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      failed: 1,
      changeFailRate: 50,
      recovered: { count: 1, median: 0 },
      leadTime: { commits: 2, median: 60, p90: 60 },
      reworkRate: 0,
    },
  },
  {
    title: 'an incident that goes on: failed, and not recovered',
    events: [...before, opened('i1', '02 10:30', 'e1')],
    expected: {
      deployments: 1,
      succeeded: 1,
      failed: 1,
      changeFailRate: 100,
      open: 1,
      incidents: 1,
      leadTime: LEAD_OF_BEFORE,
      reworkRate: 0,
    },
  },
];
