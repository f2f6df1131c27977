import { parseArgs } from 'node:util';
import { Problem } from '../build/programs/problem';
import { shown } from '../delivery-events/parse-event';

export const USAGE = `What a configuration costs a month, from its synthesized templates and AWS's list prices.

  npm run cost -- [-c config=NAME] [--load RATE] [--releases COUNT] [--region REGION] [--detail STACK]

  -c config=NAME     a configuration, by its name in config/ or as a path; sandbox by itself
  --load RATE        requests a second that arrive at each service, in the production environments, or in all where
                     there is none; 0 by itself
  --releases COUNT   how often a month each pipeline releases; 0 by itself
  --region REGION    prices of this region, as if all stacks were there; by itself those of the configuration's, and of
                     us-east-1 where it leaves them open
  --detail STACK     how the amounts of a stack come about, by its name in CloudFormation or the end of it
  --help             this`;

/** What a person wants to know. */
export interface Wish {
  readonly config: string;
  readonly requestsPerSecond: number;
  readonly releases: number;
  /** @default - those of the configuration */
  readonly region?: string;
  readonly detail?: string;
}

/** The person asked for something that there is not. */
export class AskedWrong extends Problem {}

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  context: { ...TEXT, short: 'c' },
  load: TEXT,
  releases: TEXT,
  region: TEXT,
  detail: TEXT,
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws AskedWrong which says what is wrong and what is allowed */
export function parseWish(argv: readonly string[]): Wish | 'help' {
  const { values, positionals } = parsed(argv);
  if (values.help) return 'help';
  if (positionals.length > 0) {
    throw new AskedWrong(`only options are allowed (got ${positionals.map(shown).join(' ')})`);
  }
  return {
    config: configIn(values.context ?? 'config=sandbox'),
    requestsPerSecond: amountIn('load', values.load ?? '0'),
    releases: amountIn('releases', values.releases ?? '0'),
    region: values.region,
    detail: values.detail,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node goes on to explain words that start with a dash.
    const [what] = (error as Error).message.split(/[.\n]/);
    throw new AskedWrong(`${what}: allowed are -c, --load, --releases, --region, --detail, --help`);
  }
}

function configIn(context: string): string {
  const [, name] = /^config=(.+)$/.exec(context) ?? [];
  if (name === undefined) throw new AskedWrong(`-c must be as config=NAME (got ${shown(context)})`);
  return name;
}

function amountIn(option: 'load' | 'releases', text: string): number {
  const most = 1_000_000;
  const amount = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (amount <= most) return amount;
  throw new AskedWrong(`--${option} must be a number from 0 to ${most} (got ${shown(text)})`);
}
