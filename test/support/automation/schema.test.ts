import type { Properties } from '../template';
import { parseAutomation } from './schema';

/** A document of two steps, changed. */
function changed(change: (document: Properties) => void): Properties {
  const step = (name: string, end: Properties) => ({
    name,
    description: 'Looks.',
    action: 'aws:executeAwsApi',
    onFailure: 'Abort',
    inputs: { Service: 'application-autoscaling', Api: 'DescribeScalableTargets', ServiceNamespace: '{{ Namespace }}' },
    outputs: [{ Name: 'Minimum', Selector: '$.ScalableTargets[0].MinCapacity', Type: 'Integer' }],
    ...end,
  });
  const document = {
    schemaVersion: '0.3',
    description: 'Looks twice.',
    assumeRole: 'arn:aws:iam::111111111111:role/look',
    parameters: { Namespace: { type: 'String', description: 'ecs' } },
    mainSteps: [step('first', { nextStep: 'second' }), step('second', { isEnd: true })],
    outputs: ['first.Minimum'],
  };
  change(document);
  return document;
}

test('a good document is taken', () => {
  expect(() => parseAutomation(changed(() => {}))).not.toThrow();
});

test.each<[string, (document: Properties) => void, RegExp]>([
  ['an action that nobody knows', ({ mainSteps }) => (mainSteps[0].action = 'aws:executeAwsAPI'), /action/],
  ['a call without what it needs', ({ mainSteps }) => delete mainSteps[0].inputs.ServiceNamespace, /needs ServiceN/],
  ['a call with a member that it has not', ({ mainSteps }) => (mainSteps[0].inputs.Cluster = 'c'), /has no Cluster/],
  ['a call that nobody knows', ({ mainSteps }) => (mainSteps[0].inputs.Api = 'DescribeTargets'), /no call/],
  ['a parameter that is not there', ({ parameters }) => delete parameters.Namespace, /first uses Namespace/],
  [
    'an output of a later step',
    ({ mainSteps }) => (mainSteps[0].inputs.MaxResults = '{{ second.Minimum }}'),
    /uses se/,
  ],
  ['a next step that is not there', ({ mainSteps }) => (mainSteps[0].nextStep = 'third'), /goes on with third/],
  ['a step that nothing leads to', ({ mainSteps }) => (mainSteps[0].nextStep = 'first'), /no step leads to second/],
  ['a circle', ({ mainSteps }) => Object.assign(mainSteps[1], { isEnd: undefined, nextStep: 'first' }), /goes back/],
  ['a step without an end', ({ mainSteps }) => delete mainSteps[1].isEnd, /must go on or end/],
  ['two steps of one name', ({ mainSteps }) => (mainSteps[1].name = 'first'), /one name/],
  ['an output that no step has', ({ outputs }) => outputs.push('first.Maximum'), /outputs have first.Maximum/],
])('else it is found: %s', (_, change, message) => {
  expect(() => parseAutomation(changed(change))).toThrow(message);
});

describe('a branch', () => {
  const branch = (change: (choices: Properties) => void) =>
    changed(({ mainSteps }) => {
      const [first, second] = mainSteps;
      const inputs = {
        Choices: [{ NextStep: 'first', Variable: '{{ Namespace }}', StringEquals: 'ecs' }],
        Default: 'second',
      };
      mainSteps.unshift({ name: 'choose', description: 'Chooses.', action: 'aws:branch', onFailure: 'Abort', inputs });
      Object.assign(first, { nextStep: undefined, isEnd: true });
      change({ inputs, first, second });
    });

  test('of two ways is taken', () => {
    expect(() => parseAutomation(branch(() => {}))).not.toThrow();
  });

  test.each<[string, (document: Properties) => void, RegExp]>([
    ['a choice of no step', ({ inputs }) => (inputs.Choices[0].NextStep = 'third'), /choose goes on with third/],
    ['no default', ({ inputs }) => delete inputs.Default, /Default/],
    [
      'a step that uses what the other way leaves',
      ({ second }) => (second.inputs.MaxResults = '{{ first.Minimum }}'),
      /second uses first.Minimum/,
    ],
  ])('else it is found: %s', (_, change, message) => {
    expect(() => parseAutomation(branch(change))).toThrow(message);
  });
});
