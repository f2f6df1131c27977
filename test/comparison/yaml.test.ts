import { byHand, written } from '../../lib/comparison/by-hand';
import { parseTemplate } from '../../lib/comparison/parse-yaml';
import { kindOf, synthesizedOf } from '../../lib/comparison/synthesized';
import { yamlLines } from '../../lib/comparison/yaml';
import { DELIVERIES } from '../support/deliveries';
import { synthesize } from '../support/synthesized';

const stacks = synthesize(DELIVERIES.sandbox);
const yamlOf = (value: unknown) => yamlLines(value).join('\n');

test.each(['dev-storefront', 'dev-cluster', 'toolchain-release'])(
  'the YAML of %s says what the template says',
  (name) => {
    const { template } = stacks.find((stack) => stack.name === `sandbox-${name}`)!;
    const own = byHand(template as never);
    expect(parseTemplate(yamlOf(own))).toEqual(own);
  },
);

test.each([
  ['yes', '"yes"'],
  ['12', '"12"'],
  ['a: b', '"a: b"'],
  ['arn:aws:iam', 'arn:aws:iam'],
  ['', '""'],
  [{ Ref: 'A' }, '!Ref A'],
  [{ 'Fn::GetAtt': ['A', 'B.C'] }, '!GetAtt A.B.C'],
  [{ 'Fn::ImportValue': { 'Fn::Sub': 'x' } }, 'Fn::ImportValue: !Sub x'],
  [{ A: [{ B: 1, C: [] }] }, 'A:\n  - B: 1\n    C: []'],
  [{ A: 'one\ntwo\n' }, 'A: |\n  one\n  two'],
  [{ A: { 'Fn::Sub': 'one\ntwo' } }, 'A: !Sub |-\n  one\n  two'],
])('%j is written as a person writes it', (value, yaml) => {
  expect(yamlOf(value)).toBe(yaml);
  expect(parseTemplate(`${yaml}\n`)).toEqual(value);
});

test('an unknown short form is refused', () => {
  expect(() => parseTemplate('A: !Rfe B\n')).toThrow('!Rfe');
});

test('by hand a concatenation is one text, and what the CDK and its tags add is not there', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that is no reference
  const join = { 'Fn::Join': ['', ['a:', { Ref: 'B' }, '/', { 'Fn::GetAtt': ['C', 'Arn'] }, '/${d}']] };
  const tags = [
    { Key: 'slipway:service', Value: 'x' },
    { Key: 'team', Value: 'y' },
  ];
  expect(written({ Metadata: { 'aws:cdk:path': 'x' }, Properties: { A: join, Tags: tags } })).toEqual({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation fills it in
    Properties: { A: { 'Fn::Sub': 'a:${B}/${C.Arn}/${!d}' }, Tags: [{ Key: 'team', Value: 'y' }] },
  });
});

test('stacks of one kind could be made of one template', () => {
  const kinds = [
    'dev-network',
    'test-network',
    'prod-storefront',
    'toolchain-orders-main-pipeline',
    'toolchain-source',
  ];
  expect(kinds.map((name) => kindOf(DELIVERIES.workshop, `workshop-${name}`))).toEqual([
    'environment network',
    'environment network',
    'service by codedeploy',
    'pipeline',
    'toolchain source',
  ]);
});

test('of each kind the longest counts', () => {
  const stack = (name: string, count: number) => ({
    name: `workshop-${name}`,
    template: {
      Resources: Object.fromEntries(Array.from({ length: count }, (_, index) => [`A${index}`, { Type: 'T' }])),
    },
  });
  const found = synthesizedOf(DELIVERIES.workshop, [stack('dev-network', 2), stack('test-network', 3)]);
  expect(found).toEqual({ stacks: 2, resources: 5, lines: 5 + 7, kinds: 1, linesOfKinds: 7 });
});
