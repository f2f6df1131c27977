import { PRICE_LIST, PriceList, type PriceName } from '../../lib/cost/prices';
import json from '../../lib/cost/prices/2026-11.json';

const names = Object.keys(json.prices) as PriceName[];

test('the price list has the form that it is read in', () => {
  expect(PRICE_LIST.safeParse(json).error).toBeUndefined();
});

test.each(names)('%s has a unit, a page of AWS as its source, and a price in each of the regions', (name) => {
  const { unit, source, regions } = json.prices[name];
  expect(unit).toMatch(/\S/);
  expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing\//);
  expect(Object.keys(regions)).toEqual(['us-east-1', 'ap-southeast-1', 'eu-central-1']);
  for (const { usd } of Object.values(regions)) expect(usd).toBeGreaterThan(0);
});

test('a price says what it is of, where, and of which list of AWS', () => {
  expect(new PriceList().price('nat.hour', 'ap-southeast-1')).toEqual({
    name: 'nat.hour',
    kind: 'NAT gateways',
    unit: 'hour',
    usd: 0.059,
    confirmed: '2025-11',
  });
});

test('a price that was in no list of AWS at hand says so', () => {
  expect(new PriceList().price('xray.trace', 'us-east-1').confirmed).toBe(false);
});

test('a region without prices is refused with those that there are', () => {
  expect(() => new PriceList().check('mars-north-1')).toThrow(
    'there are no prices of the region mars-north-1: --region takes those of us-east-1, ap-southeast-1, eu-central-1',
  );
});

test('a region that lacks one price is none of the list', () => {
  const price = (regions: object) => ({ kind: 'K', unit: 'hour', source: 'https://aws.amazon.com/x/', regions });
  const here = { usd: 1, confirmed: false };
  const list = new PriceList({
    asOf: '2026-11',
    currency: 'USD',
    prices: { 'a.b': price({ 'us-east-1': here, 'eu-west-1': here }), 'a.c': price({ 'us-east-1': here }) },
  });
  expect(list.regions).toEqual(['us-east-1']);
});

test.each([
  ['a source that is not of AWS', { source: 'https://example.com/' }],
  ['a price of nothing', { regions: { 'us-east-1': { usd: 0, confirmed: false } } }],
  ['a unit that is empty', { unit: '' }],
  ['a month that there is not', { regions: { 'us-east-1': { usd: 1, confirmed: '2026-13' } } }],
])('%s is refused', (_, change) => {
  const regions = { 'us-east-1': { usd: 1, confirmed: false } };
  const right = { kind: 'K', unit: 'hour', source: 'https://aws.amazon.com/x/', regions };
  const list = (price: object) => ({ asOf: '2026-11', currency: 'USD', prices: { 'a.b': price } });
  expect(PRICE_LIST.safeParse(list(right)).success).toBe(true);
  expect(PRICE_LIST.safeParse(list({ ...right, ...change })).success).toBe(false);
});
