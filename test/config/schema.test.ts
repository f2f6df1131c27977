import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DeliveryInput } from '../../lib/config/input';
import { LOG_RETENTION_DAYS } from '../../lib/config/log-retention';
import type { Writable } from '../support/configs';
import { problemLines, problemsAfter, wrong } from './problems';

type Change = (delivery: Writable<DeliveryInput>) => void;
type Case = [title: string, change: Change, line: string];

const env = (change: (environment: Writable<DeliveryInput>['environments'][number]) => void): Change => {
  return (delivery) => change(delivery.environments[0]!);
};
const service = (change: (service: Writable<DeliveryInput>['services'][number]) => void): Change => {
  return (delivery) => change(delivery.services[0]!);
};

const DELIVERY_NAME =
  '2–12 characters of a–z, 0–9 and single inner hyphens, a letter first; not starting with aws, ssm or internal';
const SERVICE_NAME = '2–16 characters of a–z, 0–9 and single inner hyphens, a letter first';
const VARIABLE = 'letters, digits and _, no digit first';
const SECRET = 'secretsmanager:NAME, secretsmanager:NAME:JSON_KEY, ssm:/PATH';
const IMAGE = "a name with a tag other than latest, or with a digest, such as 'public.ecr.aws/nginx/nginx:1.29.3'";
const NETWORK = 'a range from /16 to /22 within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10';
/** What a parameter of CloudFormation begins with. */
const SUB = '${';
const TAG_KEY = "1–128 letters, digits, spaces and + - = . _ : / @, not starting with 'aws:' or 'slipway:'";

