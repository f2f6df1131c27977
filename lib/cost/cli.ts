import { describe, Problem } from '../build/programs/problem';
import type { Delivery } from '../config/delivery';
import { ConfigurationError } from '../config/problem';
import { formatProblems } from '../config/report';
import { printable, wrapped } from '../shared/terminal-text';
import { AskedWrong, parseWish, USAGE, type Wish } from './cli-arguments';
import { type CostReport, costOf, totalOf } from './cost';
import { notCountedIn } from './not-counted';
import { loadedParts, partsOf, TOOLCHAIN } from './parts';
import { PriceList } from './prices';
import { costReport, detailLines, notCountedLines, usdText, widthIn } from './report';
import type { CostedStack } from './stacks';

/** Of stacks whose region the configuration leaves open. */
const DEFAULT_REGION = 'us-east-1';
/** What is said beside a report without load, so that a reader sees what it does. */
const EXAMPLE = { requestsPerSecond: 10, releases: 20 };

/** What the command works with. */
export interface Outside {
  /** Characters of a line of the terminal. @default - nobody looks at it there */
  readonly columns?: number;
  loadDelivery(name: string): Delivery;
  synthesize(delivery: Delivery): readonly CostedStack[];
  /** The report. */
  print(text: string): void;
  /** What is said about it, for people. */
  say(line: string): void;
}

/** Runs the command. Returns its exit code: 0, 1 when something went wrong, 2 when it was asked for the wrong thing. */
export function runCost(argv: readonly string[], outside: Outside): number {
  try {
    const wish = parseWish(argv);
    outside.print(wish === 'help' ? USAGE : answerTo(wish, outside));
    return 0;
  } catch (error) {
    outside.say(`error: ${reasonOf(error)}`);
    if (!(error instanceof AskedWrong)) return 1;
    outside.say('npm run cost -- --help says what there is.');
    return 2;
  }
}

/** In words, without what a program makes of them. */
function reasonOf(error: unknown): string {
  if (error instanceof ConfigurationError) return linesOf(formatProblems(error));
  return printable(error instanceof Problem ? error.message : describe(error));
}

/** Several lines, each as a terminal may show it. */
function linesOf(text: string): string {
  return text
    .split('\n')
    .map((line) => /^ */.exec(line)![0] + printable(line))
    .join('\n');
}

function answerTo(
  { config, region, detail, ...amounts }: Wish,
  { columns, loadDelivery, synthesize }: Outside,
): string {
  const prices = new PriceList();
  if (region !== undefined && !prices.regions.includes(region)) {
    throw new AskedWrong(`--region must be one of ${prices.regions.join(', ')} (got ${region})`);
  }
  const delivery = loadDelivery(config);
  const synthesized = synthesize(delivery);
  const stacks = synthesized.map((stack) => ({ ...stack, region: region ?? stack.region }));
  const partOf = partsOf(delivery);
  const parts = loadedParts(delivery.environments);
  const ask = ({ requestsPerSecond, releases }: typeof EXAMPLE) =>
    costOf(stacks, {
      prices,
      partOf,
      region: region ?? DEFAULT_REGION,
      load: { requestsPerSecond, parts },
      releases,
    });
  const report = ask(amounts);
  const width = widthIn(columns);
  const notes = region === undefined ? [] : movedLines(synthesized, region).flatMap((line) => wrapped(line, width));
  const besides = (asked: readonly CostedStack[] = stacks) =>
    notCountedIn(stacks, { prices, region: region ?? DEFAULT_REGION }, asked);
  if (detail !== undefined) {
    const stack = stackCalled(detail, stacks);
    return [...notes, ...detailOf(report, stack, width), ...notCountedLines(besides([stack]), width)].join('\n');
  }
  const title = {
    delivery: delivery.name,
    ...amounts,
    loadedParts: parts,
    parts: Object.fromEntries(
      [...delivery.environments.map(({ name }) => name), TOOLCHAIN].map((part) => [
        part,
        stacks.map(({ name }) => name).filter((name) => partOf(name) === part),
      ]),
    ),
  };
  const text = [...notes, costReport(report, besides(), title, width)].join('\n');
  if (amounts.requestsPerSecond > 0 || amounts.releases > 0) return text;
  const { requestsPerSecond, releases } = EXAMPLE;
  const example = `--load ${requestsPerSecond} --releases ${releases}: ${usdText(totalOf(ask(EXAMPLE).lines))} a month.`;
  return `${text}\n\nWith ${example}\n--detail STACK says how the amounts of a stack come about.`;
}

/** What a region for all stacks leaves out, where they are in several. */
function movedLines(stacks: readonly CostedStack[], region: string): readonly string[] {
  const regions = [...new Set(stacks.map((stack) => stack.region ?? DEFAULT_REGION))];
  if (regions.length === 1) return [];
  return [
    `--region ${region}: as if all were there. The configuration has ${regions.join(' and ')}; what goes from one to the other is left out.`,
    '',
  ];
}

function stackCalled(wanted: string, stacks: readonly CostedStack[]): CostedStack {
  const stack = stacks.find(({ name }) => name === wanted) ?? stacks.find(({ name }) => name.endsWith(`-${wanted}`));
  if (stack) return stack;
  throw new AskedWrong(`--detail must be one of ${stacks.map(({ name }) => name).join(', ')} (got ${wanted})`);
}

function detailOf({ lines }: CostReport, { name, region }: CostedStack, width: number): string[] {
  const own = lines.filter(({ stack }) => stack === name);
  const sum = `${usdText(totalOf(own))} USD a month`;
  return [`${name}, ${region ?? DEFAULT_REGION}: ${sum}`, '', ...detailLines(own, width)];
}
