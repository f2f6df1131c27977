import { type EventPattern, matchesPattern } from './event-pattern';

const event = { source: 'aws.x', resources: ['arn:a', 'arn:b'], detail: { name: 'feature/cart', count: 2 } };

test.each<[EventPattern, boolean]>([
  [{ source: ['aws.x'] }, true],
  [{ source: ['aws.y'] }, false],
  [{ source: ['aws.y', 'aws.x'] }, true],
  [{ resources: ['arn:b'] }, true],
  [{ resources: ['arn:c'] }, false],
  [{ detail: { name: [{ prefix: 'feature/' }] } }, true],
  [{ detail: { name: [{ prefix: 'cart' }] } }, false],
  [{ detail: { name: [{ suffix: '/cart' }] } }, true],
  [{ detail: { name: [{ wildcard: 'f*/c*t' }] } }, true],
  [{ detail: { name: [{ wildcard: '*/basket' }] } }, false],
  [{ detail: { name: [{ wildcard: 'feature.cart' }] } }, false],
  [{ detail: { name: [{ 'anything-but': ['main', 'develop'] }] } }, true],
  [{ detail: { name: [{ 'anything-but': 'feature/cart' }] } }, false],
  [{ detail: { name: ['feature/cart'], count: [3] } }, false],
  [{ detail: { missing: ['a'] } }, false],
  [{ detail: { missing: [{ exists: false }], name: [{ exists: true }] } }, true],
  [{ nothing: { missing: ['a'] } }, false],
])('%j lets the event through: %j', (pattern, expected) => {
  expect(matchesPattern(pattern, event)).toBe(expected);
});

test('an operator that it does not know is refused rather than ignored', () => {
  expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow('not known here: cidr');
});