const cases: Case[] = [
  ['an upper-case name', (d) => (d.name = 'Shop'), `name: is not a name (got 'Shop', allowed ${DELIVERY_NAME})`],
  [
    'a name of 13',
    (d) => (d.name = 'abcdefghijklm'),
    `name: is not a name (got 'abcdefghijklm', allowed ${DELIVERY_NAME})`,
  ],
  [
    'a reserved parameter prefix',
    (d) => (d.name = 'awsome'),
    `name: is not a name (got 'awsome', allowed ${DELIVERY_NAME})`,
  ],
  [
    'a name that a load balancer may not have',
    (d) => (d.name = 'internal-x'),
    `name: is not a name (got 'internal-x', allowed ${DELIVERY_NAME})`,
  ],
  ['a name of another type', (d) => (d.name = wrong(7)), `name: is not a name (got 7, allowed ${DELIVERY_NAME})`],
  [
    'an unknown setting',
    (d) => Object.assign(d, { team: 'x' }),
    "team: is no setting that exists here (got 'team', allowed name, tools, tags, environments, services, branching, notifications, runbook, gates, registry, infrastructure, budget)",
  ],
  [
    'an unknown setting inside',
    env((e) => (e.network = wrong({ vpc: 'x' }))),
    "environments[0].network.vpc: is no setting that exists here (got 'vpc', allowed cidr, zones, natGateways)",
  ],
  [
    'a reserved tag',
    (d) => (d.tags = { 'AWS:x': '1' }),
    `tags['AWS:x']: is not the key of a tag (got 'AWS:x', allowed ${TAG_KEY})`,
  ],
  [
    "the platform's tag",
    (d) => (d.tags = { 'slipway:service': '1' }),
    `tags['slipway:service']: is not the key of a tag (got 'slipway:service', allowed ${TAG_KEY})`,
  ],
  [
    "a tag's value with a character that AWS refuses",
    (d) => (d.tags = { team: 'a!' }),
    "tags.team: is not the value of a tag (got 'a!', allowed 1–256 letters, digits, spaces and + - = . _ : / @)",
  ],
  [
    'an account of eleven digits',
    (d) => (d.tools = { account: '12345678901', region: 'eu-central-1' }),
    "tools.account: is not the number of an account (got '12345678901', allowed twelve digits in quotes)",
  ],
  [
    'a zone for a region',
    (d) => (d.tools = { region: 'eu-central-1a' }),
    "tools.region: is not a region (got 'eu-central-1a', allowed a region such as 'eu-central-1')",
  ],
  [
    'an environment with a long name',
    env((e) => (e.name = 'production')),
    "environments[0].name: is not a name (got 'production', allowed 2–8 characters of a–z, 0–9 and single inner hyphens, a letter first)",
  ],
  [
    'text for yes or no',
    env((e) => (e.production = wrong('yes'))),
    "environments[0].production: must be true or false (got 'yes', allowed true, false)",
  ],
  [
    'a network that is no range',
    env((e) => (e.network = { cidr: '10.0.0/16' })),
    `environments[0].network.cidr: is no IPv4 range (got '10.0.0/16', allowed ${NETWORK})`,
  ],
  [
    'a network with host bits',
    env((e) => (e.network = { cidr: '10.0.0.1/16' })),
    `environments[0].network.cidr: has host bits set; the range is 10.0.0.0/16 (got '10.0.0.1/16', allowed ${NETWORK})`,
  ],
  [
    'a network that is too large',
    env((e) => (e.network = { cidr: '10.0.0.0/15' })),
    `environments[0].network.cidr: is larger than a VPC may be (got '10.0.0.0/15', allowed ${NETWORK})`,
  ],
  [
    'a network that is too small',
    env((e) => (e.network = { cidr: '10.0.0.0/23' })),
    `environments[0].network.cidr: is too small for the subnets of an environment (got '10.0.0.0/23', allowed ${NETWORK})`,
  ],
  [
    'a public network',
    env((e) => (e.network = { cidr: '203.0.0.0/16' })),
    `environments[0].network.cidr: is no range of private addresses (got '203.0.0.0/16', allowed ${NETWORK})`,
  ],
  [
    'a single zone',
    env((e) => (e.network = { zones: 1 })),
    'environments[0].network.zones: is out of range (got 1, allowed a whole number from 2 to 3)',
  ],
  [
    'a caller that is no range',
    env((e) => (e.allowedCidrs = ['203.0.113.7'])),
    "environments[0].allowedCidrs[0]: is no IPv4 range (got '203.0.113.7', allowed a range such as '203.0.113.7/32')",
  ],
  [
    'a domain of one word',
    env((e) => (e.domain = { name: 'shop', hostedZoneId: 'Z1' })),
    "environments[0].domain.name: is not the name of a domain (got 'shop', allowed a name of at most 47 characters such as 'dev.example.com')",
  ],
  [
    'the ARN-like path of a hosted zone for its id',
    env((e) => (e.domain = { name: 'example.com', hostedZoneId: '/hostedzone/Z1' })),
    "environments[0].domain.hostedZoneId: is not the id of a hosted zone (got '/hostedzone/Z1', allowed an id such as 'Z0123456789ABCDEFGHIJ')",
  ],
  [
    'a period that CloudWatch does not offer',
    env((e) => (e.logRetentionDays = 10)),
    `environments[0].logRetentionDays: is no period that CloudWatch Logs offers (got 10, allowed ${LOG_RETENTION_DAYS.join(', ')})`,
  ],
  [
    'a service that starts with a digit',
    service((s) => (s.name = '1web')),
    `services[0].name: is not a name (got '1web', allowed ${SERVICE_NAME})`,
  ],
  [
    'an exposure that does not exist',
    service((s) => (s.exposure = wrong('private'))),
    "services[0].exposure: is not offered (got 'private', allowed public, internal)",
  ],
  [
    'a listener port without room for the test listener',
    service((s) => (s.listenerPort = 55_536)),
    'services[0].listenerPort: is out of range (got 55536, allowed a whole number from 1 to 55535)',
  ],
  [
    'a cpu that Fargate does not have',
    service((s) => (s.cpu = 300)),
    'services[0].cpu: is no size that Fargate has (got 300, allowed 256, 512, 1024, 2048, 4096, 8192, 16384)',
  ],
  [
    'memory as text',
    service((s) => (s.memory = wrong('512'))),
    "services[0].memory: is no number of MiB (got '512', allowed a size in MiB that Fargate offers for the cpu)",
  ],
  [
    'a port for root',
    service((s) => (s.port = 80)),
    'services[0].port: is out of range (got 80, allowed a whole number from 1024 to 65535)',
  ],
  [
    'root as the user',
    service((s) => (s.user = 'root')),
    "services[0].user: must be an ordinary user, not root (got 'root', allowed uid:gid from 1:1 to 65534:65534)",
  ],
  [
    'a command that is no list',
    service((s) => (s.healthCommand = wrong('curl localhost'))),
    "services[0].healthCommand: must be a list (got 'curl localhost')",
  ],
  [
    'an empty command',
    service((s) => (s.healthCommand = [])),
    'services[0].healthCommand: is too short (got an empty list, allowed at least 1)',
  ],
  [
    'a variable with a hyphen',
    service((s) => (s.variables = { 'LOG-LEVEL': 'x' })),
    `services[0].variables['LOG-LEVEL']: is not the name of a variable (got 'LOG-LEVEL', allowed ${VARIABLE})`,
  ],
  [
    'a number as a variable, without its value',
    service((s) => (s.variables = wrong({ PIN: 1234 }))),
    'services[0].variables.PIN: must be text, numbers in quotes too (got a number, allowed text)',
  ],
  [
    'a parameter of CloudFormation in a variable',
    service((s) => (s.variables = { WHERE: `${SUB}AWS::Region}` })),
    `services[0].variables.WHERE: has '${SUB}' as in Fn::Sub, which fills in nothing here: a shell takes $NAME too (got '${SUB}A…', allowed text)`,
  ],
  [
    'a parameter of CloudFormation in a command',
    service((s) => (s.healthCommand = ['sh', '-c', `wget localhost:${SUB}PORT}`])),
    `services[0].healthCommand[2]: has '${SUB}' as in Fn::Sub, which fills in nothing here: a shell takes $NAME too (got 'wget localhost:${SUB}PORT}', allowed text)`,
  ],
  [
    'a secret itself instead of its place, with its first letters only',
    service((s) => (s.secrets = { TOKEN: 'hunter2hunter2' })),
    `services[0].secrets.TOKEN: is not the place of a secret (got 'hun…', allowed ${SECRET})`,
  ],
  [
    'a sidecar of a moving version',
    service((s) => (s.sidecars = [{ name: 'proxy', image: 'registry.local:5000/nginx:latest' }])),
    `services[0].sidecars[0].image: does not say which version runs (got 'registry.local:5000/nginx:latest', allowed ${IMAGE})`,
  ],
  [
    'a sidecar without a tag, whose registry has a port',
    service((s) => (s.sidecars = [{ name: 'proxy', image: 'registry.local:5000/nginx' }])),
    `services[0].sidecars[0].image: does not say which version runs (got 'registry.local:5000/nginx', allowed ${IMAGE})`,
  ],
  [
    'more containers than a task may have',
    service((s) => (s.sidecars = Array.from({ length: 10 }, (_, i) => ({ name: `s${i}`, image: 'a/b:1', memory: 6 })))),
    'services[0].sidecars: is too long (got a list of 10, allowed at most 9)',
  ],
  [
    'a percentage out of bounds',
    service((s) => (s.scaling = { cpuPercent: 95 })),
    'services[0].scaling.cpuPercent: is out of range (got 95, allowed a whole number from 10 to 90 percent)',
  ],
  [
    'an error rate of zero',
    service((s) => (s.alarms = { errorPercent: 0 })),
    'services[0].alarms.errorPercent: is out of range (got 0, allowed a number over 0 and up to 100)',
  ],
  [
    'an index with a short name',
    service((s) => (s.table = { partitionKey: 'id', indexes: [{ name: 'by', partitionKey: 'x' }] })),
    "services[0].table.indexes[0].name: is not a name for an index (got 'by', allowed 3–255 characters of a–z, A–Z, 0–9, _, - and .)",
  ],
  [
    'a table without a key',
    service((s) => (s.table = wrong({}))),
    'services[0].table.partitionKey: is not the name of an attribute (got nothing, allowed 1–255 characters)',
  ],
  [
    'an empty command for the build',
    service((s) => (s.commands = { lint: ' ' })),
    "services[0].commands.lint: must be text (got ' ', allowed a shell command)",
  ],
  [
    'a platform that does not exist',
    service((s) => (s.platform = wrong('lambda'))),
    "services[0].platform: is not offered (got 'lambda', allowed ecs, eks)",
  ],
  [
    'a budget without an amount',
    (d) => (d.budget = wrong({})),
    'budget.monthly: is out of range (got nothing, allowed a number over 0 and up to 1000000 USD)',
  ],
  [
    'a budget of nothing',
    (d) => (d.budget = { monthly: 0 }),
    'budget.monthly: is out of range (got 0, allowed a number over 0 and up to 1000000 USD)',
  ],
  [
    'a budget that nobody means',
    (d) => (d.budget = { monthly: 1_000_000.5 }),
    'budget.monthly: is out of range (got 1000000.5, allowed a number over 0 and up to 1000000 USD)',
  ],
  [
    'an endless budget',
    (d) => (d.budget = { monthly: Number.POSITIVE_INFINITY }),
    'budget.monthly: is out of range (got Infinity, allowed a number over 0 and up to 1000000 USD)',
  ],
  [
    'a budget that is no number',
    (d) => (d.budget = wrong({ monthly: Number.NaN })),
    'budget.monthly: is out of range (got NaN, allowed a number over 0 and up to 1000000 USD)',
  ],
  ['no services', (d) => (d.services = []), 'services: is too short (got an empty list, allowed at least 1)'],
  [
    'a branch that Git refuses',
    (d) => (d.branching = { releaseLines: [{ name: 'main', branches: ['a..b'], environments: ['dev'] }] }),
    "branching.releaseLines[0].branches[0]: is not a branch (got 'a..b', allowed a branch such as 'main', or a pattern such as 'release/*')",
  ],
];

