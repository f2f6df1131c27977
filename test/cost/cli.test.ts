import type { Delivery } from '../../lib/config/delivery';
import { ConfigurationError } from '../../lib/config/problem';
import { runCost } from '../../lib/cost/cli';
import type { CostedStack } from '../../lib/cost/stacks';
import { widthOf } from '../../lib/shared/terminal-text';
import { ecsService, planted } from './planted';

/** What the command itself reads of a delivery. */
const DELIVERY = { name: 'shop', environments: [{ name: 'dev', production: false }] } as unknown as Delivery;
const STACKS = [
  planted(ecsService()),
  planted({ Nat: { Type: 'AWS::EC2::NatGateway' } }, 'shop-dev-network'),
  planted({ Key: { Type: 'AWS::KMS::Key' } }, 'shop-toolchain-artifacts'),
  planted({ Role: { Type: 'AWS::IAM::Role' } }, 'shop-toolchain-source'),
];

function run(argv: readonly string[], stacks: readonly CostedStack[] = STACKS, columns?: number) {
  const printed: string[] = [];
  const said: string[] = [];
  const asked: string[] = [];
  const code = runCost(argv, {
    columns,
    loadDelivery: (name) => {
      asked.push(name);
      if (name === 'broken') throw new ConfigurationError([{ path: 'name', message: 'is wrong' }], 'config/broken.ts');
      if (name === 'hostile') throw new ConfigurationError([{ path: '', message: 'boom \u001b[31m' }], '\u001b[2Jx.ts');
      return DELIVERY;
    },
    synthesize: () => stacks,
    print: (text) => printed.push(text),
    say: (line) => said.push(line),
  });
  return { code, printed: printed.join('\n'), said: said.join('\n'), asked };
}

/** The cells of the row that starts so. */
const row = (text: string, name: string) =>
  text
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/))
    .find(([first]) => first === name);

test('shows each environment, each stack below it with the dearest first, and the sum', () => {
  const { code, printed } = run([]);
  expect(code).toBe(0);
  expect(row(printed, 'dev')).toEqual(['dev', '40.55', '0.00', '0.00', '40.55']);
  expect(row(printed, 'network')).toEqual(['network', '32.94', '0.00', '0.00', '32.94']);
  expect(row(printed, 'web')).toEqual(['web', '7.61', '0.00', '0.00', '7.61']);
  expect(row(printed, 'toolchain')).toEqual(['toolchain', '1.00', '0.00', '0.00', '1.00']);
  expect(row(printed, '1 more')).toEqual(['1 more', '0.00', '0.00', '0.00', '0.00']);
  expect(row(printed, 'all')).toEqual(['all', '41.55', '0.00', '0.00', '41.55']);
  expect(printed.indexOf('  network')).toBeLessThan(printed.indexOf('  web'));
});

test('says of which region and month prices are, what was asked, and what it assumes', () => {
  const { printed } = run([]);
  expect(printed).toContain("AWS's list prices of us-east-1, put together in 2026-11; no requests, no releases");
  expect(printed).toContain('  2 GB a month through NAT without load');
  expect(printed).toMatch(/With --load 10 --releases 20: \d+\.\d\d a month\./);
});

test('asks for the sandbox by itself, and for what -c config= says', () => {
  expect(run([]).asked).toEqual(['sandbox']);
  expect(run(['-c', 'config=/tmp/team.ts']).asked).toEqual(['/tmp/team.ts']);
});

test('shows what requests and releases add', () => {
  const { printed } = run(['--load', '120', '--releases', '20']);
  expect(printed.replace(/\s+/g, ' ')).toContain(
    '120 requests a second at each service of dev, 20 releases of each pipeline',
  );
  const [, fixed, load, releases] = row(printed, 'web')!.map(Number);
  expect(fixed).toBe(7.61);
  expect(load).toBeGreaterThan(20);
  expect(releases).toBeGreaterThan(0);
});

test('lists what it does not know', () => {
  const stacks = [...STACKS, planted({ One: { Type: 'AWS::Timestream::Database' } }, 'shop-dev-data')];
  expect(run([], stacks).printed).toContain('NOT KNOWN, and not in the sums:\n  1 × AWS::Timestream::Database');
  expect(run([]).printed).toContain('Each type of resource has a price, or a reason why it needs none.');
});

test('lists what it does not count with its price and where it may arise, and claims nothing beside it', () => {
  const { printed } = run([]);
  expect(printed).toContain(
    [
      'NOT COUNTED, and not in the sums, in USD:',
      '  data that services send to the internet beside answers: 0.09 per GB (dev-web)',
      '  data through NAT gateways beside images, logs and spans: 0.045 per GB (dev-network)',
      '  calls of keys for registries, topics, clusters and people: 3 per million calls',
      '    (toolchain-artifacts)',
    ].join('\n'),
  );
  expect(printed).not.toContain('Not known: nothing');
});

test('says that nothing is unknown only where everything is counted', () => {
  const { printed } = run([], [planted({ Address: { Type: 'AWS::EC2::EIP' } })]);
  expect(printed).toContain('Not known: nothing.');
  expect(printed).not.toContain('NOT COUNTED');
});

