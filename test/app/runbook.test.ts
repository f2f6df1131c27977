import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunbookSection } from '../../lib/shared/runbook';
import { DELIVERIES, DELIVERY_NAMES } from '../support/deliveries';
import { synthesize } from '../support/synthesized';
import { resourcesIn } from '../support/template';

const RUNBOOK = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');

/** The anchor that GitHub, GitLab and CodeCommit make of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** What stands under a heading of the second level, by the anchors of those of the third. */
function sectionsUnder(title: string, text: string): Map<string, string> {
  const part = text.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
  const sections = part.split(/^### /m).slice(1);
  return new Map(sections.map((section) => [anchorOf(section.split('\n')[0]!), section]));
}

const sections = sectionsUnder('Alarms', RUNBOOK);

const alarms = DELIVERY_NAMES.flatMap((delivery) => {
  const stacks = synthesize(DELIVERIES[delivery]);
  return resourcesIn(stacks, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').map(({ id, properties }) => ({
    delivery,
    id,
    description: properties['AlarmDescription'],
  }));
});

/** What an alarm's description links to. */
function linkIn(description: unknown): { runbook: string; anchor: string } | undefined {
  const match = /^.+\. (\S+)#([a-z-]+)$/s.exec(typeof description === 'string' ? description : '');
  return match ? { runbook: match[1]!, anchor: match[2]! } : undefined;
}

test('every alarm says its symptom in a sentence and links to the runbook of its delivery', () => {
  const unlinked = alarms.filter(
    ({ delivery, description }) => linkIn(description)?.runbook !== DELIVERIES[delivery].runbook,
  );
  expect(unlinked).toEqual([]);
  expect(alarms.length).toBeGreaterThan(100);
});

test('every alarm links to a section of the runbook', () => {
  const anchors = new Set(alarms.map(({ description }) => linkIn(description)?.anchor));
  expect([...anchors].filter((anchor) => !sections.has(anchor!))).toEqual([]);
});

test('every section about an alarm is linked to by an alarm, and has a name in the code', () => {
  const anchors = new Set(alarms.map(({ description }) => linkIn(description)?.anchor));
  expect([...sections.keys()].filter((anchor) => !anchors.has(anchor))).toEqual([]);
  expect([...sections.keys()].sort()).toEqual(Object.values(RunbookSection).sort());
});

test('every section about an alarm says what it means, how to look into it and how to mend it', () => {
  const words = ['**Description**', '**Investigation**', '**Resolution**'];
  const lacking = [...sections].filter(([, text]) => words.some((word) => !text.includes(word)));
  expect(lacking.map(([anchor]) => anchor)).toEqual([]);
});

describe('else it is found', () => {
  test.each([
    ['no description', undefined],
    ['no link', 'It burns.'],
    ['no sentence', 'docs/runbook.md#a-service-pages'],
    ['a link without an anchor', 'It burns. docs/runbook.md'],
  ])('%s', (_, description) => {
    expect(linkIn(description)).toBeUndefined();
  });

  test('a heading that has drifted', () => {
    const text = '# Runbook\n\n## Other\n\n### A service pages\n\n## Alarms\n\n### A service rings\n\ntext\n';
    expect([...sectionsUnder('Alarms', text).keys()]).toEqual(['a-service-rings']);
  });
});
