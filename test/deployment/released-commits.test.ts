import type { CommitHistory } from '../../lib/build/programs/commits';
import { releasedCommits } from '../../lib/deployment/released-commits';

/** Letters are commits: each with those before it; lower case ones change nothing of the service. Newest first. */
function history(graph: Readonly<Record<string, string>>): CommitHistory {
  const commits = Object.entries(graph).map(([hash, parents], index) => ({
    hash,
    at: `2026-11-24T10:0${9 - index}:00.000Z`,
    parents: [...parents],
    touches: hash === hash.toUpperCase(),
  }));
  return { author: 'Ada', subject: 'x', commits };
}

const released = (commit: string, deployed: string | undefined, graph: Readonly<Record<string, string>>) =>
  releasedCommits(
    { commit, digest: `digest of ${commit}` },
    deployed === undefined ? undefined : { commit: deployed, digest: `digest of ${deployed}` },
    history(graph),
  )
    .map(({ hash }) => hash)
    .join('');

const LINE = { D: 'C', C: 'B', B: 'A', A: '' };
/** A release branch from A, merged into the main branch. */
const GITFLOW = { m: 'AS', S: 'R', R: 'A', A: '' };

test.each([
  ['those since the deployed one, newest first', 'D', 'B', LINE, 'DC'],
  ['the own one alone when nothing is deployed', 'D', undefined, LINE, 'D'],
  ['the own one alone when the deployed one is not known', 'D', 'Z', LINE, 'D'],
  ['none when the same commit is deployed', 'C', 'C', LINE, ''],
  ['none on the way back to an earlier one', 'B', 'D', LINE, ''],
  ["a merged branch's, without the merge", 'm', 'A', GITFLOW, 'SR'],
  ['those of a merged branch that is deployed already: none', 'm', 'S', GITFLOW, ''],
  ['what a merge itself changes', 'M', 'A', { M: 'AS', S: 'A', A: '' }, 'MS'],
  ['of a sibling what it has by itself', 'C', 'B', { C: 'A', B: 'A', A: '' }, 'C'],
  ['in a shared repository those that touch', 'D', 'A', { D: 'c', c: 'B', B: 'A', A: '' }, 'DB'],
  ['none that touches', 'd', 'A', { d: 'A', A: '' }, ''],
  ['those that are known, where the history breaks off', 'D', 'C', { D: 'CX', C: 'Y' }, 'D'],
])('%s', (_, commit, deployed, graph, expected) => {
  expect(released(commit, deployed, graph as Readonly<Record<string, string>>)).toBe(expected);
});

test('none when the same image is deployed, from whatever commit', () => {
  expect(releasedCommits({ commit: 'D', digest: 'x' }, { commit: 'B', digest: 'x' }, history(LINE))).toEqual([]);
});

test('none without a history, and none when the history is of something else', () => {
  expect(releasedCommits({ commit: 'D', digest: 'x' }, undefined, undefined)).toEqual([]);
  expect(releasedCommits({ commit: 'Z', digest: 'x' }, undefined, history(LINE))).toEqual([]);
});

test('each with the time of its commit', () => {
  expect(releasedCommits({ commit: 'D', digest: 'x' }, undefined, history(LINE))).toEqual([
    { hash: 'D', at: '2026-11-24T10:09:00.000Z' },
  ]);
});
