import { type Finding, judgeByCount, judgeBySeverity, unusedEntries } from '../../../lib/gates/programs/findings';
import type { Rating } from '../../../lib/gates/programs/limits';

const NOTHING = { allow: [], today: '2026-11-23' };

function finding(severity: Rating, ...ids: string[]): Finding {
  return { ids: ids.length > 0 ? ids : ['CVE-2026-1'], severity, title: 'bad', where: 'here' };
}

const outcomes = (judged: readonly { outcome: string }[]) => judged.map(({ outcome }) => outcome);

describe('by severity', () => {
  const found = (['low', 'medium', 'high', 'critical'] as const).map((severity) => finding(severity));

  test.each([
    ['low', ['stops', 'stops', 'stops', 'stops']],
    ['high', ['tolerated', 'tolerated', 'stops', 'stops']],
    ['critical', ['tolerated', 'tolerated', 'tolerated', 'stops']],
  ] as const)('from %s on a finding stops', (least, expected) => {
    expect(outcomes(judgeBySeverity(found, least, NOTHING))).toEqual(expected);
  });

  test('a finding without a severity stops, as it may be of any', () => {
    expect(outcomes(judgeBySeverity([finding('unknown')], 'critical', NOTHING))).toEqual(['stops']);
  });
});

describe('by count', () => {
  const three = [finding('high', 'A'), finding('high', 'B'), finding('high', 'C')];

  test('as many as the limit are let through', () => {
    expect(outcomes(judgeByCount(three, { high: 3 }, NOTHING))).toEqual(['tolerated', 'tolerated', 'tolerated']);
  });

  test('with one more each of them is shown as a reason', () => {
    expect(outcomes(judgeByCount(three, { high: 2 }, NOTHING))).toEqual(['stops', 'stops', 'stops']);
  });

  test('an accepted one does not count', () => {
    const allow = [{ id: 'B', until: '2026-12-31', reason: 'not reachable' }];
    expect(outcomes(judgeByCount(three, { high: 2 }, { ...NOTHING, allow }))).toEqual([
      'tolerated',
      'accepted',
      'tolerated',
    ]);
  });

  test('a severity has its own limit, and without one any number is let through', () => {
    const found = [finding('critical'), finding('medium'), finding('medium')];
    expect(outcomes(judgeByCount(found, { critical: 0, high: 0 }, NOTHING))).toEqual([
      'stops',
      'tolerated',
      'tolerated',
    ]);
  });

  test('what the registry calls undefined is let through', () => {
    expect(outcomes(judgeByCount([finding('unknown')], { critical: 0 }, NOTHING))).toEqual(['tolerated']);
  });
});

describe('the allow-list', () => {
  const entry = { id: 'CVE-2026-1', until: '2026-11-23', reason: 'not reachable' };
  const judged = (today: string, ...ids: string[]) =>
    judgeBySeverity([finding('high', ...ids)], 'high', { allow: [entry], today })[0];

  test('accepts on its last day, and says why and how long', () => {
    expect(judged('2026-11-23')).toMatchObject({
      outcome: 'accepted',
      note: 'accepted until 2026-11-23: not reachable',
    });
  });

  test('accepts no longer on the day after, and says that it once did', () => {
    expect(judged('2026-11-24')).toMatchObject({
      outcome: 'stops',
      note: 'was accepted until 2026-11-23, which is over: not reachable',
    });
  });

  test('knows a finding by any of its names', () => {
    expect(judged('2026-11-23', 'GHSA-aaaa', 'CVE-2026-1')).toMatchObject({ outcome: 'accepted' });
  });

  test('accepts nothing of another name', () => {
    expect(judged('2026-11-23', 'CVE-2026-10')).toMatchObject({ outcome: 'stops' });
  });

  test('with two entries for a finding the longer one holds', () => {
    const allow = [{ ...entry, until: '2020-01-01' }, entry];
    expect(outcomes(judgeBySeverity([finding('high')], 'high', { allow, today: '2026-11-23' }))).toEqual(['accepted']);
  });

  test('tells which entries met nothing', () => {
    expect(unusedEntries([entry, { ...entry, id: 'CVE-2026-2' }], new Set(['CVE-2026-1']))).toEqual(['CVE-2026-2']);
  });
});
