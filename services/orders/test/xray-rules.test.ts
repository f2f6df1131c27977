import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { XRayRules } from '../src/platform/xray-rules.js';
import { type RulesProxy, rule, startRulesProxy } from './support/rules-proxy.js';

// What src/platform does for every service; the same file in each.

const NOON = Date.UTC(2026, 0, 1, 12);
const GET = { method: 'GET', path: '/orders', host: 'orders' };
const SERVICE = { name: 'orders', type: 'AWS::ECS::Container', arn: 'arn:aws:ecs:eu-west-1:1:cluster/dev' };

let proxy: RulesProxy;
let warnings: string[];

beforeEach(async () => {
  proxy = await startRulesProxy();
  warnings = [];
  const no = () => undefined;
  diag.setLogger(
    { error: no, warn: (text) => warnings.push(text), info: no, debug: no, verbose: no },
    DiagLogLevel.WARN,
  );
});
afterEach(() => {
  diag.disable();
  return proxy.close();
});

/** Rules of which none is known yet. Where none applies, nothing is chosen; a share of a half and more is chosen. */
function unasked(otherwise = false) {
  return new XRayRules(
    proxy.url,
    SERVICE,
    () => otherwise,
    () => 0.5,
    100,
  );
}

async function following(...rules: object[]) {
  proxy.rules = rules;
  const followed = unasked();
  await followed.poll(NOON);
  return followed;
}

describe('without rules', () => {
  it('chooses as it is told to otherwise, before it has asked', () => {
    expect(unasked(true).choose(GET, NOON)).toBe(true);
    expect(unasked(false).choose(GET, NOON)).toBe(false);
  });

  it.each(['hang', 'hang up', 'fail', 'nonsense', 'something else'] as const)(
    'does so, and says it once, while the collector does this: %s',
    async (behaviour) => {
      proxy.behaviour = behaviour;
      const rules = unasked(true);
      for (let count = 0; count < 5; count += 1) await rules.poll(NOON);
      expect(rules.choose(GET, NOON)).toBe(true);
      expect(warnings).toEqual([expect.stringContaining(`cannot be had at ${proxy.url}`)]);
    },
  );

  it('asks again soon', async () => {
    proxy.behaviour = 'fail';
    proxy.rules = [rule({ FixedRate: 1 })];
    const rules = unasked(false);
    await rules.poll(NOON);
    proxy.behaviour = 'answer';
    await rules.poll(NOON + 10_000);
    expect(rules.choose(GET, NOON + 10_000)).toBe(true);
  });
});

describe('a rule', () => {
  it.each([
    ['ServiceName', 'orders', true],
    ['ServiceName', 'ord*', true],
    ['ServiceName', 'ORDER?', true],
    ['ServiceName', 'order', false],
    ['ServiceName', 'storefront', false],
    ['ServiceType', 'AWS::ECS::Container', true],
    ['ServiceType', 'AWS::Lambda::Function', false],
    ['ResourceARN', '*:cluster/dev', true],
    ['ResourceARN', '*:cluster/prod', false],
    ['HTTPMethod', 'POST', false],
    ['URLPath', '/orders', true],
    ['URLPath', '/orders/*', false],
    ['URLPath', '/.*', false],
    ['Host', 'orders', true],
    ['Host', 'shop', false],
  ])('with %s %s applies: %s', async (field, pattern, applies) => {
    const rules = await following(rule({ [field]: pattern, FixedRate: 1 }));
    expect(rules.choose(GET, NOON)).toBe(applies);
  });

  it('that asks for attributes does not apply', async () => {
    const rules = await following(rule({ FixedRate: 1, Attributes: { tenant: 'gold' } }));
    expect(rules.choose(GET, NOON)).toBe(false);
  });

  it('of the lowest number goes first', async () => {
    const all = rule({ RuleName: 'all', Priority: 2, FixedRate: 1 });
    const none = rule({ RuleName: 'none', Priority: 1, FixedRate: 0 });
    expect((await following(all, none)).choose(GET, NOON)).toBe(false);
  });

  it('on a later page counts', async () => {
    proxy.pageSize = 1;
    const other = rule({ RuleName: 'other', Priority: 1, ServiceName: 'other' });
    const rules = await following(other, rule({ FixedRate: 1 }));
    expect(rules.choose(GET, NOON)).toBe(true);
  });
});

