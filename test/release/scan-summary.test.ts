import type { ScanSummary } from '../../lib/gates/programs/summary';
import { describeScan } from '../../lib/release/scan-summary';

test.each([
  [undefined, ['scan: no summary in this pipeline']],
  ['{"counts":{}}', ['scan: no findings']],
  ['{"counts":{"critical":0}}', ['scan: no findings']],
  [
    '{"counts":{"low":4,"CRITICAL":1,"medium":2,"odd":1},"signature":"COMPLETE"}',
    ['scan: critical 1, medium 2, low 4, odd 1', 'signature: COMPLETE'],
  ],
  ['{"findings":3}', ['scan: the summary is not readable, see the log of the Scan action']],
  ['oops', ['scan: the summary is not readable, see the log of the Scan action']],
])('%s', (text, lines) => {
  expect(describeScan(text)).toEqual(lines);
});

test('what the scan writes is what is read', () => {
  const summary: ScanSummary = {
    image: 'shop-web@sha256:1',
    counts: { critical: 0, high: 2, medium: 0, low: 1, unknown: 0 },
    signature: 'signed by shop',
    gates: [],
    unused: [],
  };
  expect(describeScan(JSON.stringify(summary))).toEqual(['scan: high 2, low 1', 'signature: signed by shop']);
});