test('what is not counted has the prices of all regions that it may arise in', () => {
  const key = { Key: { Type: 'AWS::SSM::Document' }, Log: { Type: 'AWS::Logs::QueryDefinition' } };
  const stacks = ['us-east-1', 'ap-southeast-1'].map((region) => ({ ...planted(key, `shop-dev-${region}`), region }));
  expect(run([], stacks).printed).toContain('searches of logs: 0.005 to 0.007 per GB (2 stacks)');
});

test('says how much rests on prices that nobody found in a list of AWS', () => {
  const rule = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { ReservoirSize: 1, FixedRate: 0 } } };
  const { printed } = run(['--load', '1'], [planted({ ...ecsService(), Rule: rule })]);
  const text = printed.replace(/\s+/g, ' ');
  expect(text).toMatch(
    /The prices of 1 of \d+ amounts, 13\.14 in all, were not found in a copy of AWS's own price list \(Traces\)/,
  );
});

test('takes the prices of another region on request', () => {
  expect(row(run(['--region', 'ap-southeast-1']).printed, 'network')?.[1]).toBe('43.19');
});

describe('a region for stacks of several', () => {
  const stacks = STACKS.map((stack, index) => ({ ...stack, region: index < 2 ? 'eu-central-1' : 'us-east-1' }));
  const said = '--region ap-southeast-1: as if all were there. The configuration has eu-central-1 and us-east-1;';

  test.each([[], ['--detail', 'network']])('leaves out what goes between them, and says so: %j', (...argv) => {
    const { printed } = run(['--region', 'ap-southeast-1', ...argv], stacks);
    expect(printed.replace(/\s+/g, ' ')).toContain(`${said} what goes from one to the other is left out.`);
  });

  test('is not spoken of where all are in one, or nobody asked for another', () => {
    expect(run(['--region', 'ap-southeast-1']).printed).not.toContain('as if all were there');
    expect(run([], stacks).printed).not.toContain('as if all were there');
  });
});

test('shows how the amounts of a stack come about, by the end of its name', () => {
  const { printed } = run(['--detail', 'network']);
  expect(printed).toContain('shop-dev-network, us-east-1: 32.94 USD a month');
  expect(printed).toContain('1 gateway × 730 h, 0.045 USD per hour');
});

test('shows what is not counted of a stack, and of no other', () => {
  const { printed } = run(['--detail', 'network']);
  expect(printed).toContain(
    'NOT COUNTED, and not in the sums, in USD:\n  data through NAT gateways beside images, logs and spans: 0.045 per GB',
  );
  expect(printed).not.toContain('calls of keys');
  expect(printed).not.toContain('(dev-network)');
});

test.each([
  [60, 60],
  [200, 100],
  [10, 50],
  [undefined, 100],
])('in a terminal of %p columns prose has at most %i', (columns, most) => {
  const { printed } = run(['--load', '50'], STACKS, columns);
  const prose = printed.split('\n').filter((line) => !/\d\.\d\d$|^ +FIXED/.test(line));
  const widest = Math.max(...prose.map(widthOf));
  expect(widest).toBeLessThanOrEqual(most);
  expect(widest).toBeGreaterThan(most - 12);
});

test('no line is wider than 100 columns', () => {
  const lines = [...run([]).printed.split('\n'), ...run(['--load', '50', '--detail', 'web']).printed.split('\n')];
  expect(lines.filter((line) => widthOf(line) > 100)).toEqual([]);
});

test.each([
  [['--load', '-1'], "Option '--load' argument is ambiguous: allowed are"],
  [['--load=-1'], '--load must be a number from 0 to 1000000 (got "-1")'],
  [['--load', 'many'], '--load must be a number from 0 to 1000000 (got "many")'],
  [['--releases', '1e9'], '--releases must be a number from 0 to 1000000 (got "1e9")'],
  [['--region', 'mars-north-1'], '--region must be one of us-east-1, ap-southeast-1, eu-central-1 (got mars-north-1)'],
  [['-c', 'sandbox'], '-c must be as config=NAME (got "sandbox")'],
  [['sandbox'], 'only options are allowed (got "sandbox")'],
  [['--cheap'], "Unknown option '--cheap': allowed are -c, --load, --releases, --region, --detail, --help"],
  [['--detail', 'nothing'], '--detail must be one of shop-dev-web, shop-dev-network, shop-toolchain-artifacts'],
])('%j is refused with what is allowed', (argv, message) => {
  const { code, printed, said } = run(argv);
  expect(code).toBe(2);
  expect(printed).toBe('');
  expect(said).toContain(`error: ${message}`);
});

test('a configuration that is wrong is said in its own words', () => {
  const { code, said } = run(['-c', 'config=broken']);
  expect(code).toBe(1);
  expect(said).toContain('name: is wrong');
});

test('tells of a configuration line by line, and nothing of it reaches the terminal as a command', () => {
  const { said } = run(['-c', 'config=hostile']);
  expect(said.split('\n')).toEqual(['error: 1 problem in [2Jx.ts:', '  - boom [31m']);
});

test('says how it is used', () => {
  const { code, printed } = run(['--help']);
  expect(code).toBe(0);
  expect(printed).toContain('npm run cost -- [-c config=NAME]');
});
