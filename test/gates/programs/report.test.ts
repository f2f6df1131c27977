import { Problem } from '../../../lib/build/programs/problem';
import type { Judged } from '../../../lib/gates/programs/findings';
import { type GateResult, isOpen, requireOpen, runGate } from '../../../lib/gates/programs/gate';
import { toJunit, toLog } from '../../../lib/gates/programs/report';
import { parseInspection, summaryOf } from '../../../lib/gates/programs/summary';

function judged(outcome: Judged['outcome'], more: Partial<Judged> = {}): Judged {
  return { ids: ['CVE-1'], severity: 'high', title: 'Injection', where: 'a@1', outcome, ...more };
}

const CLEAN: GateResult = { gate: 'secrets', findings: [], note: '3 files' };
const BAD: GateResult = {
  gate: 'dependencies',
  findings: [judged('stops'), judged('accepted', { note: 'accepted until 2030-01-01: why' }), judged('tolerated')],
};
const BROKEN: GateResult = { gate: 'SBOM', findings: [], error: 'cannot\n  read it' };

test('a clean gate is one case that passes', () => {
  expect(toJunit([CLEAN])).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      '  <testsuite name="secrets" tests="1" failures="0" errors="0">',
      '    <testcase classname="secrets" name="finds nothing" time="0"></testcase>',
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n'),
  );
});

test('a finding that stops is a failure, one that does not is skipped', () => {
  const xml = toJunit([BAD]);
  expect(xml).toContain('<testsuite name="dependencies" tests="3" failures="1" errors="0">');
  expect(xml.match(/<failure /g)).toHaveLength(1);
  expect(xml).toContain('<skipped message="a@1: high CVE-1: Injection (accepted until 2030-01-01: why)"/>');
});

test('a gate that could not do its work is an error', () => {
  expect(toJunit([BROKEN])).toContain('errors="1">');
  expect(toJunit([BROKEN])).toContain('<error message="cannot read it"/>');
});

test('whatever a scanner writes is still XML', () => {
  const xml = toJunit([{ gate: 'x', findings: [judged('stops', { title: '<a b="&"> \u0000\u001b[31m' })] }]);
  expect(xml).toContain('&lt;a b=&quot;&amp;&quot;&gt; \uFFFD\uFFFD[31m');
});

test('the log says of every gate what came of it', () => {
  expect([CLEAN, BAD, BROKEN].flatMap(toLog)).toEqual([
    'passed  secrets: 3 files',
    'FAILED  dependencies',
    '        stops     a@1: high CVE-1: Injection',
    '        accepted  a@1: high CVE-1: Injection (accepted until 2030-01-01: why)',
    '        tolerated a@1: high CVE-1: Injection',
    'FAILED  SBOM',
    '        cannot read it',
  ]);
});

test('every closed gate is named at the end', () => {
  expect(() => requireOpen([CLEAN, BAD, BROKEN])).toThrow(
    'the release stops at dependencies (1 finding), SBOM (could not be checked); see above',
  );
  expect(() => requireOpen([CLEAN])).not.toThrow();
});

test('a gate that fails is closed, and says why', async () => {
  const result = await runGate('x', () => Promise.reject(new Problem('no network')));
  expect(result).toEqual({ gate: 'x', findings: [], error: 'no network' });
  expect(isOpen(result)).toBe(false);
});

test('a defect of a gate closes it too, and leaves its stack in the log', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation();
  const result = await runGate('x', () => Promise.reject(new TypeError('undefined is no function')));
  expect(isOpen(result)).toBe(false);
  expect(log).toHaveBeenCalledWith(expect.any(TypeError));
  log.mockRestore();
});

test('a summary counts the findings by severity', () => {
  expect(summaryOf(BAD)).toEqual({
    gate: 'dependencies',
    open: false,
    counts: { critical: 0, high: 3, medium: 0, low: 0, unknown: 0 },
    accepted: 1,
  });
});

test.each([
  ['nonsense', 'inspection.json is not JSON'],
  ['{}', 'inspection.json must have the members gates and used'],
  [JSON.stringify({ gates: [summaryOf(BAD)], used: [] }), 'the inspection of the source stopped at dependencies'],
])('an inspection is refused: %s', (text, message) => {
  expect(() => parseInspection(text)).toThrow(message);
});
