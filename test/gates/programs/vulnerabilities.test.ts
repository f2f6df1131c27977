import { baseScore, ratingOfVectors } from '../../../lib/gates/programs/cvss';
import { type OsvRecord, recordsToAskFor, toFindings } from '../../../lib/gates/programs/vulnerabilities';

const PURL = 'pkg:npm/lodash@4.17.20';

function found(...records: OsvRecord[]) {
  const ids = records.map(({ id }) => id);
  return toFindings([{ purl: PURL, ids }], new Map(records.map((record) => [record.id, record])));
}

describe('the score of a vector', () => {
  // The examples of FIRST's "CVSS v3.1 Examples" and of the records that they are about.
  test.each([
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N', 5.4],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', 7.2],
    ['CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N', 3.7],
    ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 8.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/E:P/RL:O', 7.5],
  ])('%s is %d', (vector, score) => {
    expect(baseScore(vector)).toBe(score);
  });

  test.each([
    '',
    'AV:N/AC:L',
    'CVSS:3.1/AV:N',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
  ])('is not made up for %s', (vector) => {
    expect(baseScore(vector)).toBeUndefined();
  });

  test('of several vectors the worst one that can be read counts', () => {
    expect(ratingOfVectors(['CVSS:4.0/x', 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:N/A:N'])).toBe('low');
    expect(ratingOfVectors(['CVSS:4.0/x'])).toBe('unknown');
  });
});

describe('a finding', () => {
  test('is known by its CVE first, and by all other names', () => {
    expect(found({ id: 'GHSA-1', aliases: ['SNYK-1', 'CVE-2021-1'], summary: 'Injection' })).toMatchObject([
      { ids: ['CVE-2021-1', 'GHSA-1', 'SNYK-1'], title: 'Injection', where: PURL },
    ]);
  });

  test("has the severity that GitHub's database states", () => {
    expect(found({ id: 'GHSA-1', database_specific: { severity: 'MODERATE' } })).toMatchObject([
      { severity: 'medium' },
    ]);
  });

  test('has that of its vector where none is stated', () => {
    const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }];
    expect(found({ id: 'GO-1', severity })).toMatchObject([{ severity: 'critical' }]);
  });

  test('has that of the same vulnerability in another database where its own says nothing', () => {
    const records = new Map<string, OsvRecord>([
      ['GO-1', { id: 'GO-1', aliases: ['GHSA-1'] }],
      ['GHSA-1', { id: 'GHSA-1', aliases: ['GO-1'], database_specific: { severity: 'LOW' } }],
    ]);
    expect(toFindings([{ purl: PURL, ids: ['GO-1'] }], records)).toMatchObject([{ severity: 'low' }]);
  });

  test('is of unknown severity where nobody says one', () => {
    expect(found({ id: 'PYSEC-1' })).toMatchObject([{ severity: 'unknown' }]);
  });

  test('is critical where the package itself is the attack', () => {
    expect(found({ id: 'MAL-2025-1' })).toMatchObject([{ severity: 'critical' }]);
  });

  test('is one, though two databases have it', () => {
    expect(found({ id: 'GHSA-1', aliases: ['CVE-1'] }, { id: 'PYSEC-1', aliases: ['CVE-1'] })).toHaveLength(1);
  });

  test('is none where the record was withdrawn', () => {
    expect(found({ id: 'GHSA-1', withdrawn: '2025-01-01T00:00:00Z' })).toEqual([]);
  });
});

test("only for a record without a severity GitHub's are asked for", () => {
  expect(recordsToAskFor({ id: 'GO-1', aliases: ['CVE-1', 'GHSA-1'] })).toEqual(['GHSA-1']);
  expect(recordsToAskFor({ id: 'X', aliases: ['GHSA-1'], database_specific: { severity: 'HIGH' } })).toEqual([]);
});
