import type { DeliveryInput } from '../../lib/config/input';
import { ScaleRunbooks } from '../../lib/runbooks/scale-runbooks';
import { TestStack } from '../release/constructs';
import { hasPython, runAutomation } from '../support/automation/run';
import { parseAutomation } from '../support/automation/schema';
import type { Writable } from '../support/configs';
import { only, shop, TOOLS } from '../support/templates';

/** `web` is on EKS, and whatever a test adds. */
function runbooks(change: (input: Writable<DeliveryInput>) => void = () => {}) {
  const delivery = shop((input) => {
    input.tools = TOOLS;
    input.services[0]!.scaling = { minimum: 2, maximum: 6 };
    change(input);
  }, 'eks');
  const stack = new TestStack((scope) => {
    new ScaleRunbooks(scope, 'Scale', { delivery, environment: delivery.environments[0]! });
  });
  const documentOf = (name: string) => {
    const { Properties } = only(stack.template, 'AWS::SSM::Document', { Name: name });
    return parseAutomation(stack.evaluated(Properties!['Content']));
  };
  return { stack, out: documentOf('shop-dev-scale-out'), back: documentOf('shop-dev-scale-in') };
}

const pods = runbooks();
const both = runbooks((input) => {
  input.services.push({ ...input.services[0]!, name: 'orders', listenerPort: 8081, platform: 'ecs' });
});

const ready = (count: number) => ({ Payload: { phase: 'Healthy', pods: { wanted: 4, updated: 4, ready: count } } });
const NOW = { Payload: { pods: [], events: [], scaling: { minimum: 2, maximum: 6, current: 2, desired: 2 } } };
const RELEASED = { Payload: { before: 4, minimum: 2 } };
const DONE = { Payload: { before: 2, minimum: 4 } };

describe('the documents', () => {
  test('of an environment with pods alone do nothing with tasks', () => {
    expect(pods.out.mainSteps.map(({ name }) => name)).toEqual(['hold']);
    expect(pods.back.mainSteps.map(({ name }) => name)).toEqual(['release']);
    expect(pods.out.description).toBe('Has more pods of a service run in dev at least, and waits for them.');
  });

  test('of an environment with both choose by the service', () => {
    expect(both.out.mainSteps.map(({ name }) => name)).toEqual(['choose', 'look', 'plan', 'register', 'wait', 'hold']);
    expect(both.back.mainSteps.map(({ name }) => name)).toEqual(['choose', 'plan', 'register', 'release']);
    expect(both.out.parameters['Service']!.allowedValues).toEqual(['orders', 'web']);
  });
});

