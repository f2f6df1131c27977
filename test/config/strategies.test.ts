import type { ServiceSettingsInput } from '../../lib/config/input';
import { allAtOnce, canary, linear } from '../../lib/config/words';
import type { Writable } from '../support/configs';
import { problemsAfter, SERVICE_DIRECTORY, wrong } from './problems';

/** The lines for one service with these settings in a delivery of dev and prod. */
function problemsOf(settings: ServiceSettingsInput, prod?: ServiceSettingsInput): string[] {
  return problemsAfter((delivery) => {
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
