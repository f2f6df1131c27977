import type { DeliveryInput, SourceInput } from '../../lib/config/input';
import { canary, codecommit, github, gitlab, gitlabCi, linear } from '../../lib/config/words';
import type { Writable } from '../support/configs';
import { problemsAfter, wrong } from './problems';

type Delivery = Writable<DeliveryInput>;
type Service = Delivery['services'][number];
type Case = [title: string, change: (service: Service, delivery: Delivery) => void, ...lines: string[]];

const CONNECTION = 'arn:aws:codeconnections:eu-central-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef';
const SEVERITIES = 'low, medium, high, critical';
const ARN = "the ARN of a connection such as 'arn:aws:codeconnections:REGION:ACCOUNT:connection/ID'";
const INSIDE = "a path from the repository's top, such as 'services/orders', of letters, digits and . _ - + @";
const PATH = "a path with a leading slash, such as '/orders?limit=1'";
const HEADER =
  'the name of a header, other than host, content-length, transfer-encoding, connection, upgrade, expect, te';

const request = (change: object) => (service: Service) => {
  service.validation = { requests: [{ path: '/health', ...change }] };
};
const source = (value: SourceInput | object) => (service: Service) => {
  service.source = wrong(value);
  if (service.source!.kind !== 'codecommit') service.directory = undefined;
};