(hasPython ? describe : describe.skip)('an execution', () => {
  function scaleOut(given: Record<string, string>, answers: readonly object[] = [NOW, DONE, ready(4)], one = pods) {
    return runAutomation(one.out, { Service: 'web', ...given }, { boto3: { 'lambda.invoke': answers } });
  }
  const asked = ({ calls }: ReturnType<typeof scaleOut>) =>
    calls.map(({ inputs }) => {
      const { FunctionName, Payload } = inputs as { FunctionName: string; Payload: string };
      return [FunctionName, JSON.parse(Payload)];
    });

  test.each([
    ['pods alone', pods],
    ['both', both],
  ])('asks the function of the service to hold pods, and waits until they are ready: %s', (_, one) => {
    const execution = scaleOut({ Minimum: '4' }, [NOW, DONE, ready(2), ready(3), ready(4)], one);
    expect(execution).toMatchObject({ status: 'Success', outputs: { 'hold.Before': 2, 'hold.Running': 4 } });
    const look = ['shop-dev-web-rollout:scale', { kind: 'look' }];
    expect(asked(execution)).toEqual([
      ['shop-dev-web-rollout:scale', { kind: 'diagnose' }],
      ['shop-dev-web-rollout:scale', { kind: 'scale', minimum: 4 }],
      ...[look, look, look],
    ]);
  });

  test('of a service on ECS beside it asks no function', () => {
    const target = { MinCapacity: 2, MaxCapacity: 6 };
    const execution = runAutomation(
      both.out,
      { Service: 'orders', Minimum: '4' },
      {
        apis: {
          'application-autoscaling.DescribeScalableTargets': () => ({ ScalableTargets: [target] }),
          'application-autoscaling.RegisterScalableTarget': () => ({}),
        },
        boto3: { 'ecs.describe_services': [{ services: [{ runningCount: 4 }] }] },
      },
    );
    expect(execution).toMatchObject({ status: 'Success', outputs: { 'wait.Running': 4 } });
    expect(execution.calls.map(({ api }) => api)).not.toContain('lambda.invoke');
  });

  test.each([
    [{ Minimum: '7' }, 'web may run 6 pods at most (got Minimum=7): add Maximum=7 or more'],
    [{ Minimum: '1' }, 'web runs 2 pods at least already (got Minimum=1): shop-dev-scale-in goes back'],
  ])('refuses %j before anything is changed', (given, reason) => {
    const execution = scaleOut(given);
    expect(execution.failure).toBe(`hold: ${reason}`);
    expect(asked(execution)).toEqual([['shop-dev-web-rollout:scale', { kind: 'diagnose' }]]);
  });

  test('refuses what has not been released', () => {
    const execution = scaleOut({ Minimum: '4' }, [{ Payload: { pods: [], events: [] } }]);
    expect(execution.failure).toBe('hold: web has not been released yet');
  });

  test('goes beyond the maximum for somebody who asks', () => {
    const execution = scaleOut({ Minimum: '8', Maximum: '8' }, [NOW, DONE, ready(8)]);
    expect(asked(execution)[1]).toEqual(['shop-dev-web-rollout:scale', { kind: 'scale', minimum: 8 }]);
  });

  test('fails when the pods do not come, and says where to look', () => {
    expect(scaleOut({ Minimum: '4' }, [NOW, DONE, ready(3)]).failure).toBe(
      'hold: 3 of 4 pods of web are ready: its diagnostics say why',
    );
  });

  test('fails with what the function said when it failed', () => {
    const failed = { FunctionError: 'Unhandled', Payload: { errorMessage: 'the API does not answer' } };
    expect(scaleOut({ Minimum: '4' }, [failed])).toMatchObject({
      status: 'Failed',
      failure: 'hold: the API does not answer',
    });
  });

  test('wakes up a function that nobody has called for weeks, and gives up in time', () => {
    const asleep = { raises: 'ResourceNotReadyException' };
    expect(scaleOut({ Minimum: '4' }, [asleep, asleep, NOW, DONE, ready(4)]).status).toBe('Success');
    const given = scaleOut({ Minimum: '4' }, [asleep]);
    expect(given.failure).toBe('hold: ResourceNotReadyException');
    expect(given.calls.length).toBeLessThan(60);
  });

  test('does not try again what is refused', () => {
    const execution = scaleOut({ Minimum: '4' }, [{ raises: 'AccessDeniedException' }]);
    expect(execution.failure).toBe('hold: AccessDeniedException');
    expect(execution.calls).toHaveLength(1);
  });

  test.each([
    ['pods alone', pods],
    ['both', both],
  ])('goes back to what the release states: %s', (_, one) => {
    const execution = runAutomation(one.back, { Service: 'web' }, { boto3: { 'lambda.invoke': [RELEASED] } });
    expect(execution).toMatchObject({ status: 'Success', outputs: { 'release.Minimum': 2 } });
    expect(asked(execution)).toEqual([['shop-dev-web-rollout:scale', { kind: 'scale' }]]);
  });
});

describe('the roles', () => {
  const invoke = 'lambda:InvokeFunction on arn:aws:lambda:eu-central-1:111111111111:function:shop-dev-*-rollout:scale';

  test.each(['ScaleOutPolicy', 'ScaleInPolicy'])('with pods alone call functions and nothing else: %s', (id) => {
    expect(pods.stack.allowed(id)).toEqual([invoke]);
  });

  test('with both do both', () => {
    expect(both.stack.allowed('ScaleInPolicy')).toEqual(
      expect.arrayContaining([invoke, expect.stringMatching(/^application-autoscaling:RegisterScalableTarget on /)]),
    );
  });
});
