import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page as it is committed; another test holds it against what is true. */
const PAGE = readFileSync(join(__dirname, '../../../docs/platforms.md'), 'utf8');

/** The cells of a generated table, without its headings. */
function rowsOf(block: string): string[][] {
  const [, text] = new RegExp(`<!-- generated: ${block} -->\n([^]*?)<!-- end -->`).exec(PAGE)!;
  const lines = text!.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const row = (block: string, start: string) => rowsOf(block).find(([first]) => first!.startsWith(start))!;
const number = (cell: string | undefined) => Number((cell ?? '').replaceAll(',', ''));

describe.each([
  ['bill-of-one', '`prod`, 1 service'],
  ['bill-of-ten', '`prod`, 10 services'],
])('%s', (block, total) => {
  const rows = rowsOf(block);
  const priced = rows.filter(([, price]) => price !== '');

  test('has on each line a price and a number whose product is the amount', () => {
    expect(priced.length).toBeGreaterThan(10);
    for (const [what, price, ...cells] of priced) {
      for (const [count, usd] of [cells.slice(0, 2), cells.slice(2)]) {
        // Numbers are shown with two digits.
        const off = Math.abs(number(price) * number(count) - number(usd));
        expect([what, off < 0.006 + 0.005 * number(price)]).toEqual([what, true]);
      }
    }
  });

  test.each([
    ['ECS', 3, 1],
    ['EKS', 5, 2],
  ])('adds up for %s, to what the table of totals has', (_, column, ofTotals) => {
    const sum = rows.slice(0, -1).reduce((all, cells) => all + number(cells[column]), 0);
    expect(Math.abs(sum - number(rows.at(-1)![column]))).toBeLessThan(0.005 * rows.length);
    expect(rows.at(-1)![column]).toBe(row('totals', total)[ofTotals]);
  });
});

describe('what one of them lacks', () => {
  test.each(rowsOf('features'))('is had by another: %s', (...[, codedeploy, ecs, eks]) => {
    expect([codedeploy, ecs, eks].sort()).toEqual(expect.arrayContaining(['no', 'yes']));
  });

  test.each(rowsOf('refusals'))('is taken by another, where it is refused: %s', (...[, codedeploy, ecs, eks]) => {
    expect([codedeploy, ecs, eks].sort()).toEqual(expect.arrayContaining(['**refused**', 'taken']));
  });
});

describe('what the page says in words', () => {
  test("a service's own stack is smaller on EKS, and what is shared is more than half as much again", () => {
    const [, ecs, , eks] = row('resources', 'resources of the service').map(number);
    expect(eks).toBeLessThan(ecs!);
    const [, shared, , sharedOnEks] = row('resources', 'their resources').map(number);
    expect(sharedOnEks! / shared!).toBeGreaterThan(1.5);
    expect(sharedOnEks! / shared!).toBeLessThan(1.8);
  });

  test("a service's stack gives less away on EKS", () => {
    const [, ecs, , eks] = row('rights', "the service's stack: statements").map(number);
    expect(eks).toBeLessThan(ecs!);
  });

  test('more services make EKS cheaper, and without Container Insights they do not', () => {
    const [one, many] = [row('totals', '`prod`, 1 service'), row('totals', '`prod`, 20 services')];
    expect(number(one[3])).toBeGreaterThan(0);
    expect(number(many[3])).toBeLessThan(0);
    expect(number(many[4])).toBeGreaterThanOrEqual(number(one[4]));
  });

  test('load costs the same on both', () => {
    expect(PAGE).toMatch(/add ([\d.]+) USD a month on ECS and \1 on EKS, with ten services the same for each\./);
  });

  test('a pod sends to what it has to reach, and a task to everybody', () => {
    expect(row('features', 'sends to DNS').slice(1, 4)).toEqual(['no', 'no', 'yes']);
  });

  test('no alarm judges a rollback, which on EKS goes in at once', () => {
    expect(row('back', 'a rollback is judged by').slice(1)).toEqual(['no alarm', 'no alarm', 'no metric']);
    const times = rowsOf('times').find(([what]) => what!.endsWith('a rollback'))!;
    expect(times[1]).toBe(row('times', times[0]!.split(';')[0]!)[1]);
    expect(times[3]).toBe('30 s');
  });

  test('on EKS the very first version is not tried out', () => {
    expect(row('back', 'the very first version')).toEqual([
      'the very first version',
      'is tried',
      'is tried',
      'is not tried',
    ]);
    expect(row('features', 'its very first release')!.slice(1, 4)).toEqual(['yes', 'yes', 'no']);
  });
});
