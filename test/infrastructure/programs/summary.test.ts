import type { Change, Impact } from '../../../lib/cloudformation/changes';
import { isBroadened, type StackChanges, summarize } from '../../../lib/infrastructure/programs/summary';

const change = (impact: Impact, id = 'It', type = 'AWS::S3::Bucket'): Change => ({ id, type, impact, properties: [] });
const stack = (name: string, changes: Change[], broadenings: string[] = []): StackChanges => ({
  name,
  changes,
  broadenings,
});

test('nothing changes', () => {
  expect(summarize('dev', [stack('a', []), stack('b', [])])).toBe('dev: no resource changes in 2 stacks.');
});

test('dangers come before permissions, and those before the rest', () => {
  const stacks = [
    stack(
      'shop-dev-web',
      [change('added'), change('added', 'B'), change('changed', 'C')],
      ['role R: s3:* on * is allowed'],
    ),
    stack('shop-dev-network', [change('removed', 'Old'), change('REPLACED', 'Vpc', 'AWS::EC2::VPC')]),
    stack('shop-dev-cluster', []),
  ];
  expect(summarize('dev', stacks)).toBe(
    'dev: 1 REPLACED, 1 removed, 2 added, 1 changed in 2 of 3 stacks. Permissions: 1 BROADENED. ' +
      'REPLACED: AWS::EC2::VPC Vpc of shop-dev-network. removed: AWS::S3::Bucket Old of shop-dev-network. ' +
      'shop-dev-web: role R: s3:* on * is allowed. ' +
      'shop-dev-web: 2 added, 1 changed. shop-dev-network: 1 REPLACED, 1 removed.',
  );
});

test('what does not fit into an approval is counted, and no line is cut', () => {
  const stacks = Array.from({ length: 100 }, (_, index) => stack(`shop-dev-service-${index}`, [change('changed')]));
  const text = summarize('dev', stacks);
  expect(text.length).toBeLessThanOrEqual(900);
  const [, shown, left] = /service-(\d+): 1 changed\. …and (\d+) more in the build's log\.$/.exec(text)!;
  expect(Number(shown) + 1 + Number(left)).toBe(100);
});

test('it is one line, whatever a template holds', () => {
  expect(summarize('dev', [stack('a', [change('added')], ['one\ntwo'])])).not.toMatch(/\n/);
});

test('one stack that broadens is enough', () => {
  expect(isBroadened([stack('a', []), stack('b', [], ['x'])])).toBe(true);
  expect(isBroadened([stack('a', [change('REPLACED')])])).toBe(false);
});
