import { parseSarif } from '../../../lib/gates/programs/sarif';

const location = { physicalLocation: { artifactLocation: { uri: 'src/a.py' }, region: { startLine: 7 } } };

function sarif(run: object): string {
  return JSON.stringify({ version: '2.1.0', runs: [run] });
}

const severity = (run: object) => parseSarif(sarif(run), 'a.sarif').findings.map((finding) => finding.severity);

test('a finding has the file and line, and can be accepted by its rule in this file alone', () => {
  const run = {
    tool: { driver: { name: 'x' } },
    results: [{ ruleId: 'sql', message: { text: 'bad' }, locations: [location] }],
  };
  expect(parseSarif(sarif(run), 'a.sarif').findings).toEqual([
    { ids: ['sql', 'sql:src/a.py'], severity: 'medium', title: 'bad', where: 'src/a.py:7' },
  ]);
});

test.each([
  ['9.0', 'critical'],
  ['8.9', 'high'],
  ['4.0', 'medium'],
  ['0.1', 'low'],
  ['nonsense', 'unknown'],
])('a score of %s is %s, whatever the level', (score, expected) => {
  const rules = [{ id: 'other' }, { id: 'r', properties: { 'security-severity': score } }];
  const run = { tool: { driver: { rules } }, results: [{ ruleId: 'r', level: 'note' }, { ruleIndex: 1 }] };
  expect(severity(run)).toEqual([expected, expected]);
});

test.each([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'low'],
  [undefined, 'medium'],
])('without a score the level %s is %s', (level, expected) => {
  expect(severity({ results: [{ ruleId: 'r', level }] })).toEqual([expected]);
});

test('without a level of its own a result has that of its rule', () => {
  const rules = [{ id: 'r', defaultConfiguration: { level: 'error' } }];
  expect(severity({ tool: { driver: { rules } }, results: [{ ruleId: 'r' }] })).toEqual(['high']);
});

test('what was suppressed in the source is found all the same', () => {
  expect(severity({ results: [{ ruleId: 'r', suppressions: [{ kind: 'inSource' }] }] })).toHaveLength(1);
});

test('what passed is no finding', () => {
  expect(
    severity({
      results: [
        { ruleId: 'r', kind: 'pass' },
        { ruleId: 'r', kind: 'notApplicable' },
      ],
    }),
  ).toEqual([]);
});

test('the findings of all runs are read', () => {
  const text = JSON.stringify({
    version: '2.1.0',
    runs: [{ results: [{ ruleId: 'a' }] }, { results: [{ ruleId: 'b' }] }],
  });
  expect(parseSarif(text, 'a.sarif').findings.map(({ ids }) => ids[0])).toEqual(['a', 'b']);
});

test.each([
  ['not JSON', 'a.sarif is not JSON'],
  ['{}', 'a.sarif is not SARIF 2.1.0'],
  ['null', 'a.sarif is not SARIF 2.1.0'],
  ['{"version":"2.1.0","runs":[]}', 'a.sarif says of no run'],
  [
    sarif({ tool: { driver: { name: 'semgrep' } }, invocations: [{ executionSuccessful: false }], results: [] }),
    'a.sarif says that semgrep did not run to its end',
  ],
])('is refused: %s', (text, message) => {
  expect(() => parseSarif(text, 'a.sarif')).toThrow(message);
});
