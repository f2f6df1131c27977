import { longestBytes } from '../../lib/deployment/parameter-size';

test.each([
  ['plain text', 'abc', 3],
  ['what is not ASCII, in UTF-8', 'ä→', 5],
  ['what is joined', { 'Fn::Join': ['', ['ab', 'c']] }, 3],
  ['what is between', { 'Fn::Join': [', ', ['ab', 'c', 'd']] }, 8],
])('counts the bytes of %s', (_, text, bytes) => {
  expect(longestBytes(text)).toBe(bytes);
});

test('takes the region for 16 bytes, which no region has', () => {
  expect(longestBytes({ 'Fn::Join': ['', ['a', { Ref: 'AWS::Region' }]] })).toBe(17);
});

test.each([{ Ref: 'Table' }, { 'Fn::GetAtt': ['Blue', 'TargetGroupFullName'] }, { 'Fn::ImportValue': 'name' }])(
  'takes what is not known yet for more than the ARN of a target group: %j',
  (reference) => {
    const arn = `arn:aws-us-gov:elasticloadbalancing:us-gov-west-1:111111111111:targetgroup/${'x'.repeat(32)}/${'0'.repeat(16)}`;
    expect(longestBytes(reference)).toBeGreaterThan(arn.length);
  },
);
