import { writeFiles } from '../../build/programs/files';
import { GATES_REPORT } from './constants';
import type { Judged } from './findings';
import { type GateResult, isOpen } from './gate';

/** Says in the build's log what came of the gates, and leaves the same for CodeBuild's reports. */
export async function publish(results: readonly GateResult[], directory: string): Promise<void> {
  for (const line of results.flatMap(toLog)) console.log(line);
  await writeFiles(directory, { [GATES_REPORT]: toJunit(results) });
}

/** What a gate has to say in a build's log. */
export function toLog(result: GateResult): string[] {
  const { gate, findings, error, note } = result;
  return [
    `${isOpen(result) ? 'passed' : 'FAILED'}  ${gate}${note ? `: ${note}` : ''}`,
    ...(error === undefined ? [] : [`        ${oneLine(error)}`]),
    ...findings.map((finding) => `        ${finding.outcome.padEnd(9)} ${describeFinding(finding)}`),
  ];
}

/** One finding on one line. */
export function describeFinding({ ids: [id], severity, title, where, note }: Judged): string {
  return oneLine(`${where}: ${severity} ${id}: ${title}${note ? ` (${note})` : ''}`);
}

/**
 * JUnit's XML, a suite for each gate and a case for each finding: one that stops is a failure, one that does not is skipped,
 * and a gate that found nothing has a single case that passes.
 */
export function toJunit(results: readonly GateResult[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...results.flatMap(toSuite),
    '</testsuites>',
    '',
  ].join('\n');
}

function toSuite(result: GateResult): string[] {
  const { gate, findings, error } = result;
  const cases = [
    ...(error === undefined ? [] : [testCase(gate, 'does its work', element('error', error))]),
    ...(error === undefined && findings.length === 0 ? [testCase(gate, 'finds nothing', '')] : []),
    ...findings.map((finding) =>
      testCase(
        gate,
        `${finding.where}: ${finding.ids[0]}`,
        element(finding.outcome === 'stops' ? 'failure' : 'skipped', describeFinding(finding)),
      ),
    ),
  ];
  const failures = findings.filter(({ outcome }) => outcome === 'stops').length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="${error === undefined ? 0 : 1}"`;
  return [`  <testsuite name=${quoted(gate)} ${counts}>`, ...cases, '  </testsuite>'];
}

function testCase(gate: string, name: string, content: string): string {
  return `    <testcase classname=${quoted(gate)} name=${quoted(name)} time="0">${content}</testcase>`;
}

function element(name: string, message: string): string {
  return `<${name} message=${quoted(oneLine(message))}/>`;
}

function quoted(text: string): string {
  const escaped = text
    // What XML 1.0 has no way to write.
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
  return `"${escaped}"`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
