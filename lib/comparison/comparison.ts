import type { Delivery } from '../config/delivery';
import { written } from './by-hand';
import { codeLines, textLines } from './code-lines';
import { type Effort, effortsOf } from './effort';
import { type Finding, findingsOf } from './findings';
import type { Looked } from './linter';
import { CONFIGURATION_FILE, TEMPLATE_FILE } from './mistakes';
import { type Blocks, table } from './page';
import { type StackTemplate, synthesizedOf } from './synthesized';
import { type SourceFile, writtenIn } from './written';
import { yamlLines } from './yaml';

export interface ComparisonSources {
  /** The project's directory. */
  readonly project: string;
  /** A file's text by its path from there. */
  readonly read: (path: string) => string;
  /** What is written by hand in `bin` and `lib`. */
  readonly files: readonly SourceFile[];
  readonly deliveries: Readonly<Record<'sandbox' | 'workshop', Delivery>>;
  readonly synthesized: (delivery: Delivery) => readonly StackTemplate[];
  readonly looked: Looked;
}

/** The constructs that make what the template by hand makes. */
const EXAMPLE_FILES = [
  'lib/compute/endpoint.ts',
  'lib/compute/placeholder-service.ts',
  'lib/deployment/rollback-alarms.ts',
];

/** The generated parts of docs/cdk-vs-cloudformation.md. */
export function comparisonBlocks(sources: ComparisonSources): Blocks {
  const { project, read, looked } = sources;
  const efforts = effortsOf(project, (name) => read(`config/${name}.ts`), sources.deliveries, sources.synthesized);
  const findings = findingsOf(project, read, looked);
  return {
    written: writtenBlock(sources),
    synthesized: synthesizedBlock(sources),
    example: exampleBlock(sources),
    effort: effortBlock(efforts),
    mistakes: mistakesBlock(findings, looked),
    messages: messagesBlock(findings),
  };
}

/** Exact numbers would be another with every change of a line. */
function hundreds(lines: number): number {
  return Math.round(lines / 100) * 100;
}

function writtenBlock({ files, read }: ComparisonSources): string {
  const { rules, constructs, chart, elsewhere, commands } = writtenIn(files);
  const row = (what: string, { files: count, lines }: { files: number; lines: number }) => [
    what,
    count,
    hundreds(lines),
  ];
  return table(
    ['written by hand', 'files:', 'lines:'],
    [
      ['`config/sandbox.ts`: all that its team writes', 1, codeLines(read('config/sandbox.ts'))],
      ['`config/workshop.ts`: the same for three environments', 1, codeLines(read('config/workshop.ts'))],
      row('stacks, constructs and their wiring', constructs),
      row('what a configuration may say, its checks and their messages (`lib/config`)', rules),
      ...(chart.files === 0 ? [] : [row('the Helm chart', chart)]),
      row('what runs in Lambda and CodeBuild: with templates it would be written all the same', elsewhere),
      row('commands that people run, this comparison among them', commands),
    ],
  );
}

function synthesizedBlock({ deliveries, synthesized }: ComparisonSources): string {
  const rows = Object.entries(deliveries).map(([name, delivery]) => {
    const { stacks, resources, lines, kinds, linesOfKinds } = synthesizedOf(delivery, synthesized(delivery));
    return [`\`${name}\``, stacks, resources, hundreds(lines), kinds, hundreds(linesOfKinds)];
  });
  return table(
    ['synthesized', 'stacks:', 'resources:', 'lines:', 'kinds of stacks:', 'lines of the longest of each kind:'],
    rows,
  );
}

function exampleBlock({ deliveries, synthesized, read }: ComparisonSources): string {
  const stack = synthesized(deliveries.sandbox).find(({ name }) => name === 'sandbox-dev-storefront')!;
  const own = Object.entries(stack.template.Resources ?? {}).filter(([id]) => isInExample(id));
  const rows: [string, number][] = [
    [`by hand: [service-by-hand.yaml](examples/${TEMPLATE_FILE.split('/').at(-1)!})`, textLines(read(TEMPLATE_FILE))],
    ...EXAMPLE_FILES.map((file): [string, number] => [
      `as constructs: [${file.split('/').at(-1)}](../${file})`,
      codeLines(read(file)),
    ]),
    ['synthesized, for one service in one environment', yamlLines(written(Object.fromEntries(own))).length],
  ];
  return table(['the same resources', 'lines:'], rows);
}

/** Whether a resource of the service's stack is among those that the template by hand makes. */
export function isInExample(logicalId: string): boolean {
  return /^(publichttp80direct|Alarms(Blue|Green))/.test(logicalId);
}

function effortBlock(efforts: readonly Effort[]): string {
  return table(
    ['a team wants to', 'of', 'lines of the configuration:', 'stacks:', 'resources:', 'lines of templates:'],
    efforts.map(({ change, configuration, templates: { stacks, resources, lines } }) => [
      change.what,
      `\`${change.configuration}\``,
      configuration.added + configuration.removed,
      both(stacks),
      both(resources),
      `${lines.added.toLocaleString('en-US')} added, ${lines.removed.toLocaleString('en-US')} removed`,
    ]),
  );
}

function both({ added, changed }: { readonly added: number; readonly changed: number }): string {
  return added === 0 ? `${changed} changed` : `${added} new, ${changed} changed`;
}

function mistakesBlock(findings: readonly Finding[], { linter: linterName }: Looked): string {
  const isFound = (messages: readonly string[]) => (messages.length === 0 ? 'no' : 'found');
  return table(
    [
      'mistake',
      'here: types',
      'here: synth',
      "template: CloudFormation's rules",
      `template: ${linterName}`,
      'its deployment',
    ],
    findings.map(({ mistake, types, synth, schema, linter }) => [
      mistake.what,
      isFound(types),
      mistake.test === undefined || synth.length > 0 ? isFound(synth) : `no; by [a test](../${mistake.test})`,
      isFound(schema),
      linter.length === 0 ? 'no' : linter.join(', '),
      mistake.deployed,
    ]),
  );
}

const LONGEST_MESSAGE = 150;

function messagesBlock(findings: readonly Finding[]): string {
  const shown = findings.filter(({ types, synth, schema }) => [...types, ...synth, ...schema].length > 0);
  return table(
    ['mistake', 'what is said here', 'what is said of the template'],
    shown.map(({ mistake, types, synth, schema }) => [
      mistake.what,
      // The code's types say it better than what comes of it.
      message(mistake.here.file === CONFIGURATION_FILE ? synth : types),
      message(schema),
    ]),
  );
}

function message([first]: readonly string[]): string {
  if (first === undefined) return 'nothing';
  const short = first.length <= LONGEST_MESSAGE ? first : `${first.slice(0, LONGEST_MESSAGE).trimEnd()}…`;
  return `\`${short.replaceAll('`', "'")}\``;
}
