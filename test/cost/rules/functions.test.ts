import { costed, eksCluster, eksRelease, loaded, paidFor, planted } from '../planted';

test('a queue that Lambda polls costs while nothing is in it, a stream does not', () => {
  const mapping = (EventSourceArn: unknown) => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn },
  });
  const Queue = { Type: 'AWS::SQS::Queue' };
  const polled = costed([planted({ Queue, Source: mapping({ 'Fn::GetAtt': ['Queue', 'Arn'] }) })]);
  const stream = costed([planted({ Queue, Source: mapping({ 'Fn::GetAtt': ['Table', 'StreamArn'] }) })]);
  expect(paidFor(polled, 'sqs.request')).toBeCloseTo(900 * 730 * 4e-7);
  expect(paidFor(stream, 'sqs.request')).toBe(0);
});

test('what a schedule starts costs for each run, a rule that waits for events nothing', () => {
  const Targets = [{ Arn: { 'Fn::GetAtt': ['Lambda', 'Arn'] } }];
  const Lambda = { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1024, Architectures: ['arm64'] } };
  const rule = (Properties: object) => ({ Lambda, Rule: { Type: 'AWS::Events::Rule', Properties } });
  const scheduled = costed([planted(rule({ ScheduleExpression: 'rate(10 minutes)', Targets }))]);
  expect(paidFor(scheduled, 'lambda.arm64')).toBeCloseTo(4380 * 5 * 0.0000133334);
  expect(costed([planted(rule({ EventPattern: {}, Targets }))]).lines).toEqual([]);
});

test('the function that makes a release is asked every fifteen seconds how far it is, another is not', () => {
  const lambda = (FunctionName: string) => ({
    Lambda: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName, MemorySize: 1024, Architectures: ['arm64'] },
    },
  });
  const seconds = (name: string) =>
    paidFor(
      loaded([planted(eksCluster(), 'shop-dev-kubernetes'), planted({ ...eksRelease(), ...lambda(name) })], 0, 20),
      'lambda.arm64',
    ) / 0.0000133334;
  expect(seconds('shop-dev-web-rollout')).toBeCloseTo(20 * (10 + 60));
  expect(seconds('shop-dev-web-probe')).toBeCloseTo(20 * 10);
});
