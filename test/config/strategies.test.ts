import type { ServiceSettingsInput } from '../../lib/config/input';
import { allAtOnce, canary, linear } from '../../lib/config/words';
import { onEks, type Writable } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY, wrong } from './problems';

/** The lines for one service with these settings in a delivery of dev and prod. */
function problemsOf(
  settings: ServiceSettingsInput,
  prod?: ServiceSettingsInput,
  gateways: { readonly dev?: number } = {},
): string[] {
  return problemsAfter((delivery) => {
    delivery.environments[0]!.network = { natGateways: gateways.dev };
    delivery.environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
    Object.assign(delivery.services[0]!, settings);
    if (prod !== undefined) delivery.services[0]!.environments = { prod: prod as Writable<ServiceSettingsInput> };
  });
}

describe('CodeDeploy', () => {
  test.each([
    allAtOnce(),
    canary({ percent: 1, minutes: 2880 }),
    linear({ percent: 99, minutes: 2880 }),
    linear({ percent: 1, minutes: 29 }),
    linear({ percent: 50, minutes: 2880 }),
  ])('takes %j', (strategy) => {
    expect(problemsOf({ strategy, bakeMinutes: 1440 })).toEqual([]);
  });

  test.each([
    [linear({ percent: 1, minutes: 30 }), 2970],
    [linear({ percent: 33, minutes: 961 }), 2883],
    [linear({ percent: 34, minutes: 1441 }), 2882],
  ])('does not wait for %j', (strategy, minutes) => {
    const { percent, minutes: each } = strategy as { percent: number; minutes: number };
    expect(problemsOf({ strategy })).toEqual([
      `services[0].strategy: takes ${minutes} minutes from the first shift to the last, more than CodeDeploy waits ` +
        `(got linear({ percent: ${percent}, minutes: ${each} }), allowed 2880 minutes in all)`,
    ]);
  });
});

describe("ECS's own controller", () => {
  test.each([
    allAtOnce(),
    canary({ percent: 1, minutes: 1440 }),
    linear({ percent: 3, minutes: 18 }),
    linear({ percent: 50, minutes: 1440 }),
  ])('takes %j', (strategy) => {
    expect(problemsOf({ strategy, controller: 'ecs' })).toEqual([]);
  });

  test('takes no small steps, other than a canary', () => {
    expect(problemsOf({ strategy: linear({ percent: 2, minutes: 1 }), controller: 'ecs' })).toEqual([
      "services[0].strategy.percent: is a step that is too small for ECS's own controller " +
        '(got 2, allowed 3 or more; services[0].controller codedeploy takes less)',
    ]);
  });

  test('waits for a day between two shifts', () => {
    expect(problemsOf({ strategy: canary({ percent: 10, minutes: 1441 }), controller: 'ecs' })).toEqual([
      "services[0].strategy.minutes: is longer than ECS's own controller waits between two shifts (got 1441, allowed at most 1440)",
    ]);
  });

  test('is watched for as long as a build takes', () => {
    const strategy = canary({ percent: 10, minutes: 1440 });
    expect(problemsOf({ strategy, controller: 'ecs', bakeMinutes: 620 })).toEqual([]);
    expect(problemsOf({ strategy, controller: 'ecs', bakeMinutes: 621 })).toEqual([
      "services[0].strategy: takes 2061 minutes with the 621 of bakeMinutes, more than a build can watch ECS's own controller " +
        '(got canary({ percent: 10, minutes: 1440 }), allowed 2060 minutes in all)',
    ]);
  });

  test('is watched with the bake that production has by default', () => {
    const strategy = linear({ percent: 25, minutes: 680 });
    expect(problemsOf({ strategy, controller: 'ecs' })).toEqual([
      "services[0].strategy: takes 2070 minutes with the 30 of bakeMinutes, more than a build can watch ECS's own controller " +
        '(got linear({ percent: 25, minutes: 680 }), allowed 2060 minutes in all)',
      // In dev, whose default is 5, it takes 2045.
    ]);
  });
});

describe('strategies that CodeDeploy does not have', () => {
  const problemsWith = (count: number, strategy = canary({ percent: 20, minutes: 5 })) =>
    problemsAfter((delivery) => {
      delivery.environments.push({ name: 'prod', production: true, network: { cidr: '10.1.0.0/16' } });
      delivery.services = Array.from({ length: count }, (_, index) => ({
        name: `web${index}`,
        directory: SERVICE_DIRECTORY,
        listenerPort: 8080 + index,
        strategy,
      }));
    });

  test('are fifty in an account and region', () => {
    expect(problemsWith(25)).toEqual([]);
    expect(problemsWith(26)).toEqual([
      'services[25].strategy: is one more of its own than CodeDeploy takes in an account and region ' +
        '(got canary({ percent: 20, minutes: 5 }), allowed 50, or those that CodeDeploy has: canary of 10 % for 5 or 15 ' +
        'minutes, linear of 10 % every 1 or 3)',
    ]);
  });

  test('are not those that it has', () => {
    expect(problemsWith(26, canary({ percent: 10, minutes: 15 }))).toEqual([]);
  });
});