const cases: Case[] = [
  [
    'a strategy of another kind',
    (s) => (s.strategy = wrong({ kind: 'rolling' })),
    "services[0].strategy.kind: is no kind that exists here (got 'rolling', allowed allAtOnce, canary, linear)",
  ],
  [
    'all traffic as a canary',
    (s) => (s.strategy = canary({ percent: 100, minutes: 5 })),
    'services[0].strategy.percent: is out of range (got 100, allowed a whole number from 1 to 99 percent)',
  ],
  [
    'a linear strategy without minutes',
    (s) => (s.strategy = linear(wrong({ percent: 10 }))),
    'services[0].strategy.minutes: is out of range (got nothing, allowed a whole number from 1 to 2880 minutes)',
  ],
  [
    'the minutes of another kind',
    (s) => (s.strategy = wrong({ kind: 'allAtOnce', minutes: 5 })),
    "services[0].strategy.minutes: is no setting that exists here (got 'minutes', allowed kind)",
  ],
  [
    'a controller that does not exist',
    (s) => (s.controller = wrong('external')),
    "services[0].controller: is not offered (got 'external', allowed codedeploy, ecs)",
  ],
  [
    'a bake of more than a day',
    (s) => (s.bakeMinutes = 1441),
    'services[0].bakeMinutes: is out of range (got 1441, allowed a whole number from 0 to 1440 minutes)',
  ],
  [
    'no request at all',
    (s) => (s.validation = { requests: [] }),
    'services[0].validation.requests: is too short (got an empty list, allowed at least 1)',
  ],
  [
    'too many requests',
    (s) => (s.validation = { requests: Array.from({ length: 21 }, () => ({ path: '/' })) }),
    'services[0].validation.requests: is too long (got a list of 21, allowed at most 20)',
  ],
  [
    'a whole address to be asked',
    request({ path: 'https://example.com/' }),
    `services[0].validation.requests[0].path: is not the path of a request (got 'https://example.com/', allowed ${PATH})`,
  ],
  [
    'a fragment to be asked',
    request({ path: '/page#part' }),
    `services[0].validation.requests[0].path: is not the path of a request (got '/page#part', allowed ${PATH})`,
  ],
  [
    'a method that is not offered',
    request({ method: 'TRACE' }),
    "services[0].validation.requests[0].method: is not offered (got 'TRACE', allowed GET, HEAD, POST, PUT, PATCH, DELETE)",
  ],
  [
    'a status that is no answer',
    request({ status: 101 }),
    'services[0].validation.requests[0].status: is out of range (got 101, allowed a whole number from 200 to 599)',
  ],
  [
    'a header of the connection',
    request({ headers: { Host: 'shop.example.com' } }),
    `services[0].validation.requests[0].headers.Host: is set by the connection (got 'Host', allowed ${HEADER})`,
  ],
  [
    'a header with a blank',
    request({ headers: { 'X Y': 'z' } }),
    `services[0].validation.requests[0].headers['X Y']: is not the name of a header (got 'X Y', allowed ${HEADER})`,
  ],
  [
    'a header on two lines, with its first letters only',
    request({ headers: { 'X-Token': 'secret-secret\nX-Other: 1' } }),
    "services[0].validation.requests[0].headers['X-Token']: is not the value of a header (got 'sec…', allowed text of printable ASCII characters)",
  ],
  [
    'a body that JSON does not know',
    request({ method: 'POST', body: { at: new Date() } }),
    'services[0].validation.requests[0].body: is no JSON (got an object, allowed what JSON can say)',
  ],
  [
    'an answer that JSON does not know',
    request({ json: { count: Number.NaN } }),
    'services[0].validation.requests[0].json: is no JSON (got an object, allowed what JSON can say)',
  ],
  [
    'too few requests to measure',
    (s) => (s.validation = { latency: { requests: 9, p95Milliseconds: 100 } }),
    'services[0].validation.latency.requests: is out of range (got 9, allowed a whole number from 10 to 500)',
  ],
  [
    'no time for the validation',
    (s) => (s.validation = { timeoutSeconds: 4 }),
    'services[0].validation.timeoutSeconds: is out of range (got 4, allowed a whole number from 5 to 600 seconds)',
  ],
  [
    'a test without a command',
    (s) => (s.tests = { integration: { command: '' } }),
    "services[0].tests.integration.command: must be text (got '', allowed a shell command)",
  ],
  [
    'a load test of a day',
    (s) => (s.tests = { load: { requestsPerSecond: 5, seconds: 86_400 } }),
    'services[0].tests.load.seconds: is out of range (got 86400, allowed a whole number from 10 to 600 seconds)',
  ],
  [
    'a load test that nobody survives',
    (s) => (s.tests = { load: { requestsPerSecond: 1001, errorPercent: 101 } }),
    'services[0].tests.load.errorPercent: is out of range (got 101, allowed a number from 0 to 100)',
    'services[0].tests.load.requestsPerSecond: is out of range (got 1001, allowed a whole number from 1 to 1000)',
  ],
  [
    'coverage over everything',
    (s) => (s.gates = { coverage: 101 }),
    'services[0].gates.coverage: is out of range (got 101, allowed a whole number from 0 to 100 percent)',
  ],
  [
    'a severity that no scanner knows',
    (_, d) => (d.gates = { dependencies: wrong('severe') }),
    `gates.dependencies: is no severity (got 'severe', allowed ${SEVERITIES})`,
  ],
  [
    'a number for a severity that does not exist',
    (_, d) => (d.gates = { image: { findings: wrong({ informational: 3 }) } }),
    `gates.image.findings.informational: is no setting that exists here (got 'informational', allowed ${SEVERITIES})`,
  ],
  [
    'fewer findings than none',
    (_, d) => (d.gates = { image: { findings: { high: -1 } } }),
    'gates.image.findings.high: is out of range (got -1, allowed a whole number from 0 to 1000000)',
  ],
  [
    'an image for a registry',
    (_, d) => (d.gates = { image: { baseRegistries: ['docker.io/node:24'] } }),
    "gates.image.baseRegistries[0]: is not a registry (got 'docker.io/node:24', " +
      "allowed a registry such as 'public.ecr.aws' or 'public.ecr.aws/docker', without https:// and a tag)",
  ],
  [
    'a finding that is accepted until a day that there is not',
    (_, d) => (d.gates = { allow: [{ id: 'CVE-2026-1', until: '2027-04-31', reason: 'no fix yet' }] }),
    "gates.allow[0].until: is no day of the calendar (got '2027-04-31', allowed a day such as '2027-03-31')",
  ],
  [
    'a finding that is accepted without a reason',
    (_, d) => (d.gates = { allow: [{ id: 'CVE 1', until: '2027-04-30', reason: ' ' }] }),
    "gates.allow[0].id: is not the id of a finding (got 'CVE 1', allowed an id such as 'CVE-2026-1234', 'GHSA-jfh8-c2jp-5v3q' or 'rule:file')",
    "gates.allow[0].reason: must be text (got ' ', allowed a reason of at most 120 characters)",
  ],
  [
    'a source of another kind',
    (s) => (s.source = wrong({ kind: 'bitbucket' })),
    "services[0].source.kind: is no kind that exists here (got 'bitbucket', allowed codecommit, github, gitlab, gitlabCi)",
  ],
  [
    'a repository of CodeCommit with a slash',
    source(codecommit({ repository: 'shop/web', path: 'web' })),
    "services[0].source.repository: is not a name for a repository (got 'shop/web', allowed 1–87 letters, digits, . _ and -, not ending in .git)",
  ],
  [
    'the ARN of something else for a connection',
    source(github({ connectionArn: 'arn:aws:codecommit:eu-central-1:111111111111:web', repository: 'acme/web' })),
    `services[0].source.connectionArn: is not the ARN of a connection (got 'arn:aws:codecommit:eu-central-1:111111111111:web', allowed ${ARN})`,
  ],
  [
    'an address for a repository',
    source(gitlab({ connectionArn: CONNECTION, repository: 'https://gitlab.com/acme/web' })),
    "services[0].source.repository: is not a repository (got 'https://gitlab.com/acme/web', allowed the owner and the name, such as 'acme/shop')",
  ],
  [
    "GitLab's CI of no project",
    source(gitlabCi({ project: 'web' })),
    "services[0].source.project: is not a project of GitLab (got 'web', allowed the group and the project, such as 'acme/shop')",
  ],
  [
    "GitLab's CI without TLS",
    source(gitlabCi({ project: 'acme/web', url: 'http://gitlab.example.com' })),
    "services[0].source.url: is not the address of a GitLab (got 'http://gitlab.example.com', allowed an address such as 'https://gitlab.example.com', without a port)",
  ],
  ...['/web', '../web', 'a/../b', 'a//b', 'a/*', '.git', 'a/.git', '-a', '', 'a b'].map(
    (path): Case => [
      `the path '${path}'`,
      source(codecommit({ path })),
      `services[0].source.path: is no path inside the repository (got '${path}', allowed ${INSIDE})`,
    ],
  ),
  [
    'the word of no environments',
    (_, d) => (d.branching = { releaseLines: [{ branches: ['main'], environments: wrong('last') }] }),
    "branching.releaseLines[0].environments: names no environments (got 'last', " +
      'allowed a list of names, or one of first, between, production, all)',
  ],
  [
    'a line to nowhere',
    (_, d) => (d.branching = { releaseLines: [{ branches: ['main'], environments: [] }] }),
    'branching.releaseLines[0].environments: names no environments (got an empty list, ' +
      'allowed a list of names, or one of first, between, production, all)',
  ],
  [
    'no line',
    (_, d) => (d.branching = { releaseLines: [], defaultBranch: 'main' }),
    'branching.releaseLines: is too short (got an empty list, allowed at least 1)',
  ],
  [
    'an address without a host',
    (_, d) => (d.notifications = { email: ['team@localhost'] }),
    "notifications.email[0]: is not an e-mail address (got 'team@localhost', allowed an address such as 'team@example.com')",
  ],
  [
    'more addresses than a topic should have',
    (_, d) => (d.notifications = { email: Array.from({ length: 51 }, (_, index) => `team${index}@example.com`) }),
    'notifications.email: is too long (got a list of 51, allowed at most 50)',
  ],
  [
    'a scan that does not exist',
    (_, d) => (d.registry = { scanning: wrong('full'), signing: wrong('yes') }),
    "registry.scanning: is not offered (got 'full', allowed basic, enhanced)",
    "registry.signing: must be true or false (got 'yes', allowed true, false)",
  ],
  [
    'a pattern for the branch of this application',
    (_, d) => (d.infrastructure = { branch: 'release/*' }),
    "infrastructure.branch: is not a branch (got 'release/*', allowed a branch such as 'main' or 'release/1.0')",
  ],
  ...['../shop', '/home/shop.ts', './shop', 'shop; rm', ''].map(
    (config): Case => [
      `the configuration '${config}'`,
      (_, d) => (d.infrastructure = { config }),
      `infrastructure.config: is not the name of a configuration (got '${config}', ` +
        "allowed a name such as 'workshop', or a path from the project's top)",
    ],
  ),
];

