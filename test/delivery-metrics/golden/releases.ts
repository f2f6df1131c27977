import { deployment, opened, pushed, resolved, without } from '../events';
import type { GoldenCase } from './golden';

const promoted = (execution: string, environment: string, time: string) =>
  deployment({
    execution,
    environment,
    image: 'v1',
    commits: [
      ['b', '02 11:00'],
      ['a', '02 09:00'],
    ],
    start: `${time}:50`,
    end: `${time}:55`,
  });

export const RELEASES: readonly GoldenCase[] = [
  {
    title: 'the first deployment ever: a change of its own commit',
    // 02 09:00 → 02 10:00 = 60 minutes.
    events: deployment({
      execution: 'e1',
      image: 'v1',
      commits: [['a', '02 09:00']],
      start: '02 09:50',
      end: '02 10:00',
    }),
    expected: {
      deployments: 1,
      succeeded: 1,
      changeFailRate: 0,
      leadTime: { commits: 1, median: 60, p90: 60 },
      reworkRate: 0,
    },
  },
  {
    title: 'a GitFlow promotion of one digest through three environments: each commit once in each',
    events: [...promoted('d1', 'dev', '02 11'), ...promoted('t1', 'test', '03 11'), ...promoted('p1', 'prod', '04 11')],
    // a 09:00 → 11:55 is 175 minutes, b 11:00 → 11:55 is 55; each environment later a day, 1440 minutes, more. The median
    // of two is their mean: 115, 1555, 2995.
    dev: {
      deployments: 1,
      succeeded: 1,
      changeFailRate: 0,
      reworkRate: 0,
      leadTime: { commits: 2, median: 115, p90: 175 },
    },
    test: {
      deployments: 1,
      succeeded: 1,
      changeFailRate: 0,
      reworkRate: 0,
      leadTime: { commits: 2, median: 1555, p90: 1615 },
    },
    expected: {
      deployments: 1,
      succeeded: 1,
      changeFailRate: 0,
      reworkRate: 0,
      leadTime: { commits: 2, median: 2995, p90: 3055 },
    },
  },
  {
    title: 'a hotfix: a deployment that nobody had planned',
    events: [
      ...deployment({ execution: 'e1', image: 'v1', commits: [['a', '02 09:00']], start: '02 09:50', end: '02 10:00' }),
      opened('i1', '02 11:00', 'e1'),
      // 11:30 → 12:20 is 50 minutes. The incident lasts 11:00–12:25, 85 minutes.
      pushed('hotfix/1.0.1', 'fix', '02 11:31'),
      ...deployment({
        execution: 'e2',
        image: 'v2',
        commits: [
          ['merge', '02 12:00'],
          ['fix', '02 11:30'],
        ],
        start: '02 12:10',
        end: '02 12:20',
      }),
      resolved('i1', '02 12:25'),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      failed: 1,
      changeFailRate: 50,
      recovered: { count: 1, median: 85 },
      rework: 1,
      reworkRate: 50,
      incidents: 1,
      // merge 20, fix 50, a 60.
      leadTime: { commits: 3, median: 50, p90: 60 },
    },
  },
  {
    title: 'a hotfix without an incident is rework all the same, and nothing failed',
    events: [
      ...deployment({ execution: 'e1', image: 'v1', commits: [['a', '02 09:00']], start: '02 09:50', end: '02 10:00' }),
      pushed('hotfix/1.0.1', 'fix', '05 09:00'),
      ...deployment({
        execution: 'e2',
        image: 'v2',
        commits: [['fix', '05 09:00']],
        start: '05 09:50',
        end: '05 10:00',
      }),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      changeFailRate: 0,
      rework: 1,
      reworkRate: 50,
      leadTime: { commits: 2, median: 60, p90: 60 },
    },
  },
  {
    title: 'a hotfix branch that begins at what production runs: that was planned, the fix was not',
    events: [
      ...deployment({ execution: 'e1', image: 'v1', commits: [['a', '02 09:00']], start: '02 09:50', end: '02 10:00' }),
      // The branch is pushed before it has a commit of its own.
      pushed('hotfix/1.0.1', 'a', '05 08:50'),
      pushed('hotfix/1.0.1', 'fix', '05 09:01'),
      ...deployment({
        execution: 'e2',
        image: 'v2',
        commits: [['fix', '05 09:00']],
        start: '05 09:50',
        end: '05 10:00',
      }),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      changeFailRate: 0,
      // e2 of e1 and e2.
      rework: 1,
      reworkRate: 50,
      leadTime: { commits: 2, median: 60, p90: 60 },
    },
  },
  {
    title:
      'a stage that is run again from its beginning after it was recorded: its commits have the lead time of before',
    events: [
      // In production at 10:00, 60 minutes after 09:00. Then a test failed, and the whole stage ran once more.
      ...deployment({
        execution: 'e1',
        attempt: '1',
        image: 'v1',
        commits: [['a', '02 09:00']],
        start: '02 09:50',
        end: '02 10:00',
      }),
      // The environment has the commit by now, so that none is listed.
      ...deployment({ execution: 'e1', attempt: '2', image: 'v1', start: '02 10:20', end: '02 10:30' }),
    ],
    expected: {
      deployments: 1,
      succeeded: 1,
      changeFailRate: 0,
      reworkRate: 0,
      leadTime: { commits: 1, median: 60, p90: 60 },
    },
  },
  {
    title: 'a redeployment for a new configuration: no new change',
    events: [
      ...deployment({ execution: 'e1', image: 'v1', commits: [['a', '02 09:00']], start: '02 09:50', end: '02 10:00' }),
      ...deployment({ execution: 'e2', image: 'v1', start: '09 09:50', end: '09 10:00' }),
    ],
    expected: {
      deployments: 1,
      succeeded: 1,
      redeployments: 1,
      changeFailRate: 0,
      leadTime: { commits: 1, median: 60, p90: 60 },
      reworkRate: 0,
    },
  },
  {
    title: 'bake time: the traffic was there before the end, but not before the start',
    events: [
      // Ends 10:40 after 30 minutes of bake: traffic at 10:10, which is 70 minutes after 09:00.
      ...deployment({
        execution: 'e1',
        image: 'v1',
        commits: [['a', '02 09:00']],
        start: '02 10:00',
        end: '02 10:40',
        bake: 30,
      }),
      // 60 minutes of bake do not fit into 10 minutes: traffic at the start, 03 10:00, which is 60 minutes after 09:00.
      ...deployment({
        execution: 'e2',
        image: 'v2',
        commits: [['b', '03 09:00']],
        start: '03 10:00',
        end: '03 10:10',
        bake: 60,
      }),
    ],
    expected: {
      deployments: 2,
      succeeded: 2,
      changeFailRate: 0,
      leadTime: { commits: 2, median: 65, p90: 70 },
      reworkRate: 0,
    },
  },
  {
    title: 'a deployment in progress, and one whose end nobody knows: not counted',
    events: [
      // Its end and its record were lost, and another has begun since.
      ...without(
        deployment({ execution: 'e1', image: 'v1', commits: [['a', '02 09:00']], start: '02 09:50', end: '02 10:00' }),
        'deployment-ended',
        'release-recorded',
      ),
      ...deployment({ execution: 'e2', image: 'v2', commits: [['b', '03 09:00']], start: '03 09:50' }),
    ],
    expected: {},
  },
];