describe('Argo Rollouts', () => {
  const eksProblems = (settings: ServiceSettingsInput, prod?: ServiceSettingsInput) =>
    problemsOf({ ...settings, platform: 'eks' } as ServiceSettingsInput, prod, { dev: 1 });

  test.each([allAtOnce(), canary({ percent: 50, minutes: 1 }), linear({ percent: 99, minutes: 2029 })])(
    'takes %j, which needs no more than two pods',
    (strategy) => {
      expect(eksProblems({ strategy })).toEqual([]);
    },
  );

  test('moves whole pods', () => {
    expect(eksProblems({ strategy: canary({ percent: 49, minutes: 5 }) })).toEqual([
      'services[0].strategy.percent: is less than one of 2 pods, the 1 that dev has at least and the one that a release adds ' +
        '(got 49, allowed 50 or more; with services[0].scaling.minimum of 2 or more it is possible)',
    ]);
  });

  test('has as many pods as an environment states', () => {
    const scaling = { minimum: 3 };
    const prod = (percent: number) => ({ strategy: linear({ percent, minutes: 3 }), scaling });
    expect(eksProblems({}, prod(25))).toEqual([]);
    expect(eksProblems({}, prod(24))).toEqual([
      'services[0].environments.prod.strategy.percent: is less than one of 4 pods, the 3 that prod has at least and the one ' +
        'that a release adds (got 24, allowed 25 or more; ' +
        'with services[0].environments.prod.scaling.minimum of 4 or more it is possible)',
    ]);
  });

  test('has two pods in production unless more are stated', () => {
    const prod = (percent: number) => ({ strategy: canary({ percent, minutes: 3 }) });
    expect(eksProblems({}, prod(34))).toEqual([]);
    expect(eksProblems({}, prod(33))[0]).toMatch(
      /of 3 pods.*got 33, allowed 34 or more; .* of 3 or more it is possible/,
    );
  });

  test.each([1, 3, 10, 33, 34, 50])('takes %d %% where it has the pods that it asks for', (percent) => {
    const strategy = linear({ percent, minutes: 1 });
    const [line] = eksProblems({ strategy });
    const minimum = Number(/of (\d+) or more it/.exec(line ?? 'of 1 or more it')![1]);
    expect(eksProblems({ strategy, scaling: { minimum: Math.max(2, minimum) } })).toEqual([]);
    if (minimum > 2) expect(eksProblems({ strategy, scaling: { minimum: minimum - 1 } })).not.toEqual([]);
  });

  test('moves traffic and bakes no longer than a build can watch it', () => {
    const strategy = linear({ percent: 50, minutes: 1440 });
    expect(eksProblems({ strategy, bakeMinutes: 620 })).toEqual([]);
    expect(eksProblems({ strategy, bakeMinutes: 621 })).toEqual([
      'services[0].strategy: takes 2061 minutes with the 621 of bakeMinutes, more than a build can watch Argo Rollouts ' +
        '(got linear({ percent: 50, minutes: 1440 }), allowed 2060 minutes in all)',
    ]);
  });

  test('does not count among the configurations of CodeDeploy', () => {
    expect(
      problemsAfter((delivery) => {
        onEks(delivery);
        delivery.services = Array.from({ length: 51 }, (_, index) => ({
          ...delivery.services[0]!,
          name: `web${index}`,
          listenerPort: 8080 + index,
          strategy: canary({ percent: 60, minutes: 7 }),
        }));
      }),
    ).toEqual([]);
  });

  test('is not judged where the platform or the number of pods is wrong', () => {
    const strategy = canary({ percent: 1, minutes: 30 });
    expect(problemsOf({ strategy, platform: wrong('gke') } as ServiceSettingsInput)).toHaveLength(1);
    expect(eksProblems({ strategy, scaling: { minimum: wrong('2') } })).toHaveLength(1);
  });
});

describe('a strategy', () => {
  test('is judged by the controller of the environment', () => {
    expect(problemsOf({ strategy: linear({ percent: 2, minutes: 1 }) }, { controller: 'ecs' })).toEqual([
      "services[0].strategy.percent: is a step that is too small for ECS's own controller " +
        '(got 2, allowed 3 or more; services[0].environments.prod.controller codedeploy takes less)',
    ]);
  });

  test('is judged where the environment states it', () => {
    const prod = { strategy: linear({ percent: 2, minutes: 1 }) };
    expect(problemsOf({ controller: 'ecs' }, prod)[0]).toMatch(
      /^services\[0\]\.environments\.prod\.strategy\.percent: /,
    );
  });

  test('is not judged where the controller or a part of it is wrong', () => {
    const strategy = linear({ percent: 2, minutes: 1 });
    expect(problemsOf({ strategy, controller: wrong('other') })).toHaveLength(1);
    expect(problemsOf({ strategy: wrong({ ...strategy, minutes: '1' }), controller: 'ecs' })).toHaveLength(1);
  });
});
