import * as fc from 'fast-check';
import { formatDeployedRecord, NOTHING_DEPLOYED, parseDeployedRecord } from '../../lib/deployment/deployed-record';

const DEPLOYED = {
  commit: 'a'.repeat(40),
  digest: `sha256:${'b'.repeat(64)}`,
  tag: 'tree-1',
  executionId: '11111111-2222-3333-4444-555555555555',
  at: '2026-11-23T10:00:00.000Z',
};

test('what is written is what is read', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{40}$/), fc.stringMatching(/^tree-[0-9a-f]+$/), (commit, tag) => {
      const deployed = { ...DEPLOYED, commit, tag };
      expect(parseDeployedRecord(formatDeployedRecord(deployed))).toEqual(deployed);
    }),
  );
});

test('before the first deployment there is no record', () => {
  expect(parseDeployedRecord(NOTHING_DEPLOYED)).toBeUndefined();
});

test('a member that is not known is ignored', () => {
  expect(parseDeployedRecord(JSON.stringify({ ...DEPLOYED, mood: 'good' }))).toEqual(DEPLOYED);
});

test.each([
  ['', 'the record of what is deployed is neither JSON nor "none" (got "")'],
  ['nothing', 'the record of what is deployed is neither JSON nor "none" (got "nothing")'],
  [
    JSON.stringify({ ...DEPLOYED, commit: 'main; rm -rf /' }),
    'the record of what is deployed is not valid: commit: must be the whole hash of a commit',
  ],
  [
    JSON.stringify({ ...DEPLOYED, digest: 'latest', at: 'today' }),
    'the record of what is deployed is not valid: digest: must be sha256: and 64 hexadecimal digits; ' +
      'at: must be a time in ISO 8601 and UTC',
  ],
])('%s is refused', (text, message) => {
  expect(() => parseDeployedRecord(text)).toThrow(message);
});

test('a record that nobody could read is not written', () => {
  expect(() => formatDeployedRecord({ ...DEPLOYED, commit: '' })).toThrow('commit: must be the whole hash of a commit');
});
