import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { PlatformAlarm } from '../../lib/shared/platform-alarm';
import { RunbookSection } from '../../lib/shared/runbook';
import { newApp } from '../support/app';
import { temporaryDirectory } from '../support/program';
import { only, TOOLS } from '../support/templates';

const outdir = temporaryDirectory();
const delivery = { name: 'shop', runbook: 'https://wiki.example.com/runbook' };

/** The one alarm of a stack. */
function alarmOf(id: string, make: (stack: Stack) => void): Record<string, unknown> {
  const stack = new Stack(newApp(outdir), id, { env: TOOLS });
  make(stack);
  return only(Template.fromStack(stack), 'AWS::CloudWatch::Alarm').Properties!;
}

const words = { delivery, name: 'queue', symptom: 'Something is wrong.' };

test('an alarm is about one value too many, and tells people where to read on, when it begins and when it is over', () => {
  const topic = 'arn:aws:sns:eu-central-1:111111111111:shop-notifications';
  const metric = new Metric({ namespace: 'Slipway', metricName: 'Lost' });
  expect(
    alarmOf('plain', (stack) => {
      new PlatformAlarm(stack, 'Alarm', { ...words, metric, section: RunbookSection.DEAD_LETTERS, threshold: 3 });
    }),
  ).toMatchObject({
    AlarmName: 'shop-toolchain-queue',
    AlarmDescription: 'Something is wrong. https://wiki.example.com/runbook#events-could-not-be-handled',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 3,
    TreatMissingData: 'notBreaching',
    AlarmActions: [topic],
    OKActions: [topic],
  });
});

test('a single dead letter is one too many', () => {
  expect(
    alarmOf('letters', (stack) => PlatformAlarm.deadLetters(stack, 'Alarm', new Queue(stack, 'Queue'), words)),
  ).toMatchObject({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Statistic: 'Maximum',
    Threshold: 0,
  });
});