describe('a single wrong value', () => {
  test.each(cases)('%s', (_title, change, line) => {
    expect(problemsAfter(change)).toEqual([line]);
  });

  test.each([
    ['nothing', undefined, 'must be an object (got nothing)'],
    ['a list', [], 'must be an object (got an empty list)'],
    ['text', 'shop', "must be an object (got 'shop')"],
  ])('%s instead of a configuration', (_title, input, line) => {
    expect(problemLines(input)).toEqual([line]);
  });
});

describe('what is allowed', () => {
  const digest = `@sha256:${'0'.repeat(64)}`;
  test.each([`nginx${digest}`, `a.b:5000/c/d:latest${digest}`, 'public.ecr.aws/nginx/nginx:1.29.3'])(
    'the image %s',
    (image) => {
      expect(problemsAfter(service((s) => (s.sidecars = [{ name: 'proxy', image }])))).toEqual([]);
    },
  );

  test.each([0.5, 100, 1_000_000])('a budget of %d', (monthly) => {
    expect(problemsAfter((delivery) => (delivery.budget = { monthly }))).toEqual([]);
  });

  test.each(['us-gov-west-1', 'ap-southeast-7', 'eusc-de-east-1', 'us-isob-east-1'])('the region %s', (region) => {
    expect(problemsAfter((delivery) => (delivery.tools = { region }))).toEqual([]);
  });

  test("exactly CDK's periods of log retention", () => {
    const known = Object.values(RetentionDays).filter(
      (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
    );
    expect(LOG_RETENTION_DAYS).toEqual(known);
  });
});
