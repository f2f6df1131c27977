import type { CheckBuild } from '../../lib/pull-request/checks';
import { commentOn, LONGEST_COMMENT } from '../../lib/pull-request/comment';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const STARTED = Date.UTC(2026, 10, 20, 12);

function build(others: Partial<CheckBuild> = {}): CheckBuild {
  const project = others.project ?? 'shop-web-check';
  const id = `${project}:8745a7a9-c340`;
  return {
    id,
    arn: `arn:aws:codebuild:eu-central-1:111111111111:build/${id}`,
    project,
    number: 1,
    commit: COMMIT,
    status: 'SUCCEEDED',
    started: STARTED,
    ended: STARTED + 125_400,
    logUrl: 'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logEvent:group=g;stream=s',
    ...others,
  };
}
const failed = build({
  project: 'shop-orders-check',
  status: 'FAILED',
  ended: STARTED + 9_000,
  failure: {
    phase: 'BUILD',
    message: 'COMMAND_EXECUTION_ERROR: Error while executing command: npm test.\nReason: exit status 1',
  },
});

test('a pass is told with its commit, its duration and where to look', () => {
  const console =
    'https://eu-central-1.console.aws.amazon.com/codesuite/codebuild/111111111111/projects/shop-web-check';
  const page = `${console}/build/shop-web-check%3A8745a7a9-c340`;
  expect(commentOn(COMMIT, [build()])).toBe(
    [
      '**The checks passed** for 01234567.',
      '',
      `- **shop-web-check** passed after 2 min 5 s ([build](${page}?region=eu-central-1), ` +
        '[log](https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logEvent:group=g;stream=s), ' +
        `[reports](${page}/reports?region=eu-central-1))`,
    ].join('\n'),
  );
});

test('a failure is told first, with its phase and what CodeBuild says of it on one line', () => {
  const [verdict, , first, second] = commentOn(COMMIT, [build(), failed]).split('\n');
  expect(verdict).toBe('**The checks did not pass** for 01234567: 1 of 2 failed.');
  expect(first).toContain(
    '**shop-orders-check** failed in BUILD after 9 s: COMMAND_EXECUTION_ERROR: Error while executing command: npm test. ' +
      'Reason: exit status 1 (',
  );
  expect(second).toContain('**shop-web-check** passed');
});

test.each([
  ['FAULT', 'could not be run'],
  ['TIMED_OUT', 'ran out of time'],
  ['STOPPED', 'was stopped'],
] as const)('a build that ended with %s %s', (status, words) => {
  expect(commentOn(COMMIT, [build({ status })])).toContain(`**shop-web-check** ${words} after`);
});

test('a build that left no times, log or reason is told without', () => {
  const line = commentOn(COMMIT, [
    build({ status: 'STOPPED', started: undefined, logUrl: undefined, failure: { phase: 'QUEUED' } }),
  ]).split('\n')[2];
  expect(line).toMatch(/^- \*\*shop-web-check\*\* was stopped in QUEUED \(\[build\]\(\S+\), \[reports\]\(\S+\)\)$/);
});

test('where nothing had to be checked, the comment says so', () => {
  expect(commentOn(COMMIT, [])).toBe('**Nothing to check** for 01234567: it changes no file of a service.');
});

test('of more than a comment takes, whole lines are kept, failures among them, and the rest is counted', () => {
  const many = Array.from({ length: 100 }, (_, index) => build({ project: `shop-service${index}-check` }));
  const text = commentOn(COMMIT, [...many, failed]);
  expect(text.length).toBeLessThanOrEqual(LONGEST_COMMENT);
  const lines = text.split('\n').slice(2);
  expect(lines[0]).toContain('shop-orders-check');
  const [, left] = /^- … and (\d+) more$/.exec(lines.at(-1)!)!;
  expect(lines.length - 1 + Number(left)).toBe(101);
});
