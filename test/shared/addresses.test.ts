import { isWide } from '../../lib/shared/addresses';

test.each(['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/7'])('%s is wider than any one organisation', (cidr) => {
  expect(isWide(cidr)).toBe(true);
});

test.each(['10.0.0.0/8', '203.0.113.0/24', '203.0.113.7/32'])("%s may be an organisation's", (cidr) => {
  expect(isWide(cidr)).toBe(false);
});
