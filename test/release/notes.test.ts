import * as fc from 'fast-check';
import {
  type Changes,
  fitIntoMessage,
  type Release,
  renderNotes,
  renderSubject,
  renderSummary,
} from '../../lib/release/notes';

const DEPLOYED = {
  commit: 'a'.repeat(40),
  digest: `sha256:${'b'.repeat(64)}`,
  tag: 'tree-0',
  executionId: 'e-1',
  at: '2026-11-20T10:00:00.000Z',
};

function release(changes: Changes, more: Partial<Release> = {}): Release {
  return {
    service: 'web',
    environment: 'prod',
    commit: 'c'.repeat(40),
    tag: 'tree-1',
    digest: `sha256:${'d'.repeat(64)}`,
    deployed: DEPLOYED,
    changes,
    scan: ['scan: no findings'],
    executionUrl: 'https://console.example.com/1',
    ...more,
  };
}

const commit = (subject: string, author = 'Ann') => ({ hash: 'f'.repeat(40), author, subject });
const commits = (...subjects: string[]): Changes => ({
  kind: 'commits',
  commits: subjects.map((subject) => commit(subject)),
  leftOut: [],
});

test.each<[string, Changes, string]>([
  ['the first release', { kind: 'first' }, 'web to prod: the first release | scan: no findings'],
  ['the same commit', { kind: 'same' }, 'web to prod: the same commit as deployed, aaaaaaaa | scan: no findings'],
  [
    'unknown changes',
    { kind: 'unknown', reason: 'git fetch failed' },
    'web to prod: changes since aaaaaaaa are not known: git fetch failed | scan: no findings',
  ],
  ['no change', commits(), 'web to prod: no new commit since aaaaaaaa | scan: no findings'],
  ['commits', commits('one', 'two'), 'web to prod: 2 commits since aaaaaaaa by Ann | one; two | scan: no findings'],
  [
    'what would be gone',
    { kind: 'commits', commits: [], leftOut: [commit('one'), commit('two')] },
    'web to prod: no new commit since aaaaaaaa | LEAVES OUT 2 commits that are deployed now | scan: no findings',
  ],
])('the line says %s', (_, changes, line) => {
  expect(renderSummary(release(changes))).toBe(line);
});

test('the line names as many commits as there is room for, and how many more there are', () => {
  const summary = renderSummary(
    release(commits(...Array.from({ length: 40 }, (_, index) => `${index} ${'é'.repeat(80)}`))),
  );
  expect(summary.length).toBeLessThanOrEqual(900);
  const shown = summary.match(/\d+ é{80}/g)!.length;
  expect(summary).toMatch(new RegExp(`; and ${40 - shown} more \\| scan: no findings$`));
});

test('the line is one, short, and starts no variable of CodePipeline, whatever people write', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 30 }), text, (subjects, scan) => {
      const summary = renderSummary(release(commits(...subjects, '#{a.b}\n'), { scan: [scan] }));
      expect(summary.length).toBeLessThanOrEqual(900);
      expect(summary).not.toMatch(/#\{|\p{Cc}/u);
    }),
  );
});

test('the notes list every commit', () => {
  const notes = renderNotes(release(commits(...Array.from({ length: 200 }, (_, index) => `change ${index}`))));
  expect(notes.match(/^- f{8} change \d+ \(Ann\)$/gm)).toHaveLength(200);
});

test('a message holds as much of the notes as SNS takes', () => {
  expect(fitIntoMessage('short')).toBe('short');
  const long = fitIntoMessage('é'.repeat(300_000));
  expect(Buffer.byteLength(long)).toBeLessThan(256 * 1024);
  expect(long).toMatch(/é\n…\nThe rest is in the pipeline's artifact\.\n$/);
});

test('a subject is ASCII on one line', () => {
  expect(renderSubject(release({ kind: 'first' }))).toBe('Approve web to prod?');
});
