import fc from 'fast-check';
import { nodesHolding, type Pods } from '../../lib/cost/packing';

const NODE = { cpu: 7.5, memory: 15 };

test.each([
  ['nothing', [], 0],
  ['a pod that fills more than half of a node', [{ cpu: 4, memory: 1, count: 10 }], 10],
  ['the same by memory', [{ cpu: 0.25, memory: 8, count: 3 }], 3],
  ['pods of which five fill a node', [{ cpu: 1.5, memory: 1, count: 11 }], 3],
  ['a tenth ten times, in binary fractions', [{ cpu: 0.75, memory: 1.5, count: 10 }], 1],
  [
    'small pods beside large ones, whichever come first',
    [
      { cpu: 0.5, memory: 1, count: 14 },
      { cpu: 4, memory: 8, count: 2 },
    ],
    2,
  ],
  [
    'one that needs cores beside one that needs memory',
    [
      { cpu: 6, memory: 1, count: 2 },
      { cpu: 1, memory: 13, count: 2 },
    ],
    2,
  ],
])('%s', (_, pods, count) => {
  expect(nodesHolding(pods, NODE)).toBe(count);
});

test.each([
  { cpu: 7.6, memory: 1, count: 1 },
  { cpu: 1, memory: 15.1, count: 1 },
])('a pod that fits on no node is said: %j', (pod) => {
  expect(nodesHolding([pod], NODE)).toBeUndefined();
  expect(nodesHolding([{ ...pod, count: 0 }], NODE)).toBe(0);
});

test('there are never fewer nodes than all pods together would fill, nor more than one for each pod', () => {
  const size = fc.integer({ min: 1, max: 60 }).map((eighths) => eighths / 8);
  const some = fc.record({ cpu: size, memory: size, count: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 5 }), (pods) => {
      const sum = (of: (one: Pods) => number) => pods.reduce((all, one) => all + one.count * of(one), 0);
      const count = nodesHolding(pods, NODE)!;
      const least = Math.max(sum(({ cpu }) => cpu) / NODE.cpu, sum(({ memory }) => memory) / NODE.memory);
      expect(count).toBeGreaterThanOrEqual(Math.ceil(least - 1e-6));
      expect(count).toBeLessThanOrEqual(sum(() => 1));
    }),
  );
});
