import { counted } from '../../cost/charge';
import { type CostLine, costOf, totalOf } from '../../cost/cost';
import { partsOf } from '../../cost/parts';
import type { PriceList } from '../../cost/prices';
import { priceText, usdText } from '../../cost/report';
import type { CostedStack } from '../../cost/stacks';
import { table } from '../page';
import { type Observed, serviceStack, sharedStacks } from './observed';
import { type ByVariant, PRODUCTION, REGION, SMALLEST } from './variants';

/** What is asked about the costs of a variant. */
export interface CostCase {
  readonly environment: string;
  /** How many of the same service there are. */
  readonly services: number;
  /** That arrive at each service. */
  readonly requestsPerSecond: number;
  readonly region: string;
}

/** Requests a second at each service, where there is load. */
const LOAD = 20;
/** Another region with prices. */
const ELSEWHERE = 'ap-southeast-1';
/** Prices that come to less are put together, in USD a month. */
const LEAST = 0.5;

/** The two that are compared: who moves traffic on ECS costs nothing. */
const PLATFORMS = ['codedeploy', 'rollouts'] as const;

const IDLE: CostCase = { environment: PRODUCTION, services: 1, requestsPerSecond: 0, region: REGION };

/** Without load, by how a row is called. */
const CASES: readonly (readonly [string, CostCase])[] = [
  [`\`${SMALLEST}\`, 1 service`, { ...IDLE, environment: SMALLEST }],
  ...[1, 5, 10, 20].map((services): [string, CostCase] => [
    `\`${PRODUCTION}\`, ${counted(services, 'service')}`,
    { ...IDLE, services },
  ]),
  [`\`${PRODUCTION}\`, 10 services, in ${ELSEWHERE}`, { ...IDLE, services: 10, region: ELSEWHERE }],
];

/** What the variants cost a month, from prices of a list. */
export class Bill {
  private readonly known = new Map<string, readonly CostLine[]>();

  constructor(
    private readonly observed: ByVariant<Observed>,
    private readonly prices: PriceList,
  ) {}

  /** The lines of an environment alone. */
  lines(variant: (typeof PLATFORMS)[number], asked: CostCase): readonly CostLine[] {
    const key = JSON.stringify([variant, asked]);
    const lines = this.known.get(key) ?? this.reckoned(variant, asked);
    this.known.set(key, lines);
    return lines;
  }

  private reckoned(variant: (typeof PLATFORMS)[number], asked: CostCase): readonly CostLine[] {
    const observed = this.observed[variant];
    const { environment, region, requestsPerSecond } = asked;
    const stacks = [
      ...sharedStacks(observed, environment),
      ...copies(serviceStack(observed, environment), asked.services),
    ];
    const { lines } = costOf(
      // The configuration states one region, as its images are there.
      stacks.map((stack) => ({ ...stack, region })),
      {
        prices: this.prices,
        partOf: partsOf(observed.delivery),
        region,
        load: { requestsPerSecond, parts: [environment] },
      },
    );
    return lines;
  }

  /** What it comes to without load; and of that, without what observes it. */
  totals(): string {
    const rows = CASES.map(([what, asked]) => {
      const [ecs, eks] = this.both(asked, () => true);
      const [bareEcs, bareEks] = this.both(asked, ({ kind }) => kind !== 'Container Insights');
      return [what, usdText(ecs), usdText(eks), usdText(eks - ecs), usdText(bareEks - bareEcs)];
    });
    return table(['USD a month', 'ECS:', 'EKS:', 'EKS more:', 'without Container Insights:'], rows);
  }

  /** What load adds, for one service and for each of ten; and how, for one. */
  load(): string {
    const added = (services: number) => {
      const [idleEcs, idleEks] = this.both({ ...IDLE, services }, () => true);
      const [ecs, eks] = this.both({ ...IDLE, services, requestsPerSecond: LOAD }, () => true);
      return `${usdText((ecs - idleEcs) / services)} USD a month on ECS and ${usdText((eks - idleEks) / services)} on EKS`;
    };
    const ofTen = added(10) === added(1) ? 'the same' : added(10);
    const [ecs, eks] = PLATFORMS.map((variant) => this.loadLines(variant));
    const isSame = ecs!.join() === eks!.join();
    return [
      `${LOAD} requests a second at a service in production add ${added(1)}, with ten services ${ofTen} for each.`,
      '',
      ...(isSame ? [] : ['On ECS:', '']),
      ...ecs!,
      ...(isSame ? [] : ['', 'On EKS:', '', ...eks!]),
    ].join('\n');
  }

