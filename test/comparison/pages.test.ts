import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { EXERCISES } from '../../scripts/lib/exercises/index';
import { PAGES, readProjectFile } from '../../scripts/lib/pages';

const PROJECT = join(__dirname, '../..');

test('every exercise is caught, and nothing is said before it', () => {
  const path = PAGES.find(({ file }) => file === 'docs/learning-path.md')!;
  const text = readProjectFile(path.file);
  for (const { name } of EXERCISES) {
    const [, intact, broken] = new RegExp(`-- ${name}\nas it is:\n((?:  .*\n)+)broken:\n((?:  .*\n)+)`).exec(text)!;
    expect([name, intact]).toEqual([name, expect.stringMatching(/^ {2}(\(nothing\)|suspect: none)\n$/)]);
    expect([name, broken]).not.toEqual([name, intact]);
  }
});

/** The anchor that GitHub, GitLab and CodeCommit make of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** The files that a page links to, from the project's directory, with the heading that is meant. */
function linksOf(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^https?:/.test(target))
    .map((target) => (target.startsWith('#') ? `${page}${target}` : normalize(join(dirname(page), target))));
}

function isThere(link: string): boolean {
  const [file = '', anchor] = link.split('#');
  if (!existsSync(join(PROJECT, file))) return false;
  if (anchor === undefined) return true;
  const headings = [...readProjectFile(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));
  return headings.includes(anchor);
}

describe('links', () => {
  const pages = readdirSync(join(PROJECT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);

  test.each(pages)('of %s lead to what is there', (page) => {
    expect(linksOf(page, readProjectFile(page)).filter((link) => !isThere(link))).toEqual([]);
  });

  test('to what is not there are found', () => {
    const text =
      '[a](none.md) [b](../lib/none.ts) [c](https://example.com) [d](#none) [e](runbook.md#none) [f](runbook.md)';
    expect(linksOf('docs/runbook.md', text).filter((link) => !isThere(link))).toEqual([
      'docs/none.md',
      'lib/none.ts',
      'docs/runbook.md#none',
      'docs/runbook.md#none',
    ]);
  });
});