describe('the reservoir', () => {
  const times = (rules: XRayRules, ...seconds: number[]) => seconds.map((s) => rules.choose(GET, NOON + s * 1_000));

  it('lends one trace a second until X-Ray has granted a quota', async () => {
    const rules = await following(rule({ ReservoirSize: 50 }));
    expect(times(rules, 0, 0, 0.9, 1, 1.5)).toEqual([true, false, false, true, false]);
  });

  it('lends nothing where it is empty', async () => {
    expect(times(await following(rule({ ReservoirSize: 0 })), 0, 1)).toEqual([false, false]);
  });

  it('gives the quota in each second until its end, and lends again after it', async () => {
    proxy.targets = [{ RuleName: 'orders', FixedRate: 0, ReservoirQuota: 2, ReservoirQuotaTTL: NOON / 1_000 + 10 }];
    const rules = await following(rule({ ReservoirSize: 50 }));
    expect(times(rules, 1, 1, 1, 2, 10, 10)).toEqual([true, true, false, true, true, false]);
  });

  it('grants nothing where the quota is nothing', async () => {
    proxy.targets = [{ RuleName: 'orders', FixedRate: 0, ReservoirQuota: 0, ReservoirQuotaTTL: NOON / 1_000 + 10 }];
    expect(times(await following(rule({ ReservoirSize: 50 })), 1, 2)).toEqual([false, false]);
  });
});

describe('the exchange with X-Ray', () => {
  it('reports what was done since the last one, by rule', async () => {
    const rules = await following(rule({ ReservoirSize: 1, FixedRate: 0 }));
    for (let count = 0; count < 3; count += 1) rules.choose(GET, NOON);
    await rules.poll(NOON + 10_000);
    await rules.poll(NOON + 20_000);
    const [first, second, third] = proxy.reports;
    expect(first).toMatchObject({ RuleName: 'orders', RequestCount: 0, SampledCount: 0, BorrowCount: 0 });
    expect(second).toMatchObject({ RequestCount: 3, SampledCount: 1, BorrowCount: 1, Timestamp: NOON / 1_000 + 10 });
    expect(third).toMatchObject({ RequestCount: 0 });
    expect(second?.ClientID).toMatch(/^[0-9a-f]{24}$/);
  });

  it('takes a rate that X-Ray sets', async () => {
    proxy.targets = [{ RuleName: 'orders', FixedRate: 1 }];
    expect((await following(rule({ FixedRate: 0 }))).choose(GET, NOON)).toBe(true);
  });

  it('asks for rules every five minutes, and at once when X-Ray says that they changed', async () => {
    const rules = await following(rule({}));
    await rules.poll(NOON + 10_000);
    expect(proxy.asked).toBe(1);
    proxy.modified += 1;
    await rules.poll(NOON + 20_000);
    await rules.poll(NOON + 30_000);
    expect(proxy.asked).toBe(2);
    await rules.poll(NOON + 330_000);
    expect(proxy.asked).toBe(3);
  });

  it('lets a rule that stays keep its quota, and one that changed begin anew', async () => {
    const quota = { FixedRate: 0, ReservoirQuota: 5, ReservoirQuotaTTL: NOON / 1_000 + 3_600 };
    proxy.targets = [{ RuleName: 'orders', ...quota }];
    const rules = await following(rule({ ReservoirSize: 9 }));
    const chosenIn = (second: number) =>
      Array.from({ length: 9 }, () => rules.choose(GET, NOON + second * 1_000)).filter(Boolean).length;
    proxy.targets = [];
    await rules.poll(NOON + 300_000);
    expect(chosenIn(301)).toBe(5);
    proxy.rules = [rule({ ReservoirSize: 8 })];
    await rules.poll(NOON + 600_000);
    expect(chosenIn(601)).toBe(1);
  });
});