  /** As list items, the largest first. */
  private loadLines(variant: (typeof PLATFORMS)[number]): string[] {
    const lines = this.lines(variant, { ...IDLE, requestsPerSecond: LOAD }).filter(({ basis }) => basis === 'load');
    return [...byPrice(lines)]
      .sort(([, one], [, other]) => totalOf(other) - totalOf(one))
      .map(([name, own]) => {
        const [{ unitUsd }] = own as [CostLine];
        return `- \`${name}\`: ${reasonOf(own)}, ${amountText(quantity(own))} × ${priceText(unitUsd)} = ${usdText(totalOf(own))}`;
      });
  }

  /** Every price with how much of it is paid for, and how that much comes about where the platforms differ. */
  arithmetic(services: number): string {
    const asked = { ...IDLE, services };
    const [ecs, eks] = PLATFORMS.map((variant) => byPrice(this.lines(variant, asked)));
    const names = [...new Set([...ecs!.keys(), ...eks!.keys()])];
    const rows = names
      .map((name) => new PriceRow(name, ecs!.get(name) ?? [], eks!.get(name) ?? []))
      .sort((one, other) => other.most - one.most);
    const [large, small] = [rows.filter(({ most }) => most >= LEAST), rows.filter(({ most }) => most < LEAST)];
    const totals = [ecs, eks].map((lines) => totalOf([...lines!.values()].flat()));
    const rest = (side: 'ecs' | 'eks') => usdText(totalOf(small.flatMap((row) => row[side])));
    return [
      table(
        ['price', 'USD for one:', 'ECS, number:', 'USD:', 'EKS, number:', 'USD:'],
        [
          ...large.map((row) => row.cells),
          [`${small.length} more, each below ${usdText(LEAST)}`, '', '', rest('ecs'), '', rest('eks')],
          ['together', '', '', usdText(totals[0]!), '', usdText(totals[1]!)],
        ],
      ),
      `Where the numbers differ:`,
      large.flatMap((row) => row.reasons).join('\n'),
    ].join('\n\n');
  }

  private both(asked: CostCase, counts: (line: CostLine) => boolean): readonly [number, number] {
    const [ecs, eks] = PLATFORMS.map((variant) => totalOf(this.lines(variant, asked).filter(counts)));
    return [ecs!, eks!];
  }
}

/** The same service several times; a synth of as many services costs the same. */
function copies(stack: CostedStack, count: number): CostedStack[] {
  return Array.from({ length: count }, (_, index) => ({
    ...stack,
    name: index === 0 ? stack.name : `${stack.name}${index + 1}`,
  }));
}

function byPrice(lines: readonly CostLine[]): ReadonlyMap<string, readonly CostLine[]> {
  const prices = new Map<string, CostLine[]>();
  for (const line of lines) prices.set(line.price, [...(prices.get(line.price) ?? []), line]);
  return prices;
}

/** One price on both platforms. */
class PriceRow {
  constructor(
    private readonly name: string,
    readonly ecs: readonly CostLine[],
    readonly eks: readonly CostLine[],
  ) {}

  get most(): number {
    return Math.max(totalOf(this.ecs), totalOf(this.eks));
  }

  get cells(): string[] {
    const { unit, unitUsd } = [...this.ecs, ...this.eks][0]!;
    const side = (lines: readonly CostLine[]) =>
      lines.length === 0 ? ['', ''] : [amountText(quantity(lines)), usdText(totalOf(lines))];
    return [`\`${this.name}\`, ${unit}`, priceText(unitUsd), ...side(this.ecs), ...side(this.eks)];
  }

  /** As list items; none where both pay for the same. */
  get reasons(): string[] {
    if (quantity(this.ecs) === quantity(this.eks)) return [];
    const side = (platform: string, lines: readonly CostLine[]) =>
      lines.length === 0 ? [] : [`${platform} ${reasonOf(lines)}`];
    return [`- \`${this.name}\`: ${[...side('ECS', this.ecs), ...side('EKS', this.eks)].join('; ')}`];
  }
}

function quantity(lines: readonly CostLine[]): number {
  return lines.reduce((all, line) => all + line.quantity, 0);
}

/** How it comes about, said once for all copies of a service. */
function reasonOf(lines: readonly CostLine[]): string {
  const times = new Map<string, number>();
  for (const { how } of lines) times.set(how, (times.get(how) ?? 0) + 1);
  if (times.size > 2) return `${counted(lines.length, 'amount')}`;
  return [...times].map(([how, count]) => (count === 1 ? how : `${count} times ${how}`)).join(' and ');
}

function amountText(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