describe('a single wrong value', () => {
  test.each(cases)('%s', (_title, change, ...lines) => {
    expect(problemsAfter((delivery) => change(delivery.services[0]!, delivery))).toEqual(lines);
  });
});

describe('what people know from ECS and do not find', () => {
  test.each([
    ['serviceConnect', 'because its proxies would share out the traffic that a deployment has to move'],
    ['circuitBreaker', 'because validation and alarms roll a deployment back; CodeDeploy does not go with it'],
  ])('%s is refused with the reason', (key, reason) => {
    const [line, ...others] = problemsAfter((delivery) => {
      delivery.services[0]!.environments = { dev: wrong({ [key]: {} }) };
    });
    expect(line).toContain(
      `services[0].environments.dev.${key}: is not offered, ${reason} (got '${key}', allowed cpu, `,
    );
    expect(others).toEqual([]);
  });
});

describe('what is allowed', () => {
  test.each([
    CONNECTION,
    CONNECTION.replace('codeconnections', 'codestar-connections'),
    CONNECTION.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-central-1', 'us-gov-west-1'),
  ])('the connection %s', (connectionArn) => {
    expect(
      problemsAfter(({ services: [web] }) => source(gitlab({ connectionArn, repository: 'acme/team/web' }))(web!)),
    ).toEqual([]);
  });

  test.each(['.', 'services/web', './services/web/', '.github', 'packages/@acme/web.v2'])('the path %s', (path) => {
    expect(problemsAfter(({ services: [web] }) => source(codecommit({ path }))(web!))).toEqual([]);
  });

  test.each(['https://gitlab.com', 'https://gitlab.example.com/', 'https://example.com/gitlab'])(
    'the address %s',
    (url) => {
      expect(problemsAfter(({ services: [web] }) => source(gitlabCi({ project: 'acme/web', url }))(web!))).toEqual([]);
    },
  );

  test.each([
    'public.ecr.aws',
    'registry.example.com:5000',
    'docker.io/library',
    '1.dkr.ecr.eu-central-1.amazonaws.com/a/b',
  ])('the registry %s', (name) => {
    expect(problemsAfter((delivery) => (delivery.gates = { image: { baseRegistries: [name] } }))).toEqual([]);
  });

  test('a request with everything', () => {
    const change = request({
      path: '/orders?limit=1&from=%20',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: '' },
      body: { items: [{ id: 'a', count: 1.5, note: null, gift: false }] },
      status: 201,
      json: ['a'],
    });
    expect(problemsAfter(({ services: [web] }) => change(web!))).toEqual([]);
  });
});
